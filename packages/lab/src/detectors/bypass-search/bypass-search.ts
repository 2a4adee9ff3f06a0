import type { Evidence } from "../evidence.ts";
import { percent, round } from "../figure-text.ts";
import { hedgedEvidence, LEAST_PROBABILITY } from "../tail-probability.ts";
import { findSearchers, isUse, winningFamily, type Searcher } from "./searchers.ts";
import { binomialTail, rankSumTail } from "./order-probability.ts";

const DAY_MS = 86_400_000;
/** Fewer other payers are no scaling. */
const LEAST_ADOPTERS = 8;
/** At most this many searchers for each adopter: where everybody is refused, nobody searches. */
const MOST_SEARCHERS_PER_ADOPTER = 0.25;
/** A search is refused more than this many times as often as ordinary traffic, and than the adopted text. */
const TIMES_ORDINARY = 3;
const TIMES_WINNER = 2;
/**
 * A searcher has the winner before this share of the adopters. Adopters of a launched product come all at once, so that any
 * earlier red team would seem to be in order; but it cannot have had the product's text.
 */
const LEAST_AFTER_FIND = 0.9;
/** The order of a few searchers and some hundred adopters decides; more only cost time. */
const MOST_RANKED_ADOPTERS = 400;
const MOST_RANKED_SEARCHERS = 5;

/** Requests that share a candidate's text, in time order: of its members, and of others who may have searched for it. */
export interface BypassInput {
  /** Epoch milliseconds, ascending. */
  readonly timeMs: Float64Array;
  readonly account: Int32Array;
  /** Identity of the request's text: a hash, or any number. */
  readonly textHash: BigInt64Array | ArrayLike<number>;
  /** 1 where the model refused. */
  readonly refused: Uint8Array;
  /** Template family (D1) per request; −1 for a text of its own. Not a block: variants may share one. */
  readonly family: Int32Array;
  /** Who may have adopted; the other accounts can only have searched. */
  readonly members: ReadonlySet<number>;
  /** Share of ordinary requests that are refused, 0–1. */
  readonly ordinaryRefusal: number;
  /** Payer by account number; where it is given, a payer adopts once, and not what its own accounts searched. */
  readonly payer?: ArrayLike<number>;
  /** Request number per request, to cite; without it nothing is cited. */
  readonly requestNo?: Int32Array;
}

/**
 * D11: a few accounts try many variants and are refused (search), then one family is taken up by many members and
 * is refused far less (scaling). Where no family holds members together, but a block does, what they took up is the shared
 * text as a whole, and every request is a use of it.
 *
 * Two tests, both of which must hold, so the greater p counts. (1) Binomial: the best searcher's refused variants (a family is one),
 * against the greater of three times the ordinary rate and twice the winner's, corrected for the accounts looked at. (2) Order:
 * a searcher's middle refusal stands before the adopters' first uses; exact rank sum (Mann and Whitney 1947) under
 * permutation of the labels "search" and "adoption" over time, where searchers of the same day count as one; and 1 unless a
 * searcher had the winner before nine in ten adopters.
 *
 * @returns undefined without a search, without eight adopters, where every fourth is a searcher, or where no searcher
 *   tried the winner
 */
