/**
 * Probability that a Poisson variable reaches `count`: the series from `count` upward, exact to about 12 digits;
 * 0 where it is below the smallest double.
 *
 * @param count - a whole number; at 0 and below the answer is 1
 * @param mean - expected number, ≥ 0
 */
export function poissonTail(count: number, mean: number): number {
  if (count <= 0) return 1;
  if (mean <= 0) return 0;
  let logFactorial = 0;
  for (let factor = 2; factor <= count; factor++) logFactorial += Math.log(factor);
  let term = Math.exp(count * Math.log(mean) - mean - logFactorial);
  if (count <= mean) return 1 - below(count, mean, term);
  let sum = 0;
  for (let at = count + 1; term > sum * 1e-13; at++) {
    sum += term;
    term *= mean / at;
  }
  return Math.min(1, sum);
}

/** Probability of less than `count`, summed downward from the term at `count`: under the mean these are the terms that shrink. */
function below(count: number, mean: number, termAtCount: number): number {
  let sum = 0;
  let term = (termAtCount * count) / mean;
  for (let at = count - 1; at >= 0 && term > sum * 1e-13; at--) {
    sum += term;
    term *= at / mean;
  }
  return sum;
}
