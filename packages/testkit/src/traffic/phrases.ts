import type { Conversation, Corpus } from "./corpus.ts";
import type { Passages } from "./passages.ts";
import { firstSentence, passagesOf, sentences } from "./passages.ts";
import type { Random } from "./random.ts";
import { between, chance, pick } from "./random.ts";
import type { BankLanguage } from "./speech/language-bank.ts";
import type { Language } from "./speech/language.ts";
import type { Speech } from "./speech/speech.ts";
import { madeSpeech } from "./speech/speech.ts";

/** Real text in the sizes that traffic is made of. */
export interface Phrases {
  /** Conversations of people, in English and other spaced scripts. */
  readonly people: readonly Conversation[];
  /** Conversations of people in Chinese. */
  readonly chinese: readonly Conversation[];
  /** Single tasks and questions, for the slots of templates. */
  readonly tasks: readonly string[];
  /** Running text: answers, pasted material. */
  readonly passages: Passages;
  readonly chinesePassages: Passages;
  /** Long persona prompts that people pass on to each other. */
  readonly personas: readonly string[];
  /** What people of a language write. */
  readonly speech: (language: Language) => Speech;
}

/** Cuts a corpus into the pieces the composer works with. */
export function phrasesOf(corpus: Corpus): Phrases {
  const people = PEOPLE.flatMap((name) => corpus.source(name));
  const realUsers = corpus
    .source("bfcl_function_calling")
    .filter((conversation) => conversation.id.startsWith("live_"));
  const chinese = corpus.source("oasst_zh");
  const tasks = [...people, ...TASKS.flatMap((name) => corpus.source(name))]
    .map((conversation) => conversation.turns[0]?.prompt.trim() ?? "")
    .filter((prompt) => prompt.length >= 40 && prompt.length <= 900);
  const texts = [...people, ...corpus.source("gpteacher_roleplay")];
  const personas = corpus
    .source("awesome_prompts")
    .map((conversation) => conversation.turns[0]?.prompt ?? "");
  const passages = passagesOf([...texts.flatMap(longTexts), ...personas], true);
  const chinesePassages = passagesOf(chinese.flatMap(longTexts), false);
  const made = new Map<Language, Speech>([
    ["en", { conversations: [...people, ...realUsers], passages }],
    ["zh", { conversations: chinese, passages: chinesePassages }],
  ]);
  return {
    people: [...people, ...realUsers],
    chinese,
    tasks,
    passages,
    chinesePassages,
    speech: (language) => {
      let speech = made.get(language);
      if (speech === undefined)
        made.set(language, (speech = madeSpeech(language as BankLanguage, corpus.side)));
      return speech;
    },
    personas: personas.length > 0 ? personas : texts.flatMap(longTexts).filter((text) => text.length > 300),
  };
}

const PEOPLE = ["oa_realistic_seed", "dolly1500", "arena_hard_v01"];
const TASKS = ["gpteacher_roleplay", "gpteacher_codegen"];

function longTexts(conversation: Conversation): string[] {
  return conversation.turns
    .flatMap((turn) => [turn.prompt, turn.response ?? ""])
    .filter((text) => text.length > 150);
}

/**
 * A person's message about her own material: a real question beside sentences that nobody else pastes in the same
 * order and words. Needed because a corpus has thousands of prompts and a provider millions: without it every
 * prompt would be sent by dozens of strangers.
 */
export function ownMessage(random: Random, phrases: Phrases, language: Language): string {
  const { conversations, passages } = phrases.speech(language);
  const question = pick(random, conversations).turns[0]?.prompt ?? "";
  const short = question.length > 240 ? firstSentence(question) : question;
  const own = sentences(random, passages, between(random, 2, 7));
  const gap = passages.spaced ? " " : "";
  if (chance(random, 0.35)) return own.slice(0, 3).join(gap);
  if (chance(random, 0.5)) return `${own.join(gap)}\n\n${short}`;
  return `${short}\n\n${own.join(gap)}`;
}
