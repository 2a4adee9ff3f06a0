import type { Truth } from "../traffic/truth.ts";
import { FOUND_FROM } from "../verdicts.ts";
import type { RivalFindings } from "./rival.ts";

/** A look-alike counts as falsely flagged from this share of its accounts on, or from so many accounts. */
export const RIVAL_FALSE_SHARE = 0.2;
export const RIVAL_FALSE_ACCOUNTS = 8;

/** How a rival, or Stillwatch under the same rules, fared on one log. */
export interface RivalVerdict {
  /** Campaign → share of its accounts that was flagged. */
  readonly campaigns: Readonly<Record<string, number>>;
  readonly found: readonly string[];
  /** Look-alikes flagged so widely that they would be reported. */
  readonly falseGroups: readonly string[];
  /** Flagged accounts, of these in a campaign; all accounts of campaigns, and all others. */
  readonly accounts: {
    readonly flagged: number;
    readonly guilty: number;
    readonly all: number;
    readonly honest: number;
  };
  /** Only for methods that judge windows: flagged and all, with and without campaign requests of at least 5 %. */
  readonly windows?: {
    readonly withCampaign: readonly [flagged: number, all: number];
    readonly honest: readonly [flagged: number, all: number];
  };
}

/** Holds flagged accounts against the truth at the level at which campaigns are decided. */
export function judgeRival(findings: RivalFindings, truth: Truth): RivalVerdict {
  const flaggedOf = new Map<string, number>();
  for (const account of findings.flagged) {
    const part = truth.accounts[account];
    if (part !== undefined) flaggedOf.set(part, (flaggedOf.get(part) ?? 0) + 1);
  }
  const named = Object.entries(truth.parts);
  const campaigns = Object.fromEntries(
    named
      .filter(([, part]) => part.kind === "campaign")
      .map(([name, part]) => [name, (flaggedOf.get(name) ?? 0) / Math.max(1, part.accounts)]),
  );
  const guilty = Object.keys(campaigns).reduce((sum, name) => sum + (flaggedOf.get(name) ?? 0), 0);
  const all = named.reduce((sum, [, part]) => sum + (part.kind === "campaign" ? part.accounts : 0), 0);
  return {
    campaigns,
    found: Object.keys(campaigns).filter((name) => (campaigns[name] ?? 0) >= FOUND_FROM),
    falseGroups: named
      .filter(([, part]) => part.kind === "look-alike")
      .filter(([name, part]) => {
        const flagged = flaggedOf.get(name) ?? 0;
        return (
          flagged >= RIVAL_FALSE_ACCOUNTS || (flagged > 0 && flagged >= RIVAL_FALSE_SHARE * part.accounts)
        );
      })
      .map(([name]) => name),
    accounts: {
      flagged: findings.flagged.size,
      guilty,
      all,
      honest: named.reduce((sum, [, part]) => sum + part.accounts, 0) - all,
    },
    ...(findings.windows === undefined ? {} : { windows: countWindows(findings.windows, truth) }),
  };
}

/** A window belongs to the attacker from this share of requests on (the least that arXiv 2606.05725 mixes in). */
const ATTACKED_FROM = 0.05;

function countWindows(
  windows: NonNullable<RivalFindings["windows"]>,
  truth: Truth,
): NonNullable<RivalVerdict["windows"]> {
  const withCampaign: [number, number] = [0, 0];
  const honest: [number, number] = [0, 0];
  for (const { accounts, flagged } of windows) {
    const guilty = accounts.filter(
      (account) => truth.parts[truth.accounts[account] ?? ""]?.kind === "campaign",
    ).length;
    const counts = guilty >= ATTACKED_FROM * accounts.length ? withCampaign : honest;
    counts[1]++;
    if (flagged) counts[0]++;
  }
  return { withCampaign, honest };
}
