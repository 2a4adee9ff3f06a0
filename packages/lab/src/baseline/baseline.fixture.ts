import { measuresOf } from "../accounts/account-measures.fixture.ts";
import type { Baseline } from "./baseline.ts";
import { measureBaseline } from "./measure-baseline.ts";

const DAY_MS = 86_400_000;
/** A Monday. */
export const PERIOD_START_MS: number = Date.UTC(2026, 9, 5);

/** A baseline of accounts of which the n-th has n + 1 requests and half as many refusals, over 28 days. */
export function baselineOf({
  accounts = 1000,
  days = 28,
}: { readonly accounts?: number; readonly days?: number } = {}): Baseline {
  const numbers = Array.from({ length: accounts }, (_, at) => at);
  return measureBaseline({
    measures: measuresOf(numbers.map((at) => ({ requests: at + 1, refusal_share: at / (2 * accounts) }))),
    pool: numbers,
    activeAccounts: accounts + 7,
    ordinary: { intents: { rubricGrading: 0.0123456789123 }, shapes: { refusal: 1 / 3 } },
    hoursOfWeek: Float64Array.from({ length: 168 }, (_, hour) => hour),
    firstMs: PERIOD_START_MS,
    lastMs: PERIOD_START_MS + days * DAY_MS,
    version: "1.2.3",
    seed: 5,
  });
}
