import { LINK_KINDS, type IdentityIndex, type SharedValue } from "../../accounts/identity-index.ts";

/**
 * A place (network, mail domain, sign-up hour) that many members share is one fact, not one per member:
 * its whole contribution counts as that of this many accounts.
 */
const PLACE_ACCOUNTS = 10;

/** One value that links members of a group who do not openly belong together. */
export interface MemberLink {
  readonly value: SharedValue;
  readonly members: readonly number[];
  readonly weight: number;
}

/**
 * Values shared by at least two members of different organizations, strongest first.
 *
 * @param organization - organization number per account, -1 where unknown (then an account stands alone)
 */
export function memberLinks(
  group: ReadonlySet<number>,
  index: IdentityIndex,
  organization: Int32Array,
): readonly MemberLink[] {
  const touched = new Map<number, number[]>();
  for (const account of group) {
    for (const value of index.ofAccount.get(account) ?? []) {
      const members = touched.get(value);
      if (members) members.push(account);
      else touched.set(value, [account]);
    }
  }
  const links: MemberLink[] = [];
  for (const [at, members] of touched) {
    const value = index.values[at];
    if (value === undefined || members.length < 2) continue;
    const owners = new Set(members.map((account) => ownerOf(organization, account)));
    if (owners.size < 2) continue;
    const kind = LINK_KINDS[value.kind];
    const spread = kind.place ? Math.min(1, PLACE_ACCOUNTS / members.length) : 1;
    links.push({ value, members, weight: kind.strength * value.rarity * spread });
  }
  return links.sort((a, b) => b.weight * b.members.length - a.weight * a.members.length);
}

/**
 * D7: how strongly a group hangs together by rare shared values, per member, 0–1.
 * Each account counts with the sum of its links' weights, at most 1.
 */
export function identityStatistic(
  group: ReadonlySet<number>,
  index: IdentityIndex,
  organization: Int32Array,
): number {
  const perAccount = linkWeights(memberLinks(group, index, organization));
  let sum = 0;
  for (const weight of perAccount.values()) sum += Math.min(1, weight);
  return group.size === 0 ? 0 : sum / group.size;
}

/**
 * Share of a group, 0–1, that shares a payment instrument or a device with another member, unless both openly belong to one
 * organization: what chance and places do not bring about.
 *
 * @param organization - as in `memberLinks`
 */
export function instrumentShare(
  group: ReadonlySet<number>,
  index: IdentityIndex,
  organization: Int32Array,
): number {
  const linked = memberLinks(group, index, organization)
    .filter(({ value }) => !LINK_KINDS[value.kind].place)
    .flatMap(({ members }) => members);
  return group.size === 0 ? 0 : new Set(linked).size / group.size;
}

/** Sum of link weights per member. */
export function linkWeights(links: readonly MemberLink[]): ReadonlyMap<number, number> {
  const weights = new Map<number, number>();
  for (const link of links) {
    for (const account of link.members) weights.set(account, (weights.get(account) ?? 0) + link.weight);
  }
  return weights;
}

function ownerOf(organization: Int32Array, account: number): number {
  const owner = organization[account] ?? -1;
  return owner >= 0 ? owner : -2 - account;
}
