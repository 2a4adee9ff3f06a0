import type { AccountFacts } from "../accounts/account-facts.ts";
import type { Signups } from "../detectors/lifecycle/signups.ts";
import type { IdentityIndex } from "../accounts/identity-index.ts";
import type { TimedRequests } from "../detectors/synchrony/synchrony.ts";
import type { Rates } from "../detectors/harvest-intent/harvest-intent.ts";

/** What every candidate of a run is held against. */
export interface Context {
  readonly facts: AccountFacts;
  readonly index: IdentityIndex;
  /** When the accounts were created. */
  readonly signups: Signups;
  /** Accounts that no candidate claims. */
  readonly pool: readonly number[];
  /** Requests of a sample of the pool, for timing. */
  readonly poolTimes: ReadonlyMap<number, Float64Array>;
  /** How often ordinary accounts show each intent and each response shape. */
  readonly ordinary: { readonly intents: Rates; readonly shapes: Rates };
  readonly medianUsageOfPlans: ReadonlyMap<number, number>;
  readonly releases: readonly {
    readonly timeMs: number;
    readonly use: ReadonlyMap<number, number> | undefined;
  }[];
  readonly hasEnforcement: boolean;
  readonly logStartMs: number;
  readonly logEndMs: number;
}

/** A candidate's own requests, in time order. */
export interface CampaignRequests extends TimedRequests {
  readonly requestNo: Int32Array;
  readonly inputTokens: Int32Array;
  readonly outputTokens: Int32Array;
}

/** Keeps the requests of some accounts. */
export function restrictTo(requests: CampaignRequests, accounts: ReadonlySet<number>): CampaignRequests {
  const kept: number[] = [];
  for (let at = 0; at < requests.account.length; at++) {
    if (accounts.has(requests.account[at] ?? -1)) kept.push(at);
  }
  return {
    timeMs: Float64Array.from(kept, (at) => requests.timeMs[at] ?? 0),
    account: Int32Array.from(kept, (at) => requests.account[at] ?? 0),
    requestNo: Int32Array.from(kept, (at) => requests.requestNo[at] ?? 0),
    inputTokens: Int32Array.from(kept, (at) => requests.inputTokens[at] ?? 0),
    outputTokens: Int32Array.from(kept, (at) => requests.outputTokens[at] ?? 0),
  };
}
