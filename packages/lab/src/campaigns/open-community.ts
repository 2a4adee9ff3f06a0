import type { IdentityIndex } from "../accounts/identity-index.ts";

/** Share of the members that one mail domain, or a few places together, must cover. */
const LEAST_SHARE = 0.6;
/** A domain is the community's own if it has at least this share of the domain's accounts: no public mail provider. */
const LEAST_OF_DOMAIN = 0.3;
/** A place that counts has so many members, and so many places at most may cover a group. */
const LEAST_OF_PLACE = 8;
const MOST_PLACES = 6;

/** Where the members of a group openly come from. */
export interface OpenCommunity {
  readonly kind: "mail domain" | "places";
  /** Share of the members that it covers, 0–1. */
  readonly share: number;
}

/**
 * Whether a group is a community in the open: a class, a company without an organization record, a hackathon. Most of its
 * members have one private mail domain, or they use and sign up from a handful of networks with many of them on each.
 *
 * What such people share by being in one place at one time (networks, domain, days of sign-up, a common start) is explained
 * by that, and says nothing of a hidden hand. Payment instruments and devices are not explained by it.
 *
 * @returns undefined for a group that is none, and where too little is known
 */
export function openCommunity(group: ReadonlySet<number>, index: IdentityIndex): OpenCommunity | undefined {
  const domain = largestOwn(membersOf("email_domain", group, index), index);
  if (domain >= LEAST_SHARE * group.size) return { kind: "mail domain", share: domain / group.size };
  for (const kind of ["signup_ip", "network"] as const) {
    const covered = coveredByFew([...membersOf(kind, group, index)]);
    if (covered >= LEAST_SHARE * group.size) return { kind: "places", share: covered / group.size };
  }
  return undefined;
}

function membersOf(
  kind: "email_domain" | "signup_ip" | "network",
  group: ReadonlySet<number>,
  index: IdentityIndex,
): ReadonlyMap<number, ReadonlySet<number>> {
  const members = new Map<number, Set<number>>();
  for (const account of group) {
    for (const at of index.ofAccount.get(account) ?? []) {
      if (index.values[at]?.kind !== kind) continue;
      const of = members.get(at) ?? new Set<number>();
      members.set(at, of.add(account));
    }
  }
  return members;
}

function largestOwn(members: ReadonlyMap<number, ReadonlySet<number>>, index: IdentityIndex): number {
  let most = 0;
  for (const [at, of] of members) {
    const holders = index.values[at]?.accounts.length ?? Number.POSITIVE_INFINITY;
    if (of.size >= LEAST_OF_DOMAIN * holders) most = Math.max(most, of.size);
  }
  return most;
}

function coveredByFew(members: readonly (readonly [number, ReadonlySet<number>])[]): number {
  const widest = members
    .filter(([, of]) => of.size >= LEAST_OF_PLACE)
    .sort(([a, ofA], [b, ofB]) => ofB.size - ofA.size || a - b)
    .slice(0, MOST_PLACES);
  return new Set(widest.flatMap(([, of]) => [...of])).size;
}
