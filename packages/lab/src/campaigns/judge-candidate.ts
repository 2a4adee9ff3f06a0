import { identityStatistic, linkWeights, memberLinks } from "../detectors/identity-links/identity-links.ts";
import { LEAST, type Candidate } from "./candidates.ts";
import { restrictTo, type CampaignRequests, type Context } from "./context.ts";
import { fuse, LEAST_OF_SPEAKING_FAMILY, type Evidence, type Verdict } from "./evidence.ts";
import { LEAST_MEMBERSHIP, membership } from "./membership.ts";
import { linkedCore } from "./peel.ts";
import type { Random } from "./random.ts";
import { drawReferenceGroups } from "./reference-groups.ts";
import { tailProbability } from "./tail-probability.ts";
import { weighContent } from "./weigh-content.ts";
import { weighIdentity } from "./weigh-identity.ts";
import { weighLifecycle } from "./weigh-lifecycle.ts";
import { weighTiming } from "./weigh-timing.ts";

/** A candidate after cutting and testing: still a finding for people to review. */
export interface JudgedCandidate {
  readonly candidate: Candidate;
  /** Account → membership strength, 0–1. */
  readonly members: ReadonlyMap<number, number>;
  readonly requests: CampaignRequests;
  readonly evidence: readonly Evidence[];
  readonly verdict: Verdict;
  /** Why it cannot be a campaign whatever the evidence says; then it has no p-value of its own. */
  readonly spared: readonly string[];
  /** Accounts that share the text but not the rest, left out by peeling. */
  readonly peeled: number;
}

/** A campaign is active in at least so many distinct hours: a lesson or a joke is over before. */
const LEAST_HOURS = 12;

export function judgeCandidate(
  candidate: Candidate,
  requests: CampaignRequests,
  context: Context,
  random: Random,
): JudgedCandidate {
  const cut = cutToMembers(candidate, requests, context, random);
  const own = restrictTo(requests, new Set(cut.members.keys()));
  const spared = reasonsToSpare(cut.members, own, context);
  if (spared.length > 0) {
    const content = weighContent(candidate.seeds, new Set(cut.members.keys()), own, context);
    return { candidate, requests: own, evidence: [content], verdict: fuse([content]), spared, ...cut };
  }
  const evidence = weigh(candidate, cut.members, own, context, random);
  return { candidate, requests: own, evidence, verdict: fuse(evidence), spared, ...cut };
}

function weigh(
  candidate: Candidate,
  members: ReadonlyMap<number, number>,
  requests: CampaignRequests,
  context: Context,
  random: Random,
): readonly Evidence[] {
  const group = [...members.keys()];
  const groups = drawReferenceGroups(group, context.pool, context.facts, random);
  return [
    weighContent(candidate.seeds, new Set(group), requests, context),
    weighTiming(group, requests, groups, context),
    weighIdentity(new Set(group), requests, groups, context),
    weighLifecycle(group, requests, groups, context),
  ].filter((entry) => entry !== undefined);
}

/**
 * Who belongs: first by requests and links; then, where a part is densely linked and the rest of the group shows
 * nothing beyond the text, that part alone. So the users of a public harness are not dragged along by a
 * campaign that uses it too.
 */
function cutToMembers(
  candidate: Candidate,
  requests: CampaignRequests,
  context: Context,
  random: Random,
): { readonly members: ReadonlyMap<number, number>; readonly peeled: number } {
  const { facts, index } = context;
  const everyone = new Set(candidate.accounts.keys());
  const weights = linkWeights(memberLinks(everyone, index, facts.organization));
  const likely = new Map<number, number>();
  for (const [account, count] of candidate.accounts) {
    const strength = membership(count, facts.requests[account] ?? 0, weights.get(account) ?? 0);
    if (strength >= LEAST_MEMBERSHIP) likely.set(account, strength);
  }
  const core = linkedCore(new Set(likely.keys()), index, facts.organization);
  const rest = [...likely.keys()].filter((account) => !core.has(account));
  const kept =
    core.size >= LEAST.accounts && rest.length >= LEAST.accounts && isOrdinary(rest, candidate, requests, context, random)
      ? new Map([...likely].filter(([account]) => core.has(account)))
      : likely;
  return { members: kept, peeled: candidate.accounts.size - kept.size };
}

/** Whether a group shows nothing in timing, identity and lifecycle. */
function isOrdinary(
  group: readonly number[],
  candidate: Candidate,
  requests: CampaignRequests,
  context: Context,
  random: Random,
): boolean {
  const own = restrictTo(requests, new Set(group));
  const groups = drawReferenceGroups(group, context.pool, context.facts, random);
  const reference = groups.map(
    (drawn) =>
      identityStatistic(new Set(drawn), context.index, context.facts.organization) * (group.length / Math.max(1, drawn.length)),
  );
  const linked = tailProbability(
    identityStatistic(new Set(group), context.index, context.facts.organization),
    reference,
    { tail: "upper", resolution: 0.01 },
  );
  if (linked < 0.001) return false;
  const others = [weighTiming(group, own, groups, context), weighLifecycle(group, own, groups, context)];
  return others.every((entry) => entry === undefined || entry.logLikelihoodRatio < LEAST_OF_SPEAKING_FAMILY);
}

function reasonsToSpare(
  members: ReadonlyMap<number, number>,
  requests: CampaignRequests,
  context: Context,
): readonly string[] {
  const reasons: string[] = [];
  const payers = new Set([...members.keys()].map((account) => context.facts.payer[account] ?? -1)).size;
  if (members.size < LEAST.accounts) reasons.push(`only ${String(members.size)} accounts belong to it`);
  if (payers < LEAST.payers) {
    reasons.push(`${payers === 1 ? "one payer stands" : `${String(payers)} payers stand`} behind all its accounts: a customer's own programme`);
  }
  const hours = new Set(Array.from(requests.timeMs, (time) => Math.floor(time / 3_600_000))).size;
  const logHours = Math.max(1, Math.ceil((context.logEndMs - context.logStartMs) / 3_600_000));
  if (hours < Math.min(LEAST_HOURS, logHours / 2)) {
    reasons.push(`it was active in ${String(hours)} hours only: no lasting collection`);
  }
  return reasons;
}
