import { quantileOf, quantilesOfPool } from "../baseline/quantiles.ts";
import { CaseError } from "../detectors/read-case.ts";
import { seededRandom } from "../detectors/seeded-random.ts";
import type { BaselineValues, Rule, RuleTest } from "./rule.ts";
import { weighRule } from "./weigh-rule.ts";

/** Reference groups that a test draws from its baseline, as a run does. */
const GROUPS = 200;
const MOST_MEMBERS = 10_000;

/**
 * Log-likelihood ratio that a measure rule gives for a test's accounts, with the test's baseline as the receiver's own:
 * its quantiles as a run reads them from a baseline, and reference groups drawn from it (the same ones every time).
 *
 * @returns NaN where the rule says nothing
 * @throws CaseError for more accounts than a test may have
 */
export function measuredTest(rule: Rule, test: RuleTest): number {
  const total = test.accounts.reduce((sum, { count }) => sum + count, 0);
  if (total > MOST_MEMBERS)
    throw new CaseError(`accounts: a test has at most ${String(MOST_MEMBERS)} accounts`);
  const members = test.accounts.flatMap(({ count, values }) => Array.from({ length: count }, () => values));
  const columns = new Map(
    Object.entries(test.baseline).map(([measure, values], at) => {
      const own = members.map((row) => row[measure] ?? Number.NaN);
      return [measure, Float64Array.from([...valuesOf(values, at), ...own])] as const;
    }),
  );
  const count = [...columns.values()][0]?.length ?? 0;
  const accounts = Array.from({ length: count }, (_, at) => at);
  const ordinary = accounts.slice(0, count - members.length);
  // What the test does not give is known of no account.
  const measures = { count, of: (name: string) => columns.get(name) ?? new Float64Array(0) };
  const quantiles = quantilesOfPool(measures, ordinary);
  const evidence = weighRule(
    rule,
    accounts.slice(ordinary.length),
    drawGroups(ordinary.length, members.length),
    { measures, quantileOf: (measure, q) => quantileOf(quantiles, measure, q) },
  );
  return evidence?.logLikelihoodRatio ?? Number.NaN;
}

/** Written out; each measure in an order of its own, so that two given as intervals do not rise together. */
function valuesOf(values: BaselineValues, index: number): readonly number[] {
  if (!("between" in values)) return values;
  const { accounts, between } = values;
  const [from, to] = between;
  const stride = strideOf(accounts, index);
  return Array.from(
    { length: accounts },
    (_, at) => from + ((to - from) * ((at * stride) % accounts)) / (accounts - 1),
  );
}

function strideOf(size: number, index: number): number {
  let stride = Math.max(1, Math.round(size * 0.618 ** (index + 1)));
  while (greatestCommonDivisor(stride, size) !== 1) stride++;
  return stride;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Random groups of account numbers below `pool`, of half the pool at most; always the same. */
function drawGroups(pool: number, size: number): readonly (readonly number[])[] {
  const random = seededRandom(1);
  const most = Math.min(size, Math.max(1, pool >> 1));
  return Array.from({ length: GROUPS }, () => {
    const drawn = new Set<number>();
    while (drawn.size < most) drawn.add(Math.floor(random() * pool));
    return [...drawn];
  });
}
