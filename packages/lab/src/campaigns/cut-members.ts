import { identityStatistic, linkWeights, memberLinks } from "../detectors/identity-links/identity-links.ts";
import { tailProbability } from "../detectors/tail-probability.ts";
import { LEAST, type Candidate } from "./candidates.ts";
import { restrictTo, type CampaignRequests, type Context } from "./context.ts";
import { LEAST_OF_CONTENT, LEAST_OF_SPEAKING_FAMILY } from "./evidence.ts";
import { LEAST_MEMBERSHIP, membership } from "./membership.ts";
import { linkedCore } from "./peel.ts";
import type { Random } from "../detectors/seeded-random.ts";
import { drawReferenceGroups } from "./reference-groups.ts";
import { isText } from "./seeds.ts";
import { weighContent } from "./weigh-content.ts";
import { weighLifecycle } from "./weigh-lifecycle.ts";
import { weighTiming } from "./weigh-timing.ts";

/** A member has at least this share of the requests that a typical account of the group has. */
const LEAST_OF_TYPICAL = 0.2;
/** An account that shares nothing but the text and has more than this many times as much is a customer of its own. */
const MOST_OF_TYPICAL = 20;
/** Links that weigh less are no links. */
const LEAST_LINK = 0.2;

/**
 * Who belongs: first by requests and links; then, where a part is densely linked and the rest of the group shows
 * nothing beyond the text, that part alone. So the users of a public harness are not dragged along by a
 * campaign that uses it too.
 */
export function cutToMembers(
  candidate: Candidate,
  requests: CampaignRequests,
  context: Context,
  random: Random,
): Cut {
  const { facts, index } = context;
  const everyone = new Set(requests.account);
  const weights = linkWeights(memberLinks(everyone, index, facts.organization));
  const likely = new Map<number, number>();
  const counts = countByAccount(requests);
  const typical = median([...counts.values()]);
  for (const [account, count] of counts) {
    if (count < LEAST_OF_TYPICAL * typical) continue;
    const linked = weights.get(account) ?? 0;
    if (linked < LEAST_LINK && count > MOST_OF_TYPICAL * typical) continue;
    const strength = membership(count, facts.requests[account] ?? 0, linked, candidate.core.has(account));
    if (strength >= LEAST_MEMBERSHIP) likely.set(account, strength);
  }
  const whole: Cut = { members: likely, peeled: candidate.accounts.size - likely.size, selection: undefined };
  // A text that says nothing is spared anyway; where there is none, nobody came in by a popular one.
  const all = restrictTo(requests, new Set(likely.keys()));
  const texts = candidate.seeds.filter(isText);
  if (texts.length === 0) return whole;
  const content = weighContent(texts, new Set(likely.keys()), all, context);
  if (content.logLikelihoodRatio < LEAST_OF_CONTENT) return whole;
  const core = linkedCore(new Set(likely.keys()), index, facts.organization);
  const rest = [...likely.keys()].filter((account) => !core.has(account));
  if (core.size < LEAST.accounts || rest.length < LEAST.accounts) return whole;
  const selection = chanceOfCore(core.size, [...likely.keys()], context, random);
  if (selection > MOST_CHANCE_OF_CORE || !isOrdinary(rest, candidate, requests, context, random))
    return whole;
  const members = new Map([...likely].filter(([account]) => core.has(account)));
  return { members, peeled: candidate.accounts.size - members.size, selection };
}

/** Members, how many accounts were left out, and how likely so large a linked core is where members were chosen by links. */
export interface Cut {
  readonly members: ReadonlyMap<number, number>;
  readonly peeled: number;
  /** Absent where members were not chosen by their links: then links may be tested as they are. */
  readonly selection: number | undefined;
}

/** A core is cut out only where chance hardly gives one of its size. */
const MOST_CHANCE_OF_CORE = 1e-4;
const CORE_GROUPS = 60;

/**
 * Probability that peeling an ordinary group of the same size leaves a core at least as large. Members that were
 * chosen for their links are linked by construction, so that this, and not their links, is the evidence.
 */
export function chanceOfCore(
  size: number,
  group: readonly number[],
  context: Context,
  random: Random,
): number {
  const { facts, index } = context;
  const shares = drawReferenceGroups(group, context.pool, facts, random, CORE_GROUPS).map(
    (drawn) => linkedCore(new Set(drawn), index, facts.organization).size / Math.max(1, drawn.length),
  );
  return tailProbability(size / group.length, shares, { tail: "upper", resolution: 0.01 });
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
      identityStatistic(new Set(drawn), context.index, context.facts.organization) *
      (group.length / Math.max(1, drawn.length)),
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

function countByAccount(requests: CampaignRequests): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const account of requests.account) counts.set(account, (counts.get(account) ?? 0) + 1);
  return counts;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
