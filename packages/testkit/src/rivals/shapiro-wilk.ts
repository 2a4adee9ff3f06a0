/**
 * The statistic W of Shapiro and Wilk (1965), with Royston's weights (Statistics and Computing 2, 1992): 1 for a
 * perfectly normal sample, small for anything else.
 *
 * @param sample - at least 6 values, in any order
 * @returns W in (0, 1]; 0 where all values are equal, which no normal law gives
 */
export function shapiroWilk(sample: readonly number[]): number {
  const size = sample.length;
  if (size < 6) throw new RangeError("the statistic W needs at least 6 values");
  const ordered = [...sample].sort((a, b) => a - b);
  const mean = ordered.reduce((sum, value) => sum + value, 0) / size;
  const spread = ordered.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  if (spread < 1e-12) return 0;
  const weights = weightsOf(size);
  const fitted = ordered.reduce((sum, value, index) => sum + (weights[index] as number) * value, 0);
  return Math.min(1, (fitted * fitted) / spread);
}

const cache = new Map<number, readonly number[]>();

function weightsOf(size: number): readonly number[] {
  const known = cache.get(size);
  if (known !== undefined) return known;
  const scores = Array.from({ length: size }, (_, index) => normalQuantile((index + 0.625) / (size + 0.25)));
  const square = scores.reduce((sum, score) => sum + score * score, 0);
  const u = 1 / Math.sqrt(size);
  const last = scores[size - 1] as number;
  const next = scores[size - 2] as number;
  const a = polynomial([-2.706056, 4.434685, -2.07119, -0.147981, 0.221157, last / Math.sqrt(square)], u);
  const b = polynomial([-3.582633, 5.682633, -1.752461, -0.293762, 0.042981, next / Math.sqrt(square)], u);
  const rest = (square - 2 * last ** 2 - 2 * next ** 2) / (1 - 2 * a ** 2 - 2 * b ** 2);
  const weights = scores.map((score) => score / Math.sqrt(rest));
  weights[0] = -a;
  weights[1] = -b;
  weights[size - 2] = b;
  weights[size - 1] = a;
  cache.set(size, weights);
  return weights;
}

/** Horner's rule; the highest power first. */
function polynomial(coefficients: readonly number[], at: number): number {
  return coefficients.reduce((sum, coefficient) => sum * at + coefficient, 0);
}

/** Quantile of the standard normal law by Newton's method on its distribution function; exact to about 1e-9. */
function normalQuantile(probability: number): number {
  let at = 0;
  for (let round = 0; round < 60; round++) {
    const density = Math.exp(-(at ** 2) / 2) / Math.sqrt(2 * Math.PI);
    const step = (normalBelow(at) - probability) / Math.max(density, 1e-12);
    at -= Math.max(-1, Math.min(1, step));
    if (Math.abs(step) < 1e-10) break;
  }
  return at;
}

/** Distribution function of the standard normal law (Abramowitz and Stegun, series 26.2.10 and 26.2.12). */
function normalBelow(at: number): number {
  if (at < 0) return 1 - normalBelow(-at);
  if (at > 6) return 1;
  const density = Math.exp(-(at ** 2) / 2) / Math.sqrt(2 * Math.PI);
  let term = at;
  let sum = at;
  for (let odd = 3; term > 1e-14 * sum && odd < 400; odd += 2) sum += term = (term * at * at) / odd;
  return 0.5 + density * sum;
}
