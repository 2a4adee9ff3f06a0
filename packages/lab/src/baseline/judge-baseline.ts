import type { Baseline } from "./baseline.ts";
import { QUANTILE_LEVELS } from "./quantiles.ts";

const DAY_MS = 86_400_000;
/** From this age on a baseline may no longer be what is ordinary. */
const MOST_DAYS_OLD = 60;
/** A shorter period lacks some day of the week. */
const LEAST_DAYS = 7;
const LEAST_ACCOUNTS = 1000;

/**
 * Why a baseline should not be trusted for a log, a sentence each; none where all is well.
 *
 * @param logStartMs - first request of the log that is held against it; NaN where there is no log
 * @param nowMs - the clock; tells a baseline that lies in the future
 * @param version - of the program that is about to use it
 */
export function judgeBaseline(
  baseline: Baseline,
  logStartMs: number,
  nowMs: number,
  version: string,
): readonly string[] {
  const firstMs = Date.parse(baseline.period.first);
  const lastMs = Date.parse(baseline.period.last);
  const heldAgainstMs = Number.isNaN(logStartMs) ? nowMs : logStartMs;
  const age = (heldAgainstMs - lastMs) / DAY_MS;
  const days = (lastMs - firstMs) / DAY_MS;
  return [
    ...(age > MOST_DAYS_OLD
      ? [
          `It is stale: its last request is ${whole(age)} days before ` +
            `${Number.isNaN(logStartMs) ? "today" : "the log begins"}, more than ${String(MOST_DAYS_OLD)}. Build it anew.`,
        ]
      : []),
    ...(lastMs > nowMs + DAY_MS
      ? ["Its last request is in the future: the clock, or the times in its logs, are wrong."]
      : []),
    // The last request of a full week falls a little short of it.
    ...(days < LEAST_DAYS - 0.5
      ? [
          `Its period is short: ${days.toFixed(1)} days, less than ${String(LEAST_DAYS)}, so some days of the week are missing.`,
        ]
      : []),
    ...tooSmall(baseline.accounts),
    ...(baseline.generator.version === version
      ? []
      : [
          `It was built by version ${baseline.generator.version} and this is ${version}: ` +
            `a measure may have changed its meaning. Build it anew.`,
        ]),
  ];
}

function tooSmall(accounts: number): readonly string[] {
  if (accounts >= LEAST_ACCOUNTS) return [];
  const outermost = QUANTILE_LEVELS.findLast((level) => level < 1 && accounts >= accountsFor(level));
  const missing = QUANTILE_LEVELS.filter(
    (level) => level >= 0.5 && level < 1 && accounts < accountsFor(level),
  );
  const supported =
    outermost === undefined || outermost < 0.5
      ? "no quantile stands on it"
      : `${String(outermost)} is the outermost quantile that stands on it`;
  return [
    `It is small: ${String(accounts)} accounts, fewer than ${String(LEAST_ACCOUNTS)}; ${supported}. ` +
      `The quantile ${missing.map((level) => `${String(level)} needs ${String(accountsFor(level))}`).join(", ")} ` +
      `accounts; below that it is little more than the largest value seen.`,
  ];
}

/** Accounts from which on one at least is expected beyond a quantile above the median. */
function accountsFor(level: number): number {
  return Math.round(1 / (1 - level));
}

function whole(days: number): string {
  return String(Math.floor(days));
}
