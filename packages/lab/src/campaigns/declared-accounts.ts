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
    const subject = subjectOf(row);
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
    if (covers(rows, facts.firstMs[account] ?? 0, facts.lastMs[account] ?? 0)) accounts.add(account);
  });
  return accounts;
}

/** Whom a declaration is about: the account where it names one, else the organization. */
export function subjectOf(row: DeclaredUseRow): string {
  return row.account === undefined ? `organization ${row.organization ?? ""}` : `account ${row.account}`;
}

/** Periods that adjoin, such as a declaration and its renewal, count as one. */
function covers(rows: readonly DeclaredUseRow[], firstMs: number, lastMs: number): boolean {
  if (rows.length === 0) return false;
  const from = (row: DeclaredUseRow): number => row.fromMs ?? Number.NEGATIVE_INFINITY;
  let untilMs = Number.NEGATIVE_INFINITY;
  for (const row of [...rows].sort((a, b) => from(a) - from(b))) {
    if (from(row) > Math.max(firstMs, untilMs + MOST_GAP_MS)) break;
    untilMs = Math.max(untilMs, row.untilMs ?? Number.POSITIVE_INFINITY);
  }
  return untilMs >= lastMs;
}

/** A period that ends at 23:59:59 adjoins one that begins at midnight. */
const MOST_GAP_MS = 1000;

/** Name of the organization that pays for an account, where one is known. */
export function organizationName(
  account: number,
  names: Names,
  facts: Pick<AccountFacts, "row">,
): string | undefined {
  const inLog = names.organizationOf[account];
  return facts.row[account]?.organization ?? (inLog === undefined ? undefined : names.strings[inLog]);
}
