import type { AccountFacts } from "../accounts/account-facts.ts";
import { withoutPlaces } from "../accounts/identity-index.ts";
import type { CampaignRequests, Context } from "../campaigns/context.ts";
import { readSignups } from "../detectors/lifecycle/signups.ts";

/** A midnight; every case's log begins here. */
export const CASE_START_MS: number = 20_000 * 86_400_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS: number = 24 * HOUR_MS;

/** What a case says of one account; nothing else is known of it. */
export interface CaseAccount {
  readonly requests?: number;
  readonly firstMs?: number;
  readonly activeDays?: number;
  readonly peakDay?: number;
  readonly firstDay?: number;
  readonly createdMs?: number;
  readonly stoppedMs?: number;
  readonly organization?: number;
  readonly payer?: number;
  readonly plan?: number;
  readonly hours?: ArrayLike<number>;
}

/** Facts of the accounts of a case, which has no engine. An account without payer pays for itself. */
export function caseFacts(accounts: readonly CaseAccount[]): AccountFacts {
  const column = (of: (account: CaseAccount) => number | undefined, otherwise: number): Float64Array =>
    Float64Array.from(accounts, (account) => of(account) ?? otherwise);
  const hourOfDay = new Float64Array(accounts.length * 24);
  accounts.forEach(({ hours }, at) => {
    if (hours !== undefined) hourOfDay.set(hours, at * 24);
  });
  return {
    count: accounts.length,
    requests: column((account) => account.requests, 1),
    firstMs: column((account) => account.firstMs, CASE_START_MS),
    lastMs: column((account) => account.firstMs, CASE_START_MS),
    hourOfDay,
    activeDays: column((account) => account.activeDays, 1),
    peakDay: column((account) => account.peakDay, 1),
    firstDay: column((account) => account.firstDay, 1),
    createdMs: column((account) => account.createdMs, Number.NaN),
    stoppedMs: column((account) => account.stoppedMs, Number.NaN),
    organization: Int32Array.from(accounts, (account) => account.organization ?? -1),
    payer: Int32Array.from(accounts, (account, at) => account.payer ?? at),
    plan: Int32Array.from(accounts, (account) => account.plan ?? -1),
    row: accounts.map(() => undefined),
  };
}

/**
 * What a candidate of a case is held against: the parts of a run's context that content, timing, identity and lifecycle
 * are weighed on. Replay, echo, relay and coverage have case functions of their own, which need no context.
 */
export function caseContext(
  days: number,
  known: Partial<Context> & { readonly facts: AccountFacts },
): Context {
  const index = known.index ?? { values: [], ofAccount: new Map(), known: new Set() };
  const parts: Partial<Context> = {
    signups: readSignups(known.facts),
    payers: new Set(known.facts.payer).size,
    index,
    instruments: withoutPlaces(index),
    pool: [],
    poolTimes: new Map(),
    ordinary: { intents: {}, shapes: {} },
    medianUsageOfPlans: new Map(),
    releases: [],
    hasEnforcement: false,
    logStartMs: CASE_START_MS,
    logEndMs: CASE_START_MS + days * DAY_MS,
    ...known,
  };
  return parts as Context;
}

/** Requests in time order; numbered in that order. */
export function caseRequests(
  requests: readonly { readonly timeMs: number; readonly account: number }[],
): CampaignRequests {
  const sorted = [...requests].sort((a, b) => a.timeMs - b.timeMs || a.account - b.account);
  return {
    timeMs: Float64Array.from(sorted, ({ timeMs }) => timeMs),
    account: Int32Array.from(sorted, ({ account }) => account),
    requestNo: Int32Array.from(sorted, (_, at) => at),
    inputTokens: new Int32Array(sorted.length),
    outputTokens: new Int32Array(sorted.length),
  };
}

/** Account numbers from one up to another, which is left out. */
export function numbersFrom(first: number, end: number): readonly number[] {
  return Array.from({ length: end - first }, (_, at) => first + at);
}