export function weighBypassSearch(input: BypassInput): Evidence | undefined {
  const winner = winningFamily(input);
  const search = findSearchers(input, winner);
  const adopters = adoptions(input, winner, search.searchers);
  const { searchers } = search;
  const firstTryMs = searchers.reduce((first, { winnerMs }) => Math.min(first, winnerMs), Infinity);
  if (
    adopters.length < LEAST_ADOPTERS ||
    searchers.length === 0 ||
    searchers.length > adopters.length * MOST_SEARCHERS_PER_ADOPTER ||
    firstTryMs === Infinity
  ) {
    return undefined;
  }
  const later = refusalOfWinner(input, winner, searchers);
  const limit = Math.min(0.95, Math.max(TIMES_ORDINARY * input.ordinaryRefusal, TIMES_WINNER * later));
  const best = searchers.reduce(
    (least, { refusedVariants, variants }) => Math.min(least, binomialTail(refusedVariants, variants, limit)),
    1,
  );
  const refusal = Math.min(1, best * search.lookedAt);
  const found = adopters.filter((time) => time > firstTryMs).length >= adopters.length * LEAST_AFTER_FIND;
  const order = found ? rankSumTail(searchTimes(searchers), thinned(adopters)) : 1;
  const p = Math.max(LEAST_PROBABILITY, refusal, order);
  const variants = searchers.reduce((sum, searcher) => sum + searcher.variants, 0);
  const refusedVariants = searchers.reduce((sum, searcher) => sum + searcher.refusedVariants, 0);
  const middle = searchers.reduce((last, { middleMs }) => Math.max(last, middleMs), -Infinity);
  const after = adopters.filter((time) => time > middle).length;
  return {
    family: "lifecycle",
    detector: "D11",
    logLikelihoodRatio: hedgedEvidence(p),
    summary:
      `${String(searchers.length)} ${searchers.length === 1 ? "account" : "accounts"} tried ${String(variants)} variants, ` +
      `${percent(refusedVariants / variants)} of them refused (ordinary traffic ${percent(input.ordinaryRefusal)}); ` +
      `${String(after)} of ${String(adopters.length)} others took up the text after that, refused in ${percent(later)} (p ${p.toPrecision(2)}).`,
    kind: "inferred",
    figures: {
      searchers: searchers.length,
      variants,
      search_refusal: round(refusedVariants / variants),
      adopters: adopters.length,
      adopters_after_search: after,
      winner_refusal: round(later),
      p_refusal: refusal,
      p_order: order,
      p,
    },
    requests: cited(input, winner, searchers),
  };
}

/** First uses by members that are no searchers, ascending; one per payer where payers are known. */
function adoptions(
  input: BypassInput,
  winner: number | undefined,
  searchers: readonly Searcher[],
): readonly number[] {
  const payerOf = (account: number): number => input.payer?.[account] ?? account;
  const searching = new Set(searchers.map(({ account }) => payerOf(account)));
  const first = new Map<number, number>();
  for (let at = 0; at < input.timeMs.length; at++) {
    const account = input.account[at] ?? -1;
    if (!isUse(input, winner, at) || !input.members.has(account)) continue;
    const payer = payerOf(account);
    if (!searching.has(payer) && !first.has(payer)) first.set(payer, input.timeMs[at] ?? 0);
  }
  return [...first.values()];
}

/** Share of the uses by members that are no searchers that are refused, pulled up where they are few (Agresti and Coull 1998). */
function refusalOfWinner(
  input: BypassInput,
  winner: number | undefined,
  searchers: readonly Searcher[],
): number {
  const searching = new Set(searchers.map(({ account }) => account));
  let all = 0;
  let refused = 0;
  for (let at = 0; at < input.timeMs.length; at++) {
    const account = input.account[at] ?? -1;
    if (!isUse(input, winner, at) || !input.members.has(account) || searching.has(account)) continue;
    all++;
    refused += input.refused[at] ?? 0;
  }
  return (refused + 2) / (all + 4);
}

/** One time for each day of searching: accounts of the same day are one hand as far as chance knows. */
function searchTimes(searchers: readonly Searcher[]): readonly number[] {
  const latest = new Map<number, number>();
  for (const { middleMs } of searchers) {
    const day = Math.floor(middleMs / DAY_MS);
    latest.set(day, Math.max(latest.get(day) ?? 0, middleMs));
  }
  return [...latest.values()].sort((a, b) => b - a).slice(0, MOST_RANKED_SEARCHERS);
}

function thinned(times: readonly number[]): readonly number[] {
  const step = Math.max(1, times.length / MOST_RANKED_ADOPTERS);
  return Array.from(
    { length: Math.min(times.length, MOST_RANKED_ADOPTERS) },
    (_, at) => times[Math.floor(at * step)] ?? 0,
  );
}

/** Two refused variants and three uses by others. */
function cited(input: BypassInput, winner: number | undefined, searchers: readonly Searcher[]): number[] {
  const { requestNo } = input;
  if (requestNo === undefined) return [];
  const searching = new Set(searchers.map(({ account }) => account));
  const variants: number[] = [];
  const uses: number[] = [];
  for (let at = 0; at < requestNo.length && (variants.length < 2 || uses.length < 3); at++) {
    const account = input.account[at] ?? -1;
    const isWinner = winner !== undefined && input.family[at] === winner;
    if (searching.has(account)) {
      if (!isWinner && input.refused[at] === 1 && variants.length < 2) variants.push(requestNo[at] ?? 0);
    } else if (input.members.has(account) && isUse(input, winner, at) && uses.length < 3) {
      uses.push(requestNo[at] ?? 0);
    }
  }
  return [...variants, ...uses];
}
