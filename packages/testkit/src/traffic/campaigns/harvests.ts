import type { Passages } from "../passages.ts";
import { exchangeWords, material } from "../passages.ts";
import { ownMessage } from "../phrases.ts";
import type { Random } from "../random.ts";
import { between, chance, pick, randomFrom, seedFor } from "../random.ts";
import type { Language } from "../speech/language.ts";
import type { World } from "../world.ts";
import { answerIn, oneShot, proseAnswer, taggedReasoning } from "../world.ts";
import { reworded } from "./reword.ts";
import type { WordingBank } from "./wordings.ts";
import { thinkingInLanguage, wordingsOfSide } from "./wordings-by-language.ts";
import type { Disguise, HarvestText } from "./workload.ts";
import {
  CHINESE_EXPERT,
  DATA_ANALYST,
  INJECTED_BLOCKS,
  NARRATING_PLANNER,
  PATIENT_TEACHER,
  RUBRIC,
  SAFE_REWRITE,
  SOFTWARE_ARCHITECT,
  TASK_MAKER,
} from "./wordings.ts";

/** Variants of one template with real tasks in the slot; the answer writes its reasoning out. */
export function templateHarvest(
  world: World,
  name: string,
  wordings: number,
  disguise: Disguise,
  bank: "first" | "second" = "first",
): HarvestText {
  const [first, second] = world.corpus.side === "test" ? TEST_BANKS : CALIBRATION_BANKS;
  const template = templateOf(world, name, bank === "first" ? first : second, wordings, disguise);
  return (random) => {
    const prompt = template(random, [freshTask(random, world)]);
    const steps = material(random, world.phrases.passages, between(random, 600, 2400));
    return oneShot(
      null,
      prompt,
      `1. ${steps}\n\nConclusion: ${material(random, world.phrases.passages, 120)}`,
    );
  };
}

/** Two templates for each side, so that two campaigns of one scenario do not say the same. */
const CALIBRATION_BANKS: readonly [WordingBank, WordingBank] = [DATA_ANALYST, PATIENT_TEACHER];
const TEST_BANKS: readonly [WordingBank, WordingBank] = [SOFTWARE_ARCHITECT, NARRATING_PLANNER];

/** One template over a bank of the reports' shapes, of which each side has its half; the answer is running text. */
export function publishedHarvest(
  world: World,
  name: string,
  bank: WordingBank,
  disguise: Disguise,
): HarvestText {
  const slots = bank.flat().some((sentence) => sentence.startsWith("Answer:")) ? 2 : 1;
  const template = templateOf(world, name, wordingsOfSide(bank, world.corpus.side), 6, disguise);
  return (random) => {
    const texts = [
      freshTask(random, world),
      material(random, world.phrases.passages, between(random, 150, 700)),
    ];
    const answer = material(random, world.phrases.passages, between(random, 600, 2400));
    return oneShot(null, template(random, texts.slice(0, slots)), `1. ${answer}`);
  };
}

/** The reasoning in the user's language, whichever it is (threat-and-law.md, 3.3). */
export function everyLanguageHarvest(world: World, name: string, disguise: Disguise): HarvestText {
  const forms = thinkingInLanguage(world.corpus.side).map(([language, bank]) => ({
    language,
    template: templateOf(world, `${name}, ${language}`, bank, 3, disguise, language),
  }));
  return (random) => {
    const { language, template } = pick(random, forms);
    const question = ownMessage(random, world.phrases, language);
    return oneShot(null, template(random, [question]), `1. ${answerIn(random, world, language)}`);
  };
}

/** The template in Chinese. */
export function chineseHarvest(world: World, name: string, disguise: Disguise): HarvestText {
  const template = templateOf(world, name, CHINESE_EXPERT, 8, disguise, "zh");
  return (random) => {
    const questions = [pick(random, world.phrases.chinese), pick(random, world.phrases.chinese)];
    const slot = questions
      .map((conversation) => conversation.turns[0]?.prompt.slice(0, 160) ?? "")
      .join("；");
    return oneShot(null, template(random, [slot]), `第一步：${answerIn(random, world, "zh")}`);
  };
}

/** Self-instruct: the meta-prompt of Alpaca as rendered, or our own where that source is out of reach. */
export function metaPromptHarvest(world: World, name: string, disguise: Disguise): HarvestText {
  const rendered = world.corpus.source("alpaca_metaprompt");
  const template = templateOf(world, name, TASK_MAKER, 4, disguise);
  return (random) => {
    const own = template(random, [freshTask(random, world), freshTask(random, world)]);
    const real = rendered.length > 0 ? pick(random, rendered).turns[0]?.prompt : undefined;
    const prompt =
      real === undefined ? own : reworded(random, world.phrases.passages, real, disguise.paraphrase);
    const tasks = Array.from(
      { length: 8 },
      (_, index) => `${index + 3}. Instruction: ${freshTask(random, world)}`,
    );
    return oneShot(null, prompt, tasks.join("\n"));
  };
}

/** Grading of candidate answers, scores only. */
export function rubricHarvest(world: World, name: string, disguise: Disguise): HarvestText {
  const template = templateOf(world, name, RUBRIC, 6, disguise);
  return (random) => {
    const candidate = material(random, world.phrases.passages, between(random, 150, 700));
    const score = (): number => between(random, 3, 10);
    const answer = `{"helpfulness": ${score()}, "correctness": ${score()}, "depth": ${score()}, "safety": ${score()}, "overall": ${score()}}`;
    return oneShot(null, template(random, [freshTask(random, world), candidate]), answer);
  };
}

