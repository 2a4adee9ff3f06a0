import type { AccountFacts } from "../accounts/account-facts.ts";
import { LINK_KINDS, type IdentityIndex } from "../accounts/identity-index.ts";
import { UnionFind } from "../detectors/union-find.ts";
import { LEAST } from "./candidates.ts";
import { linkedCore } from "./peel.ts";

/** Links of this strength × rarity join accounts; places are left to peeling, since they serve many. */
const LEAST_JOINING = 0.3;
/** A value on more accounts than this joins nobody: a bank's card range, an office. */
const MOST_HOLDERS = 60;
/** Groups that are looked into at the most; the widest first. */
const MOST_GROUPS = 30;

/**
 * Groups of accounts that hang together by payment instruments and devices although different payers stand behind
 * them. Relays and resellers share no text of their own: their users' requests are all different, so that this is
 * where a search for them begins. It is a place to look, and no evidence.
 *
 * @param leftOut - accounts whose use is declared
 */
export function identityGroups(
  index: IdentityIndex,
  facts: AccountFacts,
  leftOut: ReadonlySet<number>,
): readonly ReadonlySet<number>[] {
  const sets = new UnionFind(facts.count);
  const touched = new Set<number>();
  for (const value of index.values) {
    const kind = LINK_KINDS[value.kind];
    if (kind.place || kind.strength * value.rarity < LEAST_JOINING) continue;
    const holders = value.accounts.filter((account) => !leftOut.has(account));
    if (holders.length < 2 || holders.length > MOST_HOLDERS) continue;
    const [first = 0] = holders;
    for (const account of holders) {
      sets.union(first, account);
      touched.add(account);
    }
  }
  const groups = new Map<number, Set<number>>();
  for (const account of touched) {
    const root = sets.find(account);
    const group = groups.get(root);
    if (group) group.add(account);
    else groups.set(root, new Set([account]));
  }
  return [...groups.values()]
    .filter((group) => group.size >= LEAST.accounts)
    .map((group) => linkedCore(group, index, facts.organization))
    .filter((core) => core.size >= LEAST.accounts && payersOf(core, facts) >= LEAST.payers)
    .sort((a, b) => b.size - a.size)
    .slice(0, MOST_GROUPS);
}

function payersOf(group: ReadonlySet<number>, facts: AccountFacts): number {
  return new Set([...group].map((account) => facts.payer[account] ?? -1)).size;
}
