/** Sum of one figure over rows. */
export function total<Key extends string>(rows: readonly Readonly<Record<Key, number>>[], key: Key): number {
  return rows.reduce((sum, row) => sum + row[key], 0);
}

/** NaN where there is nothing to divide by: not measured is not zero. */
export function ratio(part: number, whole: number): number {
  return whole === 0 ? Number.NaN : part / whole;
}

/** The middle value, or the mean of the two middle ones; NaN where there is none. */
export function median(values: readonly number[]): number {
  const ordered = [...values].sort((a, b) => a - b);
  const upper = ordered[ordered.length >> 1] ?? Number.NaN;
  return ordered.length % 2 === 1 ? upper : (upper + (ordered[(ordered.length >> 1) - 1] ?? Number.NaN)) / 2;
}

/** A share in words: one more digit below 10 %, a dash where it was not measured. */
export function percent(share: number): string {
  return Number.isNaN(share) ? "–" : `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}