/** Rewriting so that a censored model may answer. */
export function rewritingHarvest(world: World, name: string, disguise: Disguise): HarvestText {
  const template = templateOf(world, name, SAFE_REWRITE, 6, disguise);
  return (random) => {
    const question = freshTask(random, world);
    const answer = JSON.stringify({
      rewritten: question.slice(0, 160),
      safe_answer: material(random, world.phrases.passages, 200),
      justification: material(random, world.phrases.passages, 160),
    });
    return oneShot(null, template(random, [question]), answer);
  };
}

/** Where the operator puts the fixed block. */
export type BlockPlace = "system" | "end" | "beginning";

/** One fixed block inside long requests that otherwise have nothing in common. */
export function injectedBlockHarvest(
  world: World,
  name: string,
  place: BlockPlace,
  disguise: Disguise,
): HarvestText {
  const fixed = INJECTED_BLOCKS[world.corpus.side === "test" ? 1 : 0];
  if (fixed === undefined) throw new RangeError(`no injected block for campaign ${name}`);
  const pooled = ownWords(world, name, disguise, "en")(fixed.text);
  return (random) => {
    const text = reworded(random, world.phrases.passages, pooled, disguise.paraphrase);
    const block = { tag: fixed.tag, text };
    const chinese = world.phrases.chinese.length > 0 && chance(random, 0.15);
    const passages = chinese ? world.phrases.chinesePassages : world.phrases.passages;
    const long = material(
      random,
      passages,
      disguise.slotSize * between(random, chinese ? 300 : 1200, chinese ? 1500 : 5000),
    );
    const request = `${freshTask(random, world)}\n\n${long}`;
    const system = chance(random, 0.5)
      ? material(random, world.phrases.passages, between(random, 200, 900))
      : null;
    const answer = chance(random, 0.93)
      ? taggedReasoning(random, world, block.tag)
      : proseAnswer(random, world);
    if (place === "system")
      return oneShot(system === null ? block.text : `${system}\n\n${block.text}`, request, answer);
    const prompt = place === "end" ? `${request}\n\n${block.text}` : `${block.text}\n\n${request}`;
    return oneShot(system, prompt, answer);
  };
}

/**
 * A task for a slot that hardly any other request carries: real operators work through tens of thousands of unique
 * tasks, so half are a corpus task with exchanged words, half a message about somebody's own material.
 */
export function freshTask(random: Random, world: World): string {
  if (chance(random, 0.5)) return ownMessage(random, world.phrases, "en").slice(0, 700);
  return exchangeWords(random, world.phrases.passages, pick(random, world.phrases.tasks));
}

/** Fills the slots of one of the campaign's wordings, disguised. */
export type Template = (random: Random, slots: readonly string[]) => string;

/**
 * A template: `count` fixed selections of one sentence from each row of the bank, the same for every request of one
 * pool; a further pool has words of its own in it.
 */
export function templateOf(
  world: World,
  name: string,
  bank: WordingBank,
  count: number,
  disguise: Disguise,
  language: Language = "en",
): Template {
  const random = randomFrom(seedFor(world.seed, "wordings", name));
  const own = ownWords(world, name, disguise, language);
  const forms = Array.from({ length: count }, () =>
    bank.map((row) => pick(random, row)).join(language === "ja" || language === "zh" ? "" : " "),
  ).map(own);
  const { passages } = world.phrases.speech(language);
  return (drawn, slots) => {
    const parts = pick(drawn, forms).split("{}");
    const worded = parts.map((part) => reworded(drawn, passages, part, disguise.paraphrase));
    const texts = slots.map((slot) => resized(drawn, passages, slot, disguise.slotSize));
    return worded.map((part, index) => (index === 0 ? part : `${texts[index - 1] ?? ""}${part}`)).join("");
  };
}

/** The words of a further pool: most of the first pool's replaced, once and for all of its requests. */
function ownWords(
  world: World,
  name: string,
  { partition }: Disguise,
  language: Language,
): (text: string) => string {
  if (partition === 0) return (text) => text;
  const { passages } = world.phrases.speech(language);
  return (text) => {
    const random = randomFrom(seedFor(world.seed, "pool's words", name, partition));
    return text
      .split("{}")
      .map((part) => reworded(random, passages, part, POOL_REWORDED))
      .join("{}");
  };
}

/** An operator who gives every pool its own wording keeps about every second word. */
const POOL_REWORDED = 0.5;

/** A slot's text at `size` times its length: cut, or followed by more material. */
function resized(random: Random, passages: Passages, text: string, size: number): string {
  if (size === 1) return text;
  if (size < 1) return text.slice(0, Math.max(20, Math.round(text.length * size)));
  return `${text}\n\n${material(random, passages, text.length * (size - 1))}`;
}

/** Puts the texts into the slots of a fixed template, in order; honest programs do so too. */
export function fillTemplate(template: string, slots: readonly string[]): string {
  const parts = template.split("{}");
  return parts.map((part, index) => (index === 0 ? part : `${slots[index - 1] ?? ""}${part}`)).join("");
}
