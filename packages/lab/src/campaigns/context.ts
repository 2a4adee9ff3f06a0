import type { EvaluationIndex } from "../detectors/coverage/evaluation-lists.ts";
import type { Rule } from "../rules/rule.ts";
import type { QuantileOf } from "../rules/weigh-rule.ts";
import type { EchoFacts } from "../detectors/output-echo/echo-facts.ts";
import type { ReplayFacts } from "../detectors/reasoning-replay/replay-facts.ts";
import type { AccountMeasures } from "../accounts/account-measures.ts";
import type { AccountFacts } from "../accounts/account-facts.ts";
import type { Signups } from "../detectors/lifecycle/signups.ts";
import type { IdentityIndex } from "../accounts/identity-index.ts";
import type { TimedRequests } from "../detectors/synchrony/synchrony.ts";
import type { Rates } from "../detectors/harvest-intent/harvest-intent.ts";

/** What every candidate of a run is held against. */
export interface Context {
  readonly facts: AccountFacts;
  /** Payers of the log, `facts.payer` counted. */
  readonly payers: number;
  readonly index: IdentityIndex;
  /** `index` without places. */
  readonly instruments: IdentityIndex;
  /** When the accounts were created. */
  readonly signups: Signups;
  /** Figures of every account over the whole log. */
  readonly measures: AccountMeasures;
  /** Whose reasoning tokens came back from whom. */
  readonly replays: ReplayFacts;
  /** Whose answers came back from whom. */
  readonly echoes: EchoFacts;
  /** Questions of public evaluations. */
  readonly evaluations: EvaluationIndex;
  /** First ban or limit of each account that had one, epoch ms. */
  readonly stops: ReadonlyMap<number, number>;
  /** Accounts whose use is declared, by declared use. */
  readonly declared: ReadonlySet<number>;
  /** Accounts that no candidate claims. */
  readonly pool: readonly number[];
  /** Requests of a sample of the pool, for timing. */
  readonly poolTimes: ReadonlyMap<number, Float64Array>;
  /** The analyst's own measure rules that take part. */
  readonly rules: readonly Rule[];
  /** Quantiles of ordinary accounts, from the lab's baseline or from the pool. */
  readonly quantileOf: QuantileOf;
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
