import { material } from "../passages.ts";
import type { Random } from "../random.ts";
import { between, pickWeighted } from "../random.ts";
import type { World } from "../world.ts";
import { oneShot } from "../world.ts";
import { freshTask, rubricHarvest, templateHarvest, templateOf } from "./harvests.ts";
import { CLEAN_TRACE } from "./published-wordings.ts";
import type { Disguise, HarvestText, Workload } from "./workload.ts";
import { singleRequest } from "./workload.ts";
import { RUBRIC } from "./wordings.ts";
import { wordingsOfSide } from "./wordings-by-language.ts";

/**
 * Captured traces go back to be cleaned and scored (threat-and-law.md, GTG-16006). A quarter of the requests
 * captures; what they bring stays in the composer's memory and comes back through other accounts.
 */
export function cleanerWork(world: World, name: string, disguise: Disguise): Workload {
  const pool = `${name}/captures/${disguise.partition}`;
  const capture = templateHarvest(world, name, 6, disguise);
  const clean = cleaning(world, name, pool, disguise, capture);
  const judge = judging(world, name, pool, disguise);
  return (random, slots) =>
    slots.map((slot) => {
      const duty = pickWeighted(random, DUTIES);
      if (duty === "capture") return singleRequest(random, slot, capture, pool);
      return singleRequest(random, slot, duty === "clean" ? clean : judge);
    });
}

const DUTIES: readonly (readonly ["capture" | "clean" | "judge", number])[] = [
  ["capture", 25],
  ["clean", 55],
  ["judge", 20],
];

function cleaning(
  world: World,
  name: string,
  pool: string,
  disguise: Disguise,
  otherwise: HarvestText,
): HarvestText {
  const bank = wordingsOfSide(CLEAN_TRACE, world.corpus.side);
  const template = templateOf(world, `${name}, cleaner`, bank, 4, disguise);
  return (random, answers, account) => {
    const trace = answers.recall(random, pool, account.account);
    if (trace === undefined) return otherwise(random, answers, account);
    return oneShot(null, template(random, [trace.answer]), cleaned(random, world));
  };
}

function cleaned(random: Random, world: World): string {
  return `1. ${material(random, world.phrases.passages, between(random, 300, 1500))}`;
}

function judging(world: World, name: string, pool: string, disguise: Disguise): HarvestText {
  const otherwise = rubricHarvest(world, name, disguise);
  const template = templateOf(world, `${name}, judge`, RUBRIC, 4, disguise);
  return (random, answers, account) => {
    const judged = answers.recall(random, pool, account.account);
    if (judged === undefined) return otherwise(random, answers, account);
    const scores = `{"helpfulness": ${between(random, 3, 10)}, "correctness": ${between(random, 3, 10)}, "depth": ${between(random, 3, 10)}, "safety": ${between(random, 6, 10)}, "overall": ${between(random, 3, 10)}}`;
    return oneShot(null, template(random, [freshTask(random, world), judged.answer]), scores);
  };
}
