import type { Evidence } from "../detectors/evidence.ts";
import type { Candidate } from "./candidates.ts";
import { restrictTo, type CampaignRequests, type Context } from "./context.ts";
import { cutToMembers } from "./cut-members.ts";
import { fuse, type Verdict } from "./evidence.ts";
import type { Random } from "./random.ts";
import { reasonsInContent, reasonsToSpare } from "./reasons-to-spare.ts";
import { drawReferenceGroups } from "./reference-groups.ts";
import { weighContent } from "./weigh-content.ts";
import { weighIdentity } from "./weigh-identity.ts";
import { weighLifecycle } from "./weigh-lifecycle.ts";
import { weighSignups } from "./weigh-signups.ts";
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
  /** Where members were chosen by their links: the probability that chance links so many. */
  readonly selection: number | undefined;
}

/** Cuts a candidate to its members, and weighs what every family says of them. */
export function judgeCandidate(
  candidate: Candidate,
  requests: CampaignRequests,
  context: Context,
  random: Random,
): JudgedCandidate {
  const cut = cutToMembers(candidate, requests, context, random);
  const own = restrictTo(requests, new Set(cut.members.keys()));
  const content = weighContent(candidate.seeds, new Set(cut.members.keys()), own, context);
  const spared = [...reasonsToSpare(cut.members, own, context), ...reasonsInContent(content)];
  if (spared.length > 0) {
    return { candidate, requests: own, evidence: [content], verdict: fuse([content]), spared, ...cut };
  }
  const evidence = [content, ...weighBeyondContent(cut.members, own, context, random, cut.selection)];
  return { candidate, requests: own, evidence, verdict: fuse(evidence), spared, ...cut };
}

function weighBeyondContent(
  members: ReadonlyMap<number, number>,
  requests: CampaignRequests,
  context: Context,
  random: Random,
  selection: number | undefined,
): readonly Evidence[] {
  const group = [...members.keys()];
  const groups = drawReferenceGroups(group, context.pool, context.facts, random);
  return [
    weighTiming(group, requests, groups, context),
    weighIdentity(new Set(group), requests, groups, context, selection),
    weighSignups(group, requests, context, random),
    weighLifecycle(group, requests, groups, context),
  ].filter((entry) => entry !== undefined);
}
