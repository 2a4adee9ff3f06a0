/** A map from rows to random Fourier features. */
export interface RandomFeatures {
  /** Numbers a row has. */
  readonly dimension: number;
  /** Frequencies, row-major; each gives two features. */
  readonly frequencies: Float64Array;
}

/**
 * Draws random Fourier features of the Gaussian kernel exp(−‖x−y‖² / 2σ²): frequencies from a normal distribution
 * with deviation 1/σ; each gives a cosine and a sine (Rahimi and Recht 2007). The inner product of two maps is an
 * unbiased estimate of the kernel, each frequency's share of it within [−1, 1].
 *
 * @param count - features; half as many frequencies are drawn
 * @param bandwidth - σ, in the unit of the rows
 */
export function drawRandomFeatures(
  dimension: number,
  count: number,
  bandwidth: number,
  random: () => number,
): RandomFeatures {
  const frequencies = Float64Array.from(
    { length: dimension * (count >> 1) },
    () => gaussian(random) / bandwidth,
  );
  return { dimension, frequencies };
}

/** Features a map gives for each row. */
export function featureCount({ dimension, frequencies }: RandomFeatures): number {
  return 2 * Math.floor(frequencies.length / Math.max(1, dimension));
}

/**
 * Adds the features of one row to `sum`, from `at` on.
 *
 * @param rows - row-major
 * @param row - number of the row
 */
export function addFeatures(
  { dimension, frequencies }: RandomFeatures,
  rows: Float64Array,
  row: number,
  sum: Float64Array,
  at: number,
): void {
  const scale = 1 / Math.sqrt(frequencies.length / dimension);
  for (let from = 0, to = at; from < frequencies.length; from += dimension, to += 2) {
    let angle = 0;
    for (let column = 0; column < dimension; column++) {
      angle += (frequencies[from + column] ?? 0) * (rows[row * dimension + column] ?? 0);
    }
    sum[to] = (sum[to] ?? 0) + scale * Math.cos(angle);
    sum[to + 1] = (sum[to + 1] ?? 0) + scale * Math.sin(angle);
  }
}

/** A standard normal number (Box and Muller 1958). */
function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
