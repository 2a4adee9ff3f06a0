import type { AccountFacts } from "../accounts/account-facts.ts";
import type { Random } from "../detectors/seeded-random.ts";

/** Groups drawn per candidate. */
export const REFERENCE_GROUPS = 200;

/**
 * Draws groups of ordinary accounts that match a candidate's size and its members' volumes (strata of log2 of
 * requests), from accounts that no candidate claims: the log's own presumed-benign traffic.
 *
 * @param pool - account numbers to draw from
 * @param count - groups to draw
 * @returns groups of the same size as the candidate, or of half the pool where that is smaller
 */
export function drawReferenceGroups(
  group: readonly number[],
  pool: readonly number[],
  facts: AccountFacts,
  random: Random,
  count: number = REFERENCE_GROUPS,
): readonly (readonly number[])[] {
  const strata = new Map<number, number[]>();
  for (const account of pool) {
    const key = stratum(facts.requests[account] ?? 0);
    const list = strata.get(key);
    if (list) list.push(account);
    else strata.set(key, [account]);
  }
  const size = Math.min(group.length, Math.max(1, pool.length >> 1));
  const keys = group.map((account) => nearest(strata, stratum(facts.requests[account] ?? 0)));
  return Array.from({ length: count }, () => {
    const drawn = new Set<number>();
    for (let tries = 0; drawn.size < size && tries < size * 20; tries++) {
      const key = keys[Math.floor(random() * keys.length)] ?? 0;
      const list = (tries < size * 10 ? strata.get(key) : pool) ?? pool;
      const account = list[Math.floor(random() * list.length)];
      if (account !== undefined) drawn.add(account);
    }
    return [...drawn];
  });
}

function stratum(requests: number): number {
  return Math.floor(Math.log2(Math.max(1, requests)));
}

/** The nearest stratum that has enough accounts to draw from. */
function nearest(strata: ReadonlyMap<number, readonly number[]>, key: number): number {
  let best = key;
  let distance = Number.POSITIVE_INFINITY;
  for (const [candidate, accounts] of strata) {
    const far = Math.abs(candidate - key) + (accounts.length < 20 ? 3 : 0);
    if (far < distance) {
      best = candidate;
      distance = far;
    }
  }
  return best;
}
