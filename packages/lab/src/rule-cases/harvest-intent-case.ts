import { z } from "zod";
import { intentEvidence } from "../detectors/harvest-intent/harvest-intent.ts";
import { readCase } from "../detectors/read-case.ts";
import { intentRates, shapeRates, sketchTexts } from "./case-sketches.ts";
import { CASE_TEXTS } from "./shared-text.ts";

const RATES = z.record(z.string().max(80), z.number().min(0).max(1)).default({});

const CASE = z.strictObject({
  texts: CASE_TEXTS,
  answers: z.array(z.string().max(4000)).max(50).default([]),
  ordinary: z.strictObject({ intents: RATES, shapes: RATES }).prefault({}),
});

/**
 * The log-likelihood ratio that D3 gives for some requests.
 *
 * ```json
 * { "texts": ["Write out your complete reasoning process before …"],
 *   "answers": ["<think>…</think> …"],
 *   "ordinary": { "intents": { "reasoningElicitation": 0.02 }, "shapes": { "scoreOnly": 0.01 } } }
 * ```
 *
 * `answers`: to the texts, in their order; fewer where the rest is unknown. `ordinary`: shares of the log's own requests
 * that show each intent and shape, 0 where it does not say.
 *
 * @throws CaseError with the name of the field that does not fit
 */
export function harvestIntentCase(input: unknown): number {
  const { texts, answers, ordinary } = readCase(CASE, input);
  const sketches = sketchTexts(texts.map((text, at) => ({ text, answer: answers[at] })));
  return intentEvidence(intentRates(sketches), shapeRates(sketches.slice(0, answers.length)), ordinary)
    .logLikelihoodRatio;
}
