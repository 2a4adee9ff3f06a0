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
import type { Random } from "./random.ts";
import { isText } from "./seeds.ts";
import { weighContent } from "./weigh-content.ts";
import { firstRequestsOf } from "./weigh-identity.ts";

interface ContentInput {
  readonly candidate: Candidate;
  readonly members: readonly number[];
  readonly requests: CampaignRequests;
  readonly texts: CandidateTexts;
  readonly groups: readonly (readonly number[])[];
  readonly context: Context;
  readonly random: Random;
}

/**
 * The content family: what the shared text says (D1, D2 with D3), whether many users stand behind the accounts (D10),
 * and whether the texts are those of an evaluation or of a data set that is swept (D13).
 */
export function weighAllContent({
  candidate,
  members,
  requests,
  texts,
  groups,
  context,
  random,
}: ContentInput): readonly Evidence[] {
  const group = new Set(members);
  const shared = candidate.seeds.filter(isText);
  const relay = weighRelay(members, groups, context.measures, {
    payer: context.facts.payer,
    declared: context.declared,
    requestsOf: (accounts) => firstRequestsOf(accounts, requests),
  });
  return [
    shared.length === 0 ? undefined : weighContent(shared, group, requests, context),
    relay,
    weighCoverage(textsOf(texts, group), context.facts.payer, context.evaluations, random),
  ].filter((entry) => entry !== undefined);
}

/** The replay family: the model's reasoning tokens (D4) and its answers (D5) that come back from others. */
export function weighReplays(members: readonly number[], context: Context): readonly Evidence[] {
  const group = new Set(members);
  return [weighReplay(group, context.replays), weighEcho(group, context.echoes)].filter(
    (entry) => entry !== undefined,
  );
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
 * A search for a bypass and the use of what it found (D11). The searchers need not be members: they were refused, and
 * the text that was adopted is what the members share. Evidence only where members are among the adopters.
 */
export function weighSearch(
  texts: CandidateTexts,
  members: ReadonlySet<number>,
  context: Context,
): readonly Evidence[] {
  if (!texts.account.some((account) => members.has(account))) return [];
  const found = weighBypassSearch({
    ...texts,
    ordinaryRefusal: context.ordinary.shapes["refusal"] ?? 0,
    payer: context.facts.payer,
  });
  return found === undefined ? [] : [found];
}
