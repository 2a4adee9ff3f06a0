import type { AccountRows, RowsOfAccounts } from "./account-rows.ts";
import { addFeatures, featureCount, type RandomFeatures } from "./random-features.ts";

/** How far the mean of a column moved, in standard deviations of the peers' accounts. */
export interface Shift {
  readonly name: string;
  readonly shift: number;
}

/** The columns in which the accounts' means differ most, greatest first. */
export function greatestShifts(own: AccountRows, peers: AccountRows, most: number): readonly Shift[] {
  const inside = accountMeans(own);
  const outside = accountMeans(peers);
  return own.names
    .map((name, column) => ({ name, shift: shiftOf(inside[column] ?? [], outside[column] ?? []) }))
    .sort((a, b) => Math.abs(b.shift) - Math.abs(a.shift))
    .slice(0, most);
}

/**
 * Up to three requests of different accounts where the witness function (Gretton et al. 2012, section 2.3) is largest:
 * the kind of request that members send and peers do not.
 */
export function mostTypicalRequests(
  own: RowsOfAccounts | undefined,
  features: RandomFeatures,
  difference: Float64Array,
): number[] {
  if (own === undefined) return [];
  const image = new Float64Array(featureCount(features));
  const witness = (row: number): number => {
    image.fill(0);
    addFeatures(features, own.source.rows, row, image, 0);
    return image.reduce((sum, value, at) => sum + value * (difference[at] ?? 0), 0);
  };
  return own.rowsOf
    .map((rows) => {
      const best = [...rows.subarray(0, 5)].map((row) => ({ row, value: witness(row) }));
      return best.reduce((a, b) => (b.value > a.value ? b : a), { row: -1, value: Number.NEGATIVE_INFINITY });
    })
    .sort((a, b) => b.value - a.value)
    .slice(0, 3)
    .map(({ row }) => own.source.requestNo[row] ?? 0);
}

/** Per column, the mean of each account. */
function accountMeans(rows: AccountRows): readonly (readonly number[])[] {
  const width = rows.names.length;
  const sums = new Map<number, { readonly sum: Float64Array; rows: number }>();
  rows.account.forEach((account, row) => {
    const entry = sums.get(account) ?? { sum: new Float64Array(width), rows: 0 };
    for (let column = 0; column < width; column++) {
      entry.sum[column] = (entry.sum[column] ?? 0) + (rows.rows[row * width + column] ?? 0);
    }
    entry.rows += 1;
    sums.set(account, entry);
  });
  const entries = [...sums.values()];
  return rows.names.map((_, column) => entries.map((entry) => (entry.sum[column] ?? 0) / entry.rows));
}

/** A column without spread among the peers must not give an endless shift. */
const LEAST_DEVIATION = 0.01;

function shiftOf(inside: readonly number[], outside: readonly number[]): number {
  const mean = meanOf(outside);
  const variance = meanOf(outside.map((value) => (value - mean) ** 2));
  return (meanOf(inside) - mean) / Math.max(LEAST_DEVIATION, Math.sqrt(variance));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
