import type { IdentityIndex, LinkKind, SharedValue } from "../../accounts/identity-index.ts";

/** An index of values that some accounts share; all of one rarity. */
export function indexOfValues(
  shared: readonly (readonly [kind: LinkKind, accounts: readonly number[]])[],
  rarity = 1,
): IdentityIndex {
  const values = shared.map(([kind, accounts], at): SharedValue => ({
    kind,
    value: `value ${String(at)}`,
    accounts: Int32Array.from(accounts),
    rarity,
  }));
  const ofAccount = new Map<number, number[]>();
  shared.forEach(([, accounts], at) => {
    for (const account of accounts) ofAccount.set(account, [...(ofAccount.get(account) ?? []), at]);
  });
  return { values, ofAccount, known: new Set(shared.map(([kind]) => kind)) };
}
