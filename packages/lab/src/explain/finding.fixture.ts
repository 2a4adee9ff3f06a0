import type { Search } from "../campaigns/find-campaigns.ts";
import type { Finding } from "../campaigns/judge-all.ts";
import { fuse } from "../campaigns/evidence.ts";
import type { Evidence } from "../detectors/evidence.ts";
import type { CampaignRequests } from "../campaigns/context.ts";
import { contextOf } from "../campaigns/context.fixture.ts";
import type { Seed } from "../campaigns/seeds.ts";
import type { Names } from "../engine/load-chunks.ts";
import type { EvidenceFamily } from "../report/report.ts";

/** Requests given as (account, time) in time order; numbered from 0. */
export function requestsOf(list: readonly (readonly [account: number, timeMs: number])[]): CampaignRequests {
  return {
    account: Int32Array.from(list, ([account]) => account),
    timeMs: Float64Array.from(list, ([, time]) => time),
    requestNo: Int32Array.from(list, (_, at) => at),
    inputTokens: new Int32Array(list.length).fill(100),
    outputTokens: new Int32Array(list.length).fill(10),
  };
}

export function evidenceOf(family: EvidenceFamily, logLikelihoodRatio: number): Evidence {
  return {
    family,
    detector: "D1",
    logLikelihoodRatio,
    summary: "",
    kind: "observed",
    figures: {},
    requests: [],
  };
}

/** A finding whose members are the accounts of its requests. */
export function findingOf(known: {
  readonly requests: CampaignRequests;
  readonly seeds?: readonly Seed[];
  readonly evidence?: readonly Evidence[];
  readonly qValue?: number;
  readonly spared?: readonly string[];
}): Finding {
  const evidence = known.evidence ?? [];
  const members = new Map([...new Set(known.requests.account)].map((account) => [account, 0.9]));
  return {
    candidate: {
      seeds: known.seeds ?? [],
      accounts: new Map([...members.keys()].map((account) => [account, 1])),
      core: new Set(members.keys()),
    },
    members,
    requests: known.requests,
    evidence,
    verdict: fuse(evidence),
    spared: known.spared ?? [],
    peeled: 0,
    selection: undefined,
    counterfactuals: [],
    qValue: known.qValue ?? 1,
  };
}

export function searchOf(findings: readonly Finding[], known: Partial<Search> = {}): Search {
  return { findings, narrowSeeds: [], groups: [], context: contextOf({}), ...known };
}

/** Names for accounts 0 to `count` − 1: "a0", "a1" … */
export function namesOf(count: number): Names {
  return {
    accounts: Array.from({ length: count }, (_, at) => `a${String(at)}`),
    models: [],
    strings: [],
    organizationOf: [],
  };
}
