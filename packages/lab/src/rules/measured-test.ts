import type { BaselineValues, Rule, RuleTest } from "./rule.ts";
import { weighRule } from "./weigh-rule.ts";

/** Reference groups that a test draws from its baseline, as a run does. */
const GROUPS = 200;
const MOST_MEMBERS = 10_000;

/**
 * Log-likelihood ratio that a measure rule gives for a test's accounts, with the test's baseline as the receiver's own:
 * its quantiles, and reference groups drawn from it (the same ones every time).
 *
 * @returns NaN where the rule says nothing
 * @throws TypeError for more accounts than a test may have
 */
export function measuredTest(rule: Rule, test: RuleTest): number {
  const baseline = new Map(
    Object.entries(test.baseline).map(([measure, values], at) => [measure, valuesOf(values, at)] as const),
  );
  const ordinary = [...baseline.values()][0]?.length ?? 0;
  const members = test.accounts.flatMap(({ count, values }) => Array.from({ length: count }, () => values));
  if (members.length > MOST_MEMBERS)
    throw new TypeError(`a test has at most ${String(MOST_MEMBERS)} accounts`);
  const sorted = new Map(
    [...baseline].map(([measure, values]) => [measure, Float64Array.from(values).sort()] as const),
  );
  const evidence = weighRule(
    rule,
    members.map((_, at) => ordinary + at),
    drawGroups(ordinary, members.length),
    {
      measures: {
        of: (measure) =>
          Float64Array.from([
            ...(baseline.get(measure) ?? []),
            ...members.map((values) => values[measure] ?? Number.NaN),
          ]),
      },
      quantileOf: (measure, q) => quantile(sorted.get(measure) ?? new Float64Array(0), q),
    },
  );
  return evidence?.logLikelihoodRatio ?? Number.NaN;
}

/** Linear interpolation between order statistics (Hyndman and Fan 1996, type 7); NaN of nothing. */
export function quantile(sorted: Float64Array, q: number): number {
  const at = q * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? below;
  return below + (above - below) * (at - Math.floor(at));
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
  let state = 0x9e3779b9;
  const random = (): number => {
    // Marsaglia's xorshift32 (2003): tests need no better.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
  const most = Math.min(size, Math.max(1, pool >> 1));
  return Array.from({ length: GROUPS }, () => {
    const drawn = new Set<number>();
    while (drawn.size < most) drawn.add(Math.floor(random() * pool));
    return [...drawn];
  });
}
