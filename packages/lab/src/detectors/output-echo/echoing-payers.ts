import type { EchoLog } from "./echo-facts.ts";

/** What one payer's accounts did with other payers' answers. */
export interface EchoingPayer {
  /** Requests, echoes or not. */
  readonly requests: number;
  readonly echoes: number;
  readonly firstRequest: number;
  readonly sourcePayers: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
}

/**
 * Adds up accounts by payer; payers without an echo are in it too, for they could have had one.
 *
 * @param accounts - each once, those of one payer ascending; those without a request count nowhere
 */
export function echoingPayers(
  { requests, payerOf, receivers }: EchoLog,
  accounts: Iterable<number>,
): ReadonlyMap<number, EchoingPayer> {
  const payers = new Map<number, Adding>();
  for (const account of accounts) {
    const own = requests[account] ?? 0;
    if (own === 0) continue;
    const number = payerOf[account] ?? -1;
    let payer = payers.get(number);
    if (!payer) {
      payer = { requests: 0, echoes: 0, firstRequest: -1, sourcePayers: NONE, days: NONE };
      payers.set(number, payer);
    }
    payer.requests += own;
    const receiver = receivers.get(account);
    if (!receiver) continue;
    if (payer.echoes === 0) payer.firstRequest = receiver.firstRequest;
    payer.echoes += receiver.echoes;
    if (payer.days === NONE) {
      payer.sourcePayers = new Set();
      payer.days = new Set();
    }
    for (const source of receiver.sources.keys()) payer.sourcePayers.add(payerOf[source] ?? -1);
    for (const day of receiver.days) payer.days.add(day);
  }
  return payers;
}

interface Adding {
  requests: number;
  echoes: number;
  firstRequest: number;
  sourcePayers: Set<number>;
  days: Set<number>;
}

/** Most payers have no echo, and need no set of their own. */
const NONE: Set<number> = new Set();

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

/** Repeats, if only once. */
export function echoesAtAll(payer: EchoingPayer): boolean {
  return payer.echoes > 0;
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
