import type { Finding } from "../campaigns/judge-all.ts";
import type { Context } from "../campaigns/context.ts";
import { memberLinks } from "../detectors/identity-links/identity-links.ts";
import type { Names } from "../engine/load-chunks.ts";
import type { IdentityLink } from "../report/report.ts";
import { rounded } from "./explain-campaign.ts";

/** Links shown per campaign, strongest first. */
const MOST_LINKS = 100;

/** The shared values that tie the members together, with how rare each is in the log. */
export function campaignLinks(finding: Finding, context: Context, names: Names): readonly IdentityLink[] {
  return memberLinks(new Set(finding.members.keys()), context.index, context.facts.organization)
    .slice(0, MOST_LINKS)
    .map((link) => ({
      kind: link.value.kind,
      value: link.value.value,
      accounts: link.members.map((account) => names.accounts[account] ?? ""),
      accounts_overall: link.value.accounts.length,
      weight: rounded(link.weight),
    }));
}
