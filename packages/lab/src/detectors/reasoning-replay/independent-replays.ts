import type { Crossing, TokenHolder } from "./token-tracer.ts";

/** One replay that no other explains: from one payer to another, by one token. */
export interface IndependentReplay {
  /** Issued to, or where no issue is known among the accounts first presented by. */
  readonly from: TokenHolder;
  readonly to: TokenHolder;
  /** Whether the log shows the issue. */
  readonly issueKnown: boolean;
}

/** One who publishes a conversation has many readers and is still one event, or two. */
const MOST_OF_SOURCE = 2;

/**
 * Independent replays among some accounts: each token, and each receiving payer, counts once, and each source payer at
 * most twice. So one pasted conversation (many tokens, one receiver), one published token (many receivers) and one
 * publisher (many tokens, many receivers) are few events, and an exchange within a pool is as many as it has payers.
 *
 * Greedy matching, tokens with the fewest receivers first: at least half of the largest matching.
 *
 * @param includes - which accounts count as holders; the others are as if they were not in the log
 */
export function independentReplays(
  crossings: readonly Crossing[],
  includes: (account: number) => boolean,
  payerOf: Int32Array,
): readonly IndependentReplay[] {
  const replays: IndependentReplay[] = [];
  const received = new Set<number>();
  const given = new Map<number, number>();
  const payer = (holder: TokenHolder): number => payerOf[holder.account] ?? -1;
  for (const { sources, receivers, issueKnown } of amongThese(crossings, includes)) {
    const from = sources.find((source) => (given.get(payer(source)) ?? 0) < MOST_OF_SOURCE);
    if (from === undefined) continue;
    const to = receivers.find((holder) => payer(holder) !== payer(from) && !received.has(payer(holder)));
    if (to === undefined) continue;
    received.add(payer(to));
    given.set(payer(from), (given.get(payer(from)) ?? 0) + 1);
    replays.push({ from, to, issueKnown });
  }
  return replays;
}

interface Inside {
  readonly sources: readonly TokenHolder[];
  readonly receivers: readonly TokenHolder[];
  readonly issueKnown: boolean;
}

function amongThese(
  crossings: readonly Crossing[],
  includes: (account: number) => boolean,
): readonly Inside[] {
  const inside: Inside[] = [];
  for (const { issuers, receivers } of crossings) {
    const issued = issuers.filter(({ account }) => includes(account));
    const presented = receivers.filter(({ account }) => includes(account));
    const sources = issued.length > 0 ? issued : presented.slice(0, 1);
    const others = issued.length > 0 ? presented : presented.slice(1);
    if (others.length > 0) inside.push({ sources, receivers: others, issueKnown: issuers.length > 0 });
  }
  return inside.sort((a, b) => a.receivers.length - b.receivers.length);
}
