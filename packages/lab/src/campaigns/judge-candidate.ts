import type { Evidence } from "../detectors/evidence.ts";
import type { Candidate } from "./candidates.ts";
import { restrictTo, type CampaignRequests, type Context } from "./context.ts";
import { textsOf, type CandidateTexts } from "./candidate-texts.ts";
import { cutToMembers } from "./cut-members.ts";
import { fuse, speaks, type Verdict } from "./evidence.ts";
import type { Random } from "../detectors/seeded-random.ts";
import { reasonsInContent, reasonsToSpare } from "./reasons-to-spare.ts";
import { drawReferenceGroups } from "./reference-groups.ts";
import { looksRelayed, weighReplays, weighStops, weighText, weighTexts, weighUsers } from "./weigh-shapes.ts";
import { weighRules, withoutLonelyRules } from "../rules/weigh-rules.ts";
import { firstRequestsOf, weighIdentity } from "./weigh-identity.ts";
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

/**
 * Cuts a candidate to its members, and weighs what every family says of them.
 *
 * @param requests - all that carry what the candidate was found by, in time order
 * @param readTexts - reads the candidate's texts; called only where it comes to that
 */
export async function judgeCandidate(
  candidate: Candidate,
  requests: CampaignRequests,
  readTexts: () => Promise<CandidateTexts>,
  context: Context,
  random: Random,
): Promise<JudgedCandidate> {
  const cut = cutToMembers(candidate, requests, context, random);
  const own = restrictTo(requests, new Set(cut.members.keys()));
  const members = [...cut.members.keys()];
  const judged = (evidence: readonly Evidence[], spared: readonly string[]): JudgedCandidate => ({
    candidate,
    requests: own,
    evidence,
    verdict: fuse(evidence),
    spared,
    ...cut,
  });
  const shared = [...weighText(candidate, own, context), ...weighReplays(members, context)];
  const reasons = [
    ...reasonsToSpare(cut.members, own, context),
    ...(looksRelayed(members, context) ? [] : reasonsInContent(shared)),
  ];
  // Most candidates end here, before anything more is read, drawn and tested.
  if (reasons.length > 0) return judged(shared, reasons);
  const groups = drawReferenceGroups(members, context.pool, context.facts, random);
  const said = [...shared, ...weighUsers(own, members, groups, context)];
  const silent = reasonsInContent(said);
  if (silent.length > 0) return judged(said, silent);
  // Accounts that a stronger campaign has claimed are not in the requests, and must not come back with their texts.
  const texts = textsOf(await readTexts(), new Set(requests.account));
  const beyond = [
    ...weighBeyondContent(members, own, groups, context, random, cut.selection),
    ...weighTexts(texts, templatesOf(candidate), new Set(members), context, random),
    ...weighRules(context.rules, members, groups, {
      measures: context.measures,
      quantileOf: context.quantileOf,
      requestsOf: (accounts) => firstRequestsOf(accounts, own),
    }),
  ];
  const all = [...said, ...limitedByChoice(candidate, beyond)];
  return judged(withoutLonelyRules(all, context.rules, speaks), []);
}

function templatesOf({ seeds }: Candidate): ReadonlySet<number> {
  return new Set(seeds.filter((seed) => seed.kind === "template").map((seed) => seed.no));
}

/** What a group's links may say where the links were what it was found by. */
const MOST_OF_CHOSEN_LINKS = 2;

/** Members who were looked for by what they share are linked by construction. */
export function limitedByChoice(candidate: Candidate, evidence: readonly Evidence[]): readonly Evidence[] {
  if (candidate.seeds[0]?.kind !== "identity") return evidence;
  return evidence.map((entry) =>
    entry.family === "identity"
      ? { ...entry, logLikelihoodRatio: Math.min(MOST_OF_CHOSEN_LINKS, entry.logLikelihoodRatio) }
      : entry,
  );
}

function weighBeyondContent(
  group: readonly number[],
  requests: CampaignRequests,
  groups: readonly (readonly number[])[],
  context: Context,
  random: Random,
  selection: number | undefined,
): readonly Evidence[] {
  return [
    weighTiming(group, requests, groups, context),
    weighIdentity(new Set(group), requests, groups, context, selection),
    weighSignups(group, requests, context, random),
    weighLifecycle(group, requests, groups, context),
    weighStops(requests, context),
  ].filter((entry) => entry !== undefined);
}
