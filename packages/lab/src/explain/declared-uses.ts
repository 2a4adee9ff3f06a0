import type { AccountMeasures } from "../accounts/account-measures.ts";
import type { OrdinaryQuantiles } from "../baseline/quantiles.ts";
import type { Context } from "../campaigns/context.ts";
import { organizationName, subjectOf } from "../campaigns/declared-accounts.ts";
import type { DeclaredUseRow } from "../events/side-tables.ts";
import type { Names } from "../engine/load-chunks.ts";
import type { DeclaredUseNote } from "../report/report.ts";
import { checkDeclaredUse } from "./check-declared-uses.ts";
import { iso } from "./explain-campaign.ts";

/** What declared uses are checked against. */
export interface UseChecking {
  readonly measures: AccountMeasures;
  /** Distribution of the measures over ordinary accounts. */
  readonly ordinary: OrdinaryQuantiles;
}

/**
 * Declarations that concern some accounts, with what they changed.
 *
 * @param checking - given, each note says whether its accounts behave as declared
 */
export function declaredUsesOf(
  accounts: readonly number[],
  declared: readonly DeclaredUseRow[],
  names: Names,
  context: Context,
  checking?: UseChecking,
): readonly DeclaredUseNote[] {
  const subjects = new Map<string, number[]>();
  for (const account of declared.length === 0 ? [] : accounts) {
    for (const subject of subjectsOf(account, names, context)) {
      const list = subjects.get(subject);
      if (list) list.push(account);
      else subjects.set(subject, [account]);
    }
  }
  return declared.flatMap((row) => {
    const subject = subjectOf(row);
    const concerned = subjects.get(subject);
    if (concerned === undefined) return [];
    return [
      {
        subject,
        use: row.use,
        ...(row.fromMs === undefined ? {} : { from: iso(row.fromMs) }),
        ...(row.untilMs === undefined ? {} : { until: iso(row.untilMs) }),
        requests: concerned.reduce((sum, account) => sum + (context.facts.requests[account] ?? 0), 0),
        effect: effectOn(concerned, context.declared),
        ...(checking && {
          check: checkDeclaredUse(row.use, concerned, checking.measures, checking.ordinary),
        }),
      },
    ];
  });
}

/** What a declaration changed; one that does not span an account's whole activity changes nothing for it. */
function effectOn(concerned: readonly number[], covered: ReadonlySet<number>): string {
  const left = concerned.filter((account) => covered.has(account)).length;
  if (left === concerned.length) return "its requests were left out of every search for campaigns";
  const why = "active outside of the declared period";
  return left === 0
    ? `none: its accounts were ${why}, so all their requests were searched`
    : `the requests of ${String(left)} of its ${String(concerned.length)} accounts were left out of every search; ` +
        `the others were ${why}`;
}

function subjectsOf(account: number, names: Names, context: Context): string[] {
  const organization = organizationName(account, names, context.facts);
  const subjects = [`account ${names.accounts[account] ?? ""}`];
  if (organization !== undefined) subjects.push(`organization ${organization}`);
  return subjects;
}
