import type { Context } from "../campaigns/context.ts";
import { organizationName } from "../campaigns/declared-accounts.ts";
import type { DeclaredUseRow } from "../events/side-tables.ts";
import type { Names } from "../engine/load-chunks.ts";
import type { DeclaredUseNote } from "../report/report.ts";
import { iso } from "./explain-campaign.ts";

/** Declarations that concern some accounts, with what they changed. */
export function declaredUsesOf(
  accounts: readonly number[],
  declared: readonly DeclaredUseRow[],
  names: Names,
  context: Context,
): readonly DeclaredUseNote[] {
  const subjects = new Map<string, number>();
  for (const account of accounts) {
    for (const subject of subjectsOf(account, names, context)) {
      subjects.set(subject, (subjects.get(subject) ?? 0) + (context.facts.requests[account] ?? 0));
    }
  }
  return declared.flatMap((row) => {
    const subject =
      row.organization === undefined ? `account ${row.account ?? ""}` : `organization ${row.organization}`;
    const requests = subjects.get(subject);
    if (requests === undefined) return [];
    return [
      {
        subject,
        use: row.use,
        ...(row.fromMs === undefined ? {} : { from: iso(row.fromMs) }),
        ...(row.untilMs === undefined ? {} : { until: iso(row.untilMs) }),
        requests,
        effect: "its requests inside the declared period were left out of every search for campaigns",
      },
    ];
  });
}

function subjectsOf(account: number, names: Names, context: Context): string[] {
  const organization = organizationName(account, names, context.facts);
  const subjects = [`account ${names.accounts[account] ?? ""}`];
  if (organization !== undefined) subjects.push(`organization ${organization}`);
  return subjects;
}
