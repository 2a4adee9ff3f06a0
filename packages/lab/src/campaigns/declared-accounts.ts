import type { AccountFacts } from "../accounts/account-facts.ts";
import type { Names } from "../engine/load-chunks.ts";
import type { DeclaredUseRow } from "../events/side-tables.ts";

/**
 * Accounts whose whole activity in the log lies inside a use that the lab has authorised for them or for their
 * organization. Activity outside the period stays under suspicion.
 */
export function declaredAccounts(
  declared: readonly DeclaredUseRow[],
  names: Names,
  facts: AccountFacts,
): ReadonlySet<number> {
  const bySubject = new Map<string, DeclaredUseRow[]>();
  for (const row of declared) {
    const subject =
      row.organization === undefined ? `account ${row.account ?? ""}` : `organization ${row.organization}`;
    const rows = bySubject.get(subject);
    if (rows) rows.push(row);
    else bySubject.set(subject, [row]);
  }
  const accounts = new Set<number>();
  if (bySubject.size === 0) return accounts;
  names.accounts.forEach((name, account) => {
    const organization = organizationName(account, names, facts);
    const rows = [
      ...(bySubject.get(`account ${name}`) ?? []),
      ...(organization === undefined ? [] : (bySubject.get(`organization ${organization}`) ?? [])),
    ];
    const covers = (row: DeclaredUseRow): boolean =>
      (row.fromMs ?? Number.NEGATIVE_INFINITY) <= (facts.firstMs[account] ?? 0) &&
      (row.untilMs ?? Number.POSITIVE_INFINITY) >= (facts.lastMs[account] ?? 0);
    if (rows.some(covers)) accounts.add(account);
  });
  return accounts;
}

/** Name of the organization that pays for an account, where one is known. */
export function organizationName(
  account: number,
  names: Names,
  facts: Pick<AccountFacts, "row">,
): string | undefined {
  const inLog = names.organizationOf[account];
  return facts.row[account]?.organization ?? (inLog === undefined ? undefined : names.strings[inLog]);
}
