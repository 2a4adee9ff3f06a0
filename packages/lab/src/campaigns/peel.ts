import type { IdentityIndex } from "../accounts/identity-index.ts";
import { memberLinks } from "../detectors/identity-links/identity-links.ts";

/** An account stays in the core while its links to the core weigh at least this. */
const LEAST_LINK = 0.5;
const MOST_ROUNDS = 200;

/**
 * The densely linked core of a group: accounts are peeled off while their shared values with the rest weigh too
 * little, a weighted k-core in the order of FRAUDAR (Hooi et al. 2016). A value shared by k members
 * counts 1 − 1/k of its weight, so that a couple with one card is no core.
 */
export function linkedCore(
  group: ReadonlySet<number>,
  index: IdentityIndex,
  organization: Int32Array,
): ReadonlySet<number> {
  let core = new Set(group);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const weights = new Map<number, number>();
    for (const link of memberLinks(core, index, organization)) {
      const share = link.weight * (1 - 1 / link.members.length);
      for (const account of link.members) weights.set(account, (weights.get(account) ?? 0) + share);
    }
    const kept = new Set([...core].filter((account) => (weights.get(account) ?? 0) >= LEAST_LINK));
    if (kept.size === core.size) break;
    core = kept;
  }
  return core;
}
