/**
 * Benjamini–Hochberg adjusted p-values (1995), in the order of the input.
 *
 * @param pValues - one per candidate, each in (0, 1]
 * @returns q-values: the smallest false-discovery rate at which each candidate would be reported
 */
export function qValues(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[b] ?? 1) - (pValues[a] ?? 1));
  const adjusted = new Array<number>(pValues.length).fill(1);
  let least = 1;
  order.forEach((index, position) => {
    const rank = pValues.length - position;
    least = Math.min(least, ((pValues[index] ?? 1) * pValues.length) / rank);
    adjusted[index] = least;
  });
  return adjusted;
}
