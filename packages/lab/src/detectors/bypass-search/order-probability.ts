/** Probability of at least `successes` among independent trials, each with the given chance. */
export function binomialTail(successes: number, trials: number, chance: number): number {
  if (successes <= 0) return 1;
  if (chance <= 0 || successes > trials) return 0;
  if (chance >= 1) return 1;
  const logOdds = Math.log(chance) - Math.log1p(-chance);
  let logTerm = trials * Math.log1p(-chance);
  let tail = 0;
  for (let count = 0; count <= trials; count++) {
    if (count >= successes) tail += Math.exp(logTerm);
    logTerm += Math.log((trials - count) / (count + 1)) + logOdds;
  }
  return Math.min(1, tail);
}

/**
 * Probability that the earlier times stand so far before the later ones by chance: exact lower tail of the Mann-Whitney
 * count (1947) over all ways to deal the labels out to the moments in order. Equal times count against the order.
 *
 * @returns 1 where more than half of the pairs stand the other way
 */
export function rankSumTail(earlier: readonly number[], later: readonly number[]): number {
  const sorted = [...later].sort((a, b) => a - b);
  let against = 0;
  for (const time of earlier) {
    for (const other of sorted) {
      if (other > time) break;
      against++;
    }
  }
  if (earlier.length === 0 || later.length === 0 || against * 2 > earlier.length * later.length) return 1;
  return cumulated(earlier.length, later.length, against);
}

/**
 * Walks through the moments from the last to the first: taking one of the `first` label costs as many wrong pairs as
 * moments of the other label are still to come before it.
 */
function cumulated(first: number, other: number, most: number): number {
  // chances[i][u]: probability of u wrong pairs with i of the first label and j of the other, for the current j.
  let chances = Array.from({ length: first + 1 }, () => startingWith(most));
  for (let j = 1; j <= other; j++) {
    const next = [startingWith(most)];
    for (let i = 1; i <= first; i++) {
      const row = new Float64Array(most + 1);
      const above = next[i - 1] ?? row;
      const before = chances[i] ?? row;
      for (let u = 0; u <= most; u++) {
        const lastIsFirst = u >= j ? (above[u - j] ?? 0) : 0;
        row[u] = (i * lastIsFirst + j * (before[u] ?? 0)) / (i + j);
      }
      next.push(row);
    }
    chances = next;
  }
  const row = chances[first] ?? new Float64Array(0);
  return Math.min(
    1,
    row.reduce((sum, chance) => sum + chance, 0),
  );
}

function startingWith(most: number): Float64Array {
  const row = new Float64Array(most + 1);
  row[0] = 1;
  return row;
}
