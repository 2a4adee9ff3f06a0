import { calibratedRival, upperQuantile } from "./account-threshold.ts";
import type { Rival, RivalLog, RivalRequest } from "./rival.ts";
import { MOST_TEXTS } from "./rival.ts";
import { cosine } from "./text-vector.ts";

/**
 * SEAT (Zhang, Chen, Wagner 2021): an account is suspect when it sends too many pairs of similar queries. "Similar"
 * is nearer than all but one in a thousand pairs of different honest accounts (in place of its trained encoder).
 */
export const seat: Rival = calibratedRival(
  "SEAT",
  "Zhang et al. 2021; hashed n-gram vectors, pair threshold at 0.1 % of honest pairs, count at 1 % of honest accounts",
  (reference) => {
    const similar = upperQuantile(pairCosines(reference), 0.001);
    return (log) =>
      new Map(
        [...log.byAccount].map(([account, requests]) => [
          account,
          similarPairs(requests.slice(0, MOST_TEXTS), similar),
        ]),
      );
  },
);

/** Pairs of requests whose cosine is above the threshold. */
export function similarPairs(requests: readonly Pick<RivalRequest, "vector">[], above: number): number {
  let pairs = 0;
  for (let index = 1; index < requests.length; index++) {
    const { vector } = requests[index] as RivalRequest;
    for (let earlier = 0; earlier < index; earlier++) {
      if (cosine(vector, (requests[earlier] as RivalRequest).vector) > above) pairs++;
    }
  }
  return pairs;
}

const PAIRS = 50_000;

/** Cosines of pairs of different accounts, taken at fixed strides so that a run can be repeated. */
function pairCosines(log: RivalLog): number[] {
  const { requests } = log;
  const cosines: number[] = [];
  for (let index = 0; index < PAIRS && requests.length > 1; index++) {
    const a = requests[(index * 7919) % requests.length] as RivalRequest;
    const b = requests[(index * 104_729 + 31) % requests.length] as RivalRequest;
    if (a.account !== b.account) cosines.push(cosine(a.vector, b.vector));
  }
  return cosines;
}
