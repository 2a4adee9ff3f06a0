import { calibratedRival } from "./account-threshold.ts";
import type { Rival, RivalRequest } from "./rival.ts";
import { signedDirections } from "./random-directions.ts";
import { DIMENSIONS } from "./text-vector.ts";

/** Buckets of the embedding space: 11 signs of random projections. */
const BITS = 11;

/**
 * CAP, coverage of the embedding space as in "Bucks for Buckets" (Dubiński et al. 2023), which the comparison of
 * arXiv 2606.05725 adapts with 2,048 buckets: who extracts a model visits more of the space than who uses it.
 */
export const cap: Rival = calibratedRival(
  "CAP",
  "Dubiński et al. 2023 as adapted by arXiv 2606.05725; hashed n-gram vectors, 2,048 buckets, 1 % of honest accounts",
  () => {
    const planes = signedDirections(BITS, DIMENSIONS, 11);
    return (log) =>
      new Map([...log.byAccount].map(([account, requests]) => [account, coverage(requests, planes)]));
  },
);

/** Distinct buckets that the requests fall into. */
export function coverage(
  requests: readonly Pick<RivalRequest, "vector">[],
  planes: readonly Float32Array[],
): number {
  const buckets = new Set<number>();
  for (const { vector } of requests) {
    let bucket = 0;
    for (const plane of planes) {
      let sum = 0;
      for (let index = 0; index < plane.length; index++)
        sum += (plane[index] as number) * (vector[index] as number);
      bucket = (bucket << 1) | (sum > 0 ? 1 : 0);
    }
    buckets.add(bucket);
  }
  return buckets.size;
}
