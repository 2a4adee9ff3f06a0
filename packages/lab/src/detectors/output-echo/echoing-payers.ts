import type { EchoFacts } from "./echo-facts.ts";

/** What one payer's accounts did with other payers' answers. */
export interface EchoingPayer {
  /** Requests, echoes or not. */
  requests: number;
  echoes: number;
  firstRequest: number;
  readonly sourcePayers: Set<number>;
  readonly days: Set<number>;
}

/** Adds up the accounts of each payer; payers without an echo are in it too, for they could have had one. */
export function echoingPayers(
  facts: EchoFacts,
  includes: (account: number) => boolean,
): ReadonlyMap<number, EchoingPayer> {
  const payers = new Map<number, EchoingPayer>();
  facts.requests.forEach((requests, account) => {
    if (requests === 0 || !includes(account)) return;
    const number = facts.payerOf[account] ?? -1;
    let payer = payers.get(number);
    if (!payer) {
      payer = { requests: 0, echoes: 0, firstRequest: -1, sourcePayers: new Set(), days: new Set() };
      payers.set(number, payer);
    }
    payer.requests += requests;
    const receiver = facts.receivers.get(account);
    if (!receiver) return;
    if (payer.echoes === 0) payer.firstRequest = receiver.firstRequest;
    payer.echoes += receiver.echoes;
    for (const source of receiver.sources.keys()) payer.sourcePayers.add(facts.payerOf[source] ?? -1);
    for (const day of receiver.days) payer.days.add(day);
  });
  return payers;
}

const LEAST_SOURCES = 3;
const LEAST_SHARE = 0.05;
/** A log shorter than this cannot show that something lasts. */
const LEAST_LOG_DAYS = 3;

/**
 * Repeats as a practice and not by occasion: answers of at least three sources, on two days (of a log of three
 * days or more), a twentieth of all its requests.
 */
export function isPersistent(payer: EchoingPayer, logDays: number): boolean {
  return (
    payer.sourcePayers.size >= LEAST_SOURCES &&
    payer.echoes >= LEAST_SHARE * payer.requests &&
    payer.days.size >= leastDays(logDays)
  );
}

/** UTC days on which a practice must show. */
export function leastDays(logDays: number): number {
  return logDays < LEAST_LOG_DAYS ? 1 : 2;
}

/** One published text has many who quote it, and is one event, or two. */
const MOST_OF_SOURCE = 2;

/**
 * Payers that each have a source of their own: every source payer counts for at most two of them. Greedy, payers with the
 * fewest sources first: at least half of the most that is possible.
 */
export function withOwnSource(payers: readonly EchoingPayer[]): readonly EchoingPayer[] {
  const given = new Map<number, number>();
  return [...payers]
    .sort((a, b) => a.sourcePayers.size - b.sourcePayers.size || a.firstRequest - b.firstRequest)
    .filter((payer) => {
      const free = [...payer.sourcePayers].find((source) => (given.get(source) ?? 0) < MOST_OF_SOURCE);
      if (free !== undefined) given.set(free, (given.get(free) ?? 0) + 1);
      return free !== undefined;
    });
}
