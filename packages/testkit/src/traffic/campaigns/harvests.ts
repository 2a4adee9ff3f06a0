import { exchangeWords, material } from "../passages.ts";
import { ownMessage } from "../phrases.ts";
import type { Random } from "../random.ts";
import { between, chance, pick, randomFrom, seedFor } from "../random.ts";
import type { World } from "../world.ts";
import { chineseAnswer, oneShot, proseAnswer, taggedReasoning } from "../world.ts";
import type { HarvestText } from "./campaign.ts";
import type { WordingBank } from "./wordings.ts";
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
  bank: "first" | "second" = "first",
): HarvestText {
  const [first, second] = world.corpus.side === "test" ? TEST_BANKS : CALIBRATION_BANKS;
  const forms = wordingsOf(world, name, bank === "first" ? first : second, wordings);
  return (random) => {
    const prompt = fill(pick(random, forms), [freshTask(random, world)]);
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

/** The template in Chinese. */
export function chineseHarvest(world: World, name: string): HarvestText {
  const forms = wordingsOf(world, name, CHINESE_EXPERT, 8);
  return (random) => {
    const questions = [pick(random, world.phrases.chinese), pick(random, world.phrases.chinese)];
    const slot = questions
      .map((conversation) => conversation.turns[0]?.prompt.slice(0, 160) ?? "")
      .join("；");
    return oneShot(null, fill(pick(random, forms), [slot]), `第一步：${chineseAnswer(random, world)}`);
  };
}

/** Self-instruct: the meta-prompt of Alpaca as rendered, or our own where that source is out of reach. */
export function metaPromptHarvest(world: World, name: string): HarvestText {
  const rendered = world.corpus.source("alpaca_metaprompt");
  const forms = wordingsOf(world, name, TASK_MAKER, 4);
  return (random) => {
    const own = fill(pick(random, forms), [freshTask(random, world), freshTask(random, world)]);
    const prompt = rendered.length > 0 ? (pick(random, rendered).turns[0]?.prompt ?? own) : own;
    const tasks = Array.from(
      { length: 8 },
      (_, index) => `${index + 3}. Instruction: ${freshTask(random, world)}`,
    );
    return oneShot(null, prompt, tasks.join("\n"));
  };
}

/** Grading of candidate answers, scores only. */
export function rubricHarvest(world: World, name: string): HarvestText {
  const forms = wordingsOf(world, name, RUBRIC, 6);
  return (random) => {
    const candidate = material(random, world.phrases.passages, between(random, 150, 700));
    const score = (): number => between(random, 3, 10);
    const answer = `{"helpfulness": ${score()}, "correctness": ${score()}, "depth": ${score()}, "safety": ${score()}, "overall": ${score()}}`;
    return oneShot(null, fill(pick(random, forms), [freshTask(random, world), candidate]), answer);
  };
}

/** Rewriting so that a censored model may answer. */
export function rewritingHarvest(world: World, name: string): HarvestText {
  const forms = wordingsOf(world, name, SAFE_REWRITE, 6);
  return (random) => {
    const question = freshTask(random, world);
    const answer = JSON.stringify({
      rewritten: question.slice(0, 160),
      safe_answer: material(random, world.phrases.passages, 200),
      justification: material(random, world.phrases.passages, 160),
    });
    return oneShot(null, fill(pick(random, forms), [question]), answer);
  };
}

/** Where the operator puts the fixed block. */
export type BlockPlace = "system" | "end" | "beginning";

/** One fixed block inside long requests that otherwise have nothing in common. */
export function injectedBlockHarvest(world: World, name: string, place: BlockPlace): HarvestText {
  const block = INJECTED_BLOCKS[world.corpus.side === "test" ? 1 : 0];
  if (block === undefined) throw new RangeError(`no injected block for campaign ${name}`);
  return (random) => {
    const chinese = world.phrases.chinese.length > 0 && chance(random, 0.15);
    const passages = chinese ? world.phrases.chinesePassages : world.phrases.passages;
    const long = material(random, passages, between(random, chinese ? 300 : 1200, chinese ? 1500 : 5000));
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
function freshTask(random: Random, world: World): string {
  if (chance(random, 0.5)) return ownMessage(random, world.phrases, false).slice(0, 700);
  return exchangeWords(random, world.phrases.passages, pick(random, world.phrases.tasks));
}

/** `count` fixed selections of one sentence from each row, the same for every request of the campaign. */
function wordingsOf(world: World, name: string, bank: WordingBank, count: number): string[] {
  const random = randomFrom(seedFor(world.seed, "wordings", name));
  return Array.from({ length: count }, () => bank.map((row) => pick(random, row)).join(" "));
}

/** Puts the texts into the slots, in order. */
function fill(wording: string, slots: readonly string[]): string {
  const parts = wording.split("{}");
  return parts.map((part, index) => (index === 0 ? part : `${slots[index - 1] ?? ""}${part}`)).join("");
}

/** Also used by honest programs: fills a fixed template of one's own. */
export function fillTemplate(template: string, slots: readonly string[]): string {
  return fill(template, slots);
}
