import { weighBypassSearch } from "../detectors/bypass-search/bypass-search.ts";
import { weighCoverage } from "../detectors/coverage/coverage.ts";
import type { Evidence } from "../detectors/evidence.ts";
import { weighEcho } from "../detectors/output-echo/output-echo.ts";
import { weighFailover } from "../detectors/pool-failover/pool-failover.ts";
import { weighReplay } from "../detectors/reasoning-replay/reasoning-replay.ts";
import { weighRelay } from "../detectors/relay/relay.ts";
import type { Candidate } from "./candidates.ts";
import type { CampaignRequests, Context } from "./context.ts";
import { textsOf, type CandidateTexts } from "./candidate-texts.ts";
import type { Random } from "../detectors/seeded-random.ts";
import { isText } from "./seeds.ts";
import { weighContent } from "./weigh-content.ts";
import { firstRequestsOf } from "./weigh-identity.ts";

/** What the shared text says by itself (D1, D2 with D3); nothing where the candidate has none. */
export function weighText(
  candidate: Candidate,
  requests: CampaignRequests,
  context: Context,
): readonly Evidence[] {
  const shared = candidate.seeds.filter(isText);
  return shared.length === 0 ? [] : [weighContent(shared, new Set(requests.account), requests, context)];
}

/** Measures that rise where many people stand behind an account. */
const RELAYED = ["languages", "systems", "intent_foreignIdentity", "busiest_minute", "user_agents"] as const;
/** A relay shows in at least so many of them (D10 judges pairs). */
const LEAST_RISEN = 2;

/** Whether it is worth to draw groups and test for a relay: the typical member is among the upper tenth in two measures. */
export function looksRelayed(members: readonly number[], context: Context): boolean {
  const risen = RELAYED.filter((name) => {
    const values = context.measures.of(name);
    const known = members
      .map((account) => values[account] ?? Number.NaN)
      .filter((value) => !Number.isNaN(value));
    const middle = known.sort((a, b) => a - b)[known.length >> 1] ?? Number.NaN;
    return middle > context.quantileOf(name, 0.9);
  });
  return risen.length >= LEAST_RISEN;
}

/** Whether many unrelated users stand behind the accounts (D10). */
export function weighUsers(
  requests: CampaignRequests,
  members: readonly number[],
  groups: readonly (readonly number[])[],
  context: Context,
): readonly Evidence[] {
  const relay = weighRelay(members, groups, context.measures, {
    payer: context.facts.payer,
    requestsOf: (accounts) => firstRequestsOf(accounts, requests),
  });
  return relay === undefined ? [] : [relay];
}

/** The replay family: the model's reasoning tokens (D4) and its answers (D5) that come back from others. */
export function weighReplays(members: readonly number[], context: Context): readonly Evidence[] {
  const group = new Set(members);
  const presents = members.some((account) => (context.replays.presented[account] ?? 0) > 0);
  const echoes = members.some((account) => context.echoes.receivers.has(account));
  return [
    presents ? weighReplay(group, context.replays) : undefined,
    echoes ? weighEcho(group, context.echoes) : undefined,
  ].filter((entry) => entry !== undefined);
}

/** Failover of the group's text to new accounts after the lab has stopped some (D9). */
export function weighStops(requests: CampaignRequests, context: Context): Evidence | undefined {
  if (context.stops.size === 0) return undefined;
  return weighFailover({
    ...requests,
    stops: context.stops,
    firstSeenMs: context.facts.firstMs,
    logStartMs: context.logStartMs,
    logEndMs: context.logEndMs,
  });
}

/**
 * What the single texts say: whether they are those of an evaluation, or of a data set that is dealt out (D13), and whether
 * they were searched for and then taken up (D11). Searchers need not be members: they were refused, and what was
 * adopted is what the members share.
 *
 * @param texts - of the whole candidate
 * @param templates - numbers of the candidate's template seeds
 */
export function weighTexts(
  texts: CandidateTexts,
  templates: ReadonlySet<number>,
  members: ReadonlySet<number>,
  context: Context,
  random: Random,
): readonly Evidence[] {
  const own = textsOf(texts, members);
  if (own.account.length === 0) return [];
  return [
    weighCoverage(own, context.facts.payer, context.evaluations, random),
    weighBypassSearch({
      ...texts,
      // Variants of one block are what a search tries; only a template is something to take up.
      family: texts.family.map((seed) => (templates.has(seed) ? seed : -1)),
      members,
      ordinaryRefusal: context.ordinary.shapes["refusal"] ?? 0,
      payer: context.facts.payer,
    }),
  ].filter((entry) => entry !== undefined);
}
