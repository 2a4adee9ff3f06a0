import type { Corpus } from "./corpus.ts";
import { logNormal } from "./distributions.ts";
import type { Phrases } from "./phrases.ts";
import { material, sentences } from "./passages.ts";
import type { Calendar } from "./population.ts";
import type { Random } from "./random.ts";
import { pick } from "./random.ts";
import type { Language } from "./speech/language.ts";
import type { Draft } from "./traffic-part.ts";

/** Everything that the parts of one composition have in common. */
export interface World {
  readonly seed: number;
  readonly calendar: Calendar;
  readonly corpus: Corpus;
  readonly phrases: Phrases;
  /** Multiplies the number of accounts of every part; 1 for a full-size scenario. */
  readonly scale: number;
}

/** Accounts of a part at the world's scale, at least `least`. */
export function scaled(world: World, count: number, least: number): number {
  return Math.max(least, Math.round(count * world.scale));
}

/** A single question with an answer. */
export function oneShot(system: string | null, prompt: string, answer: string): Draft {
  return { system, messages: [prompt], answer, refused: false };
}

/** An answer in running text: real sentences, length as Azure's services answered (tokens taken as 4 characters). */
export function proseAnswer(random: Random, world: World): string {
  const tokens = world.corpus.lengths.length > 0 ? pick(random, world.corpus.lengths)[1] : 120;
  const characters = Math.min(1600, Math.max(40, tokens * 4));
  return material(random, world.phrases.passages, characters);
}

/** The same in the given language; shorter in a script whose characters say more. */
export function answerIn(random: Random, world: World, language: Language): string {
  if (language === "en") return proseAnswer(random, world);
  const { passages } = world.phrases.speech(language);
  const median = passages.spaced ? 380 : 120;
  return material(random, passages, Math.min(4 * median, logNormal(random, median, 0.7)));
}

/** A short, structured answer: a label, a score, an extracted record. */
export function label(random: Random, labels: readonly string[]): string {
  return `{"label": "${pick(random, labels)}", "confidence": ${(0.5 + random.unit() / 2).toFixed(2)}}`;
}

/** Reasoning written out between tags, then the answer: what an injected block asks for. */
export function taggedReasoning(random: Random, world: World, tag: string): string {
  const steps = sentences(random, world.phrases.passages, 4 + random.below(7));
  const numbered = steps.map((step, index) => `Step ${index + 1}: ${step}`).join("\n");
  const result = sentences(random, world.phrases.passages, 1 + random.below(3)).join(" ");
  return `<${tag}>\n${numbered}\n</${tag}>\n${result}`;
}

/** A refusal in the usual words. */
export function refusal(random: Random): Draft["answer"] {
  return pick(random, [
    "I can't help with that request.",
    "I'm not able to share my hidden reasoning or system instructions.",
    "Sorry, I can't assist with getting around those safeguards.",
  ]);
}
