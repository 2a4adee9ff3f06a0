import type { Truth } from "../traffic/truth.ts";
import type { FalseReport } from "../verdicts.ts";
import { judgeReport } from "../verdicts.ts";

/** The part of a report that the trial holds against the truth. */
export interface TriedReport {
  readonly campaigns: readonly TriedGroup[];
  readonly below_threshold: readonly TriedGroup[];
}

export interface TriedGroup {
  readonly id: string;
  readonly probability: number;
  readonly q_value: number;
  readonly accounts: readonly { readonly account: string }[];
}

/** How one campaign of one log fared. */
export interface CampaignOutcome {
  readonly shape: string;
  readonly found: boolean;
  /** Share of the campaign's accounts that were reported in groups of which it makes more than half. */
  readonly coverage: number;
  /** Share of those groups' accounts that belong to it; 1 where there is no group. */
  readonly purity: number;
  readonly accounts: number;
  /** Own requests, without cover. */
  readonly requests: number;
}

/** A candidate that was tested: what the report says of it, and what is true. */
export interface TestedCandidate {
  readonly probability: number;
  readonly q: number;
  /** It stands among the reported campaigns, not below the threshold. */
  readonly reported: boolean;
  readonly true: boolean;
}

/** One log held against the truth. */
export interface LogOutcome {
  readonly campaigns: readonly CampaignOutcome[];
  readonly falseReports: readonly FalseReport[];
  readonly candidates: readonly TestedCandidate[];
  /** Accounts: reported, of these in a campaign, and all accounts of the found campaigns. */
  readonly accounts: {
    readonly reported: number;
    readonly guilty: number;
    readonly ofFound: number;
    readonly guiltyOfFound: number;
    /** Reported accounts of honest parts, in whatever group they stand. */
    readonly honest: Readonly<Record<string, number>>;
  };
}

/** Holds a report against the truth. */
export function judgeLog(report: TriedReport, truth: Truth): LogOutcome {
  const verdict = judgeReport(report, truth);
  const campaigns = verdict.campaigns.map((one): CampaignOutcome => ({
    shape: one.campaign,
    found: one.found,
    coverage: one.recall,
    purity: one.precision,
    accounts: truth.parts[one.campaign]?.accounts ?? 0,
    requests: truth.campaign_requests[one.campaign]?.length ?? 0,
  }));
  const partOf = (account: string): string => truth.accounts[account] ?? "";
  const isGuilty = (account: string): boolean => truth.parts[partOf(account)]?.kind === "campaign";
  const reported = new Set(
    report.campaigns.flatMap(({ accounts }) => accounts.map(({ account }) => account)),
  );
  const found = new Set(campaigns.filter((one) => one.found).map(({ shape }) => shape));
  return {
    campaigns,
    falseReports: verdict.falseReports,
    candidates: [...report.campaigns, ...report.below_threshold].map((group, index) => ({
      reported: index < report.campaigns.length,
      probability: group.probability,
      q: group.q_value,
      true: judgeReport({ campaigns: [group] }, truth).falseReports.length === 0,
    })),
    accounts: {
      reported: reported.size,
      guilty: [...reported].filter(isGuilty).length,
      ofFound: campaigns.reduce((sum, one) => sum + (one.found ? one.accounts : 0), 0),
      honest: countsOf([...reported].filter((account) => !isGuilty(account)).map(partOf)),
      guiltyOfFound: [...reported].filter((account) => found.has(partOf(account))).length,
    },
  };
}

/** How often each name occurs. */
export function countsOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
