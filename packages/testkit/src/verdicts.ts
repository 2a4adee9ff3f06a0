import type { Truth } from "./traffic/truth.ts";

/** The part of `report.json` (contracts.md, section 4) that is held against the truth. */
export interface ReportedCampaigns {
  readonly campaigns: readonly {
    readonly id: string;
    readonly probability: number;
    readonly accounts: readonly { readonly account: string }[];
  }[];
}

/** How one true campaign fared. */
export interface CampaignVerdict {
  readonly campaign: string;
  readonly found: boolean;
  /** Reported groups that the campaign makes the majority of; more than one means that it was found in pieces. */
  readonly pieces: number;
  /** Share of the campaign's accounts that stand in those groups. */
  readonly recall: number;
  /** Share of the accounts in those groups that belong to the campaign; 1 where there is none. */
  readonly precision: number;
  /** Accounts in those groups that belong elsewhere, by the name of their part. */
  readonly strangers: Readonly<Record<string, number>>;
}

/** A report held against the truth. */
export interface Verdict {
  readonly campaigns: readonly CampaignVerdict[];
  /** Reported groups whose largest share is not a campaign: the name of that part, once for each group. */
  readonly falseReports: readonly string[];
}

/** A campaign counts as found when groups that it makes the majority of hold at least this share of its accounts. */
export const FOUND_FROM = 0.3;

/** Holds a report against the truth. Accounts count by the part they belong to. */
export function judgeReport(report: ReportedCampaigns, truth: Truth): Verdict {
  const groups = report.campaigns.map((group) => {
    const names = group.accounts.map(({ account }) => truth.accounts[account] ?? "not in the truth");
    return { names, largest: largestOf(names) };
  });
  const isCampaign = (name: string): boolean => truth.parts[name]?.kind === "campaign";
  const campaigns = Object.keys(truth.parts)
    .filter(isCampaign)
    .map((campaign) => verdictOf(campaign, groups, truth));
  return {
    campaigns,
    falseReports: groups.map((group) => group.largest).filter((name) => !isCampaign(name)),
  };
}

interface Group {
  readonly names: readonly string[];
  readonly largest: string;
}

function verdictOf(campaign: string, groups: readonly Group[], truth: Truth): CampaignVerdict {
  const its = groups.filter((group) => group.largest === campaign);
  const listed = its.flatMap((group) => group.names);
  const members = listed.filter((name) => name === campaign).length;
  const recall = members / Math.max(1, truth.parts[campaign]?.accounts ?? 0);
  return {
    campaign,
    found: its.length > 0 && recall >= FOUND_FROM,
    pieces: its.length,
    recall,
    precision: listed.length === 0 ? 1 : members / listed.length,
    strangers: Object.fromEntries(countsOf(listed.filter((name) => name !== campaign))),
  };
}

function largestOf(names: readonly string[]): string {
  return countsOf(names)[0]?.[0] ?? "no account";
}

/** How often each name occurs, most frequent first. */
function countsOf(names: readonly string[]): (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
