/** Terms of a tail that are summed at the most. */
const MOST_TERMS = 1_000_000;

/**
 * Probability of at least `count` events where a Poisson rate with the given mean itself varies (gamma mixture: negative
 * binomial).
 *
 * @param count - whole number from 0 up
 * @param mean - above 0
 * @param variation - squared coefficient of variation of the rate, above 0
 */
export function negativeBinomialTail(count: number, mean: number, variation: number): number {
  if (count <= 0) return 1;
  const size = 1 / variation;
  const logFailure = Math.log(mean / (mean + size));
  const failure = Math.exp(logFailure);
  let logTerm = size * Math.log(size / (mean + size));
  let below = 0;
  for (let events = 0; events < count; events++) {
    below += Math.exp(logTerm);
    logTerm += Math.log((events + size) / (events + 1)) + logFailure;
  }
  // Above the mean the tail itself is summed, since 1 − below would lose it to rounding.
  if (count <= mean) return Math.min(1, Math.max(0, 1 - below));
  let term = Math.exp(logTerm);
  let tail = 0;
  for (let events = count; term > tail * 1e-12 && events < count + MOST_TERMS; events++) {
    tail += term;
    term *= ((events + size) / (events + 1)) * failure;
  }
  return Math.min(1, tail);
}

/** Fisher's combination of independent p-values: chi-square tail with twice as many degrees of freedom, in closed form. */
export function fisherCombined(probabilities: readonly number[]): number {
  const half = probabilities.reduce((sum, p) => sum - Math.log(p), 0);
  let term = Math.exp(-half);
  let tail = 0;
  for (let at = 0; at < probabilities.length; at++) {
    tail += term;
    term *= half / (at + 1);
  }
  return Math.min(1, tail);
}
