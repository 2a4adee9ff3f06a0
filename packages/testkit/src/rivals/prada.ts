import { calibratedRival } from "./account-threshold.ts";
import type { Rival, RivalRequest } from "./rival.ts";
import { MOST_TEXTS } from "./rival.ts";
import { shapiroWilk } from "./shapiro-wilk.ts";
import { cosine } from "./text-vector.ts";

/**
 * PRADA (Juuti, Szyller, Marchal, Asokan, EuroS&P 2019): distances of each query to the nearest earlier one of the
 * same client are normal for honest use; a client is suspect when their statistic W is low. Adapted as for language
 * models: cosine distance, no classes. Published: from 100 distances on; here from 20, or it could judge nobody.
 */
export const prada: Rival = calibratedRival(
  "PRADA",
  "Juuti et al. 2019; hashed n-gram vectors, from 20 distances, threshold at 1 % of honest accounts",
  () => (log) => {
    const scores = new Map<string, number>();
    for (const [account, requests] of log.byAccount) {
      const distances = withoutOutliers(nearestDistances(requests.slice(0, MOST_TEXTS)));
      if (distances.length >= LEAST_DISTANCES) scores.set(account, 1 - shapiroWilk(distances));
    }
    return scores;
  },
);

const LEAST_DISTANCES = 20;

/** Distance of every request but the first to the nearest earlier one: 1 − cosine. */
export function nearestDistances(requests: readonly Pick<RivalRequest, "vector">[]): number[] {
  const distances: number[] = [];
  for (let index = 1; index < requests.length; index++) {
    const { vector } = requests[index] as RivalRequest;
    let nearest = Number.POSITIVE_INFINITY;
    for (let earlier = 0; earlier < index; earlier++) {
      nearest = Math.min(nearest, 1 - cosine(vector, (requests[earlier] as RivalRequest).vector));
    }
    distances.push(Math.max(0, nearest));
  }
  return distances;
}

/** As published: values beyond three standard deviations are left out before the test. */
function withoutOutliers(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const variance =
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
  return values.filter((value) => Math.abs(value - mean) <= 3 * Math.sqrt(variance) + 1e-12);
}
