import type { Evidence } from "../evidence.ts";
import { shuffle } from "../shuffle.ts";
import { hedgedEvidence } from "../tail-probability.ts";
import { chooseRows, type AccountRows, type RowsOfAccounts } from "./account-rows.ts";
import { greatestShifts, mostTypicalRequests } from "./explain-difference.ts";
import { addFeatures, drawRandomFeatures, featureCount, type RandomFeatures } from "./random-features.ts";

/** Random features of a row. */
const FEATURES = 256;
const PERMUTATIONS = 499;
/** More of either would cost time and no longer change the answer. */
const MOST_ACCOUNTS = 300;
const MOST_ROWS = 20;
/** Fewer accounts on either side cannot be told from chance. */
const LEAST_ACCOUNTS = 10;
/** The candidate was found by its text: that its requests are unusual is no surprise, so it says no more than this. */
const MOST_EVIDENCE = 1.5;
const SAMPLED_PAIRS = 2000;

/**
 * The distribution test as evidence of the content family (D12): whether the members' requests, those that do not
 * carry the candidate's text, differ from those of matched accounts. Columns are used as they are: scale them first.
 *
 * A two-sample test by maximum mean discrepancy (MMD, Gretton et al. 2012) with random Fourier features,
 * O(rows × 256). The bandwidth is the median distance of pairs of rows of both sides, so that it does not know the sides.
 * The null exchanges whole accounts, since the requests of one account resemble each other.
 *
 * @param random - source of numbers in [0, 1)
 * @returns undefined where a side has fewer than 10 accounts
 */
export function weighDistribution(
  own: AccountRows,
  peers: AccountRows,
  random: () => number,
): Evidence | undefined {
  const sides = [own, peers].map((side) => chooseRows(side, MOST_ACCOUNTS, MOST_ROWS));
  if (sides.some(({ rowsOf }) => rowsOf.length < LEAST_ACCOUNTS)) return undefined;
  const { p, mmdSquared, features, difference } = compare(sides, random);
  const shifts = greatestShifts(own, peers, 3);
  const named = shifts.map(
    ({ name, shift }) => `${name} ${shift > 0 ? "+" : "−"}${Math.abs(shift).toFixed(1)}`,
  );
  return {
    family: "content",
    detector: "D12",
    logLikelihoodRatio: Math.min(MOST_EVIDENCE, hedgedEvidence(p)),
    summary:
      p < 0.05
        ? `The members' other requests differ from those of matched accounts (p ${p.toPrecision(2)}), most in ${named.join(", ")} standard deviations.`
        : `The members' other requests look like those of matched accounts (p ${p.toPrecision(2)}).`,
    kind: "inferred",
    figures: Object.fromEntries([
      ["p", p],
      ["mmd_squared", mmdSquared],
      ["accounts", sides[0]?.rowsOf.length ?? 0],
      ["peers", sides[1]?.rowsOf.length ?? 0],
      ...shifts.map(({ name, shift }) => [`shift_${name}`, shift] as const),
    ]),
    requests: p < 0.05 ? mostTypicalRequests(sides[0], features, difference) : [],
  };
}

interface Comparison {
  /** Squared MMD of the rows under a Gaussian kernel, 0–2 (biased: above 0 under chance too). */
  readonly mmdSquared: number;
  /** Probability under exchange of accounts; at least 1/500. */
  readonly p: number;
  readonly features: RandomFeatures;
  /** Difference of the mean features, own minus peers. */
  readonly difference: Float64Array;
}

function compare(sides: readonly RowsOfAccounts[], random: () => number): Comparison {
  const dimension = sides[0]?.source.names.length ?? 0;
  const features = drawRandomFeatures(dimension, FEATURES, medianDistance(sides, random), random);
  const own = sides[0]?.rowsOf.length ?? 0;
  const peers = sides[1]?.rowsOf.length ?? 0;
  const sums = featureSums(sides, features);
  const order = Int32Array.from({ length: own + peers }, (_, account) => account);
  const difference = meanDifference(sums, order, own);
  const mmdSquared = squaredLength(difference);
  let beyond = 0;
  for (let round = 0; round < PERMUTATIONS; round++) {
    shuffle(order, random);
    if (squaredLength(meanDifference(sums, order, own)) >= mmdSquared) beyond++;
  }
  return { mmdSquared, p: (1 + beyond) / (1 + PERMUTATIONS), features, difference };
}

/** Per account, its features summed over rows; and its rows. */
interface FeatureSums {
  readonly width: number;
  readonly sums: Float64Array;
  readonly rows: Float64Array;
  readonly total: Float64Array;
  readonly totalRows: number;
}

function featureSums(sides: readonly RowsOfAccounts[], features: RandomFeatures): FeatureSums {
  const width = featureCount(features);
  const accounts = sides.flatMap(({ source, rowsOf }) => rowsOf.map((rows) => ({ source, rows })));
  const sums = new Float64Array(accounts.length * width);
  const total = new Float64Array(width);
  accounts.forEach(({ source, rows }, account) => {
    for (const row of rows) {
      addFeatures(features, source.rows, row, sums, account * width);
    }
  });
  sums.forEach((sum, at) => {
    total[at % width] = (total[at % width] ?? 0) + sum;
  });
  const rows = Float64Array.from(accounts, (account) => account.rows.length);
  return { width, sums, rows, total, totalRows: rows.reduce((sum, count) => sum + count, 0) };
}

/** Mean features of the rows of the first `own` accounts in an order, less that of the others. */
function meanDifference(sums: FeatureSums, order: Int32Array, own: number): Float64Array {
  const inside = new Float64Array(sums.width);
  let rows = 0;
  for (let at = 0; at < own; at++) {
    const account = order[at] ?? 0;
    rows += sums.rows[account] ?? 0;
    for (let feature = 0, from = account * sums.width; feature < sums.width; feature++, from++) {
      inside[feature] = (inside[feature] ?? 0) + (sums.sums[from] ?? 0);
    }
  }
  const outside = Math.max(1, sums.totalRows - rows);
  return inside.map((sum, at) => sum / Math.max(1, rows) - ((sums.total[at] ?? 0) - sum) / outside);
}

function squaredLength(vector: Float64Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return sum;
}

/** Median distance of random pairs of rows; where most rows are equal, of those that differ; 1 where none do. */
function medianDistance(sides: readonly RowsOfAccounts[], random: () => number): number {
  const all = sides.flatMap(({ source, rowsOf }) =>
    rowsOf.flatMap((rows) =>
      [...rows].map((row) =>
        source.rows.subarray(row * source.names.length, (row + 1) * source.names.length),
      ),
    ),
  );
  const pick = (): Float64Array => all[Math.floor(random() * all.length)] ?? new Float64Array(0);
  const distances = Array.from({ length: all.length === 0 ? 0 : SAMPLED_PAIRS }, () =>
    distance(pick(), pick()),
  )
    .filter((value) => value > 0)
    .sort((a, b) => a - b);
  return distances[distances.length >> 1] ?? 1;
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
  return Math.sqrt(sum);
}
