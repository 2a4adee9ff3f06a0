import type { Columns } from "../../engine/engine.ts";

const DAY_MS = 86_400_000;

/** First use of each model by each account. */
export interface ModelUse {
  /** Model number → account → first use, epoch ms. */
  readonly firstUse: ReadonlyMap<number, ReadonlyMap<number, number>>;
}

export function readModelUse(rows: Columns): ModelUse {
  const account = rows.integers("account_no");
  const model = rows.integers("model_no");
  const first = rows.bigints("first_ms");
  const firstUse = new Map<number, Map<number, number>>();
  for (let row = 0; row < rows.rows; row++) {
    const ofModel = firstUse.get(model[row] ?? 0) ?? new Map<number, number>();
    ofModel.set(account[row] ?? 0, Number(first[row] ?? 0n));
    firstUse.set(model[row] ?? 0, ofModel);
  }
  return { firstUse };
}

/**
 * Share of the members active before a release who used the new model within 24 hours of it. To be held against
 * the same share of ordinary accounts: on launch day everybody tries the new model.
 *
 * @returns NaN where fewer than five members were there before the release
 */
export function pivotShare(
  group: readonly number[],
  firstMs: Float64Array,
  use: ReadonlyMap<number, number> | undefined,
  releaseMs: number,
): number {
  const before = group.filter((account) => (firstMs[account] ?? Number.POSITIVE_INFINITY) < releaseMs);
  if (before.length < 5 || use === undefined) return Number.NaN;
  const moved = before.filter((account) => {
    const first = use.get(account) ?? Number.POSITIVE_INFINITY;
    return first >= releaseMs && first < releaseMs + DAY_MS;
  });
  return moved.length / before.length;
}
