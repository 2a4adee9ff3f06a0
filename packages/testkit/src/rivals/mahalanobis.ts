import { calibratedRival } from "./account-threshold.ts";
import type { Rival, RivalRequest } from "./rival.ts";
import { DIMENSIONS } from "./text-vector.ts";

/**
 * Marginal Mahalanobis distance (as in the comparison of arXiv 2606.05725): each coordinate of the vector in standard
 * deviations of honest requests, squared and averaged; the score of an account is the mean over its requests.
 */
export const mahalanobis: Rival = calibratedRival(
  "Mahalanobis",
  "arXiv 2606.05725, marginal; hashed n-gram vectors, 1 % of honest accounts",
  (reference) => {
    const shape = marginals(reference.requests);
    return (log) =>
      new Map(
        [...log.byAccount].map(([account, requests]) => [
          account,
          requests.reduce((sum, { vector }) => sum + marginalDistance(vector, shape), 0) / requests.length,
        ]),
      );
  },
);

/** Mean and variance of every coordinate. */
export interface Marginals {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

export function marginals(requests: readonly Pick<RivalRequest, "vector">[]): Marginals {
  const mean = new Float64Array(DIMENSIONS);
  const square = new Float64Array(DIMENSIONS);
  for (const { vector } of requests) {
    for (let index = 0; index < DIMENSIONS; index++) {
      const value = vector[index] as number;
      mean[index] = (mean[index] as number) + value / requests.length;
      square[index] = (square[index] as number) + (value * value) / requests.length;
    }
  }
  return {
    mean,
    variance: square.map((value, index) => Math.max(1e-9, value - (mean[index] as number) ** 2)),
  };
}

/** Root mean square of the standardised coordinates; about 1 for an honest request. */
export function marginalDistance(vector: Float32Array, shape: Marginals): number {
  let sum = 0;
  for (let index = 0; index < DIMENSIONS; index++) {
    const off = (vector[index] as number) - (shape.mean[index] as number);
    sum += off ** 2 / (shape.variance[index] as number);
  }
  return Math.sqrt(sum / DIMENSIONS);
}
