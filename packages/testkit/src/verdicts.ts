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
  /** Reported groups of which more than half is the campaign; more than one means that it was found in pieces. */
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
  readonly falseReports: readonly FalseReport[];
}

/** A reported group of which no campaign makes more than half. */
export interface FalseReport {
  /** Its largest honest part; `several campaigns` where none of its accounts is honest. */
  readonly name: string;
  readonly accounts: number;
  /** Accounts by part, campaigns too, most first. */
  readonly parts: Readonly<Record<string, number>>;
}

/** A campaign counts as found when at least this share of its accounts is reported, by whatever method. */
export const FOUND_FROM = 0.3;

/**
 * Holds a report against the truth. Accounts count by the part they belong to. A group belongs to the campaign that
 * makes more than half of it; a group without one is false, also where a campaign is its largest part.
 */
export function judgeReport(report: ReportedCampaigns, truth: Truth): Verdict {
  const groups = report.campaigns.map((group) => {
    const names = group.accounts.map(({ account }) => truth.accounts[account] ?? "not in the truth");
    return { names, counts: countsOf(names) };
  });
  const isCampaign = (name: string): boolean => truth.parts[name]?.kind === "campaign";
  const campaigns = Object.keys(truth.parts)
    .filter(isCampaign)
    .map((campaign) => verdictOf(campaign, groups, truth));
  return {
    campaigns,
    falseReports: groups
      .filter((group) => !group.counts.some(([name]) => isCampaign(name) && makesUp(name, group)))
      .map(({ names, counts }) => ({
        name:
          counts.find(([name]) => !isCampaign(name))?.[0] ??
          (names.length === 0 ? "no account" : "several campaigns"),
        accounts: names.length,
        parts: Object.fromEntries(counts),
      })),
  };
}

/** What a false report is called in a line: its name, its size, and who is in it. */
export function falseReportText({ name, accounts, parts }: FalseReport): string {
  const mixed = Object.keys(parts).length > 1;
  const named = Object.entries(parts).map(([part, count]) => `${count} ${part}`);
  return `${name} (${accounts} accounts${mixed ? `: ${named.join(", ")}` : ""})`;
}

interface Group {
  readonly names: readonly string[];
  /** Accounts by part, most first. */
  readonly counts: readonly (readonly [name: string, count: number])[];
}

/** More than half of the group is of that part. */
function makesUp(name: string, { names, counts }: Group): boolean {
  return 2 * (counts.find(([part]) => part === name)?.[1] ?? 0) > names.length;
}

function verdictOf(campaign: string, groups: readonly Group[], truth: Truth): CampaignVerdict {
  const its = groups.filter((group) => makesUp(campaign, group));
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

/** How often each name occurs, most frequent first. */
function countsOf(names: readonly string[]): (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
