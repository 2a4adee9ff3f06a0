import type { Rates } from "../detectors/harvest-intent/harvest-intent.ts";
import type { OrdinaryQuantiles } from "./quantiles.ts";

/** Hours of a week from Monday 00:00 UTC. */
export const HOURS_A_WEEK = 168;

/**
 * What ordinary accounts of a lab are like, learnt from a period of its own logs: `stillwatch.baseline/1`. No account
 * is named and no text is in it; the least and the largest value of a measure are still those of single accounts.
 */
export interface Baseline extends OrdinaryQuantiles {
  readonly schema: "stillwatch.baseline/1";
  readonly generator: { readonly name: "stillwatch"; readonly version: string; readonly seed: number };
  /** First and last request that was read, RFC 3339, UTC. */
  readonly period: { readonly first: string; readonly last: string };
  /** Accounts that the figures are of: no candidate claims them and their use is not declared. */
  readonly accounts: number;
  /** Their requests. */
  readonly requests: number;
  /** Accounts of the period that were not learnt from: some candidate for a campaign claims them, or their use is declared. */
  readonly left_out: number;
  /** Mean over accounts of an account's own share of requests with each intent and each answer shape. */
  readonly ordinary: { readonly intents: Rates; readonly shapes: Rates };
  /** Share of the requests in each of the `HOURS_A_WEEK` hours of the week; all 0 where there is no request. */
  readonly hours_of_week: readonly number[];
}

/** The file's text. The same baseline gives the same bytes. */
export function baselineText(baseline: Baseline): string {
  // One measure a line: a difference between two baselines can then be read.
  const measures = Object.entries(baseline.measures).map(
    ([name, { known, values }]) => `    ${JSON.stringify(name)}: ${JSON.stringify({ known, values })}`,
  );
  const { measures: _, hours_of_week, ...head } = baseline;
  const opening = JSON.stringify(head, undefined, 2).slice(0, -2);
  return (
    `${opening},\n  "hours_of_week": ${JSON.stringify(hours_of_week)},\n` +
    `  "measures": {\n${measures.join(",\n")}\n  }\n}\n`
  );
}
