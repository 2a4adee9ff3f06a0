import { shuffle } from "../shuffle.ts";
import { anyOf, tailProbability } from "../tail-probability.ts";

/** Requests that ask questions of one list, in order of time. */
export interface ListRequests {
  /** Position in the list. */
  readonly at: Int32Array;
  /** Who pays. */
  readonly payer: Int32Array;
  readonly account: Int32Array;
  readonly model: Int32Array;
}

/** How a list was gone through. */
export interface ListOrder {
  /** Pairs of requests of different payers that ask one model the same question, and the mean of that under rotation. */
  readonly meetings: number;
  readonly meetingsExpected: number;
  /** Rank correlation of position and time, −1 to 1. */
  readonly sweep: number;
  /** Share of pairs of requests of one account that lie in one block (or residue class) of the list; 1/accounts by chance. */
  readonly inBlock: number;
  readonly inResidue: number;
  /** Probability that payers avoid each other as well by chance. */
  readonly pMeetings: number;
  /** The best of all four tests after a Bonferroni correction; that of `pMeetings` alone where payers meet as by chance. */
  readonly p: number;
}

const ROTATIONS = 120;
const PERMUTATIONS = 60;
/** Where payers meet as by chance, order says nothing: a course too is gone through in order, by everybody. */
const MOST_CHANCE_OF_AVOIDING = 0.05;
/** More requests are thinned for the tests. */
const MOST_REQUESTS = 4000;

/**
 * Tests whether a list was dealt out: strangers who choose questions for themselves meet (a birthday problem), shards
 * do not. The null turns each payer's positions by a random offset around the list, which keeps what each of them
 * does, in blocks or in order, and destroys only the agreement between them. Where payers avoid each other, three more
 * tests count: order in time (Spearman, same null), and whether the account follows from the block or from the residue
 * of the position modulo the number of accounts (account labels permuted).
 *
 * @param size - length of the list, counting what cannot be found too
 * @param random - source of numbers in [0, 1)
 */
export function listOrder(all: ListRequests, size: number, random: () => number): ListOrder {
  const requests = thinned(all, random);
  const meetings = meetingsOf(requests, requests.at);
  const turned = Array.from({ length: ROTATIONS }, () => rotate(requests, size, random));
  const turnedMeetings = turned.map((at) => meetingsOf(requests, at));
  const pMeetings = tailProbability(meetings, turnedMeetings, { tail: "lower", resolution: 1 });
  const sweep = rankCorrelation(requests.at);
  const { block, residue } = shardsOf(requests);
  const order = {
    meetings,
    meetingsExpected: turnedMeetings.reduce((sum, pairs) => sum + pairs, 0) / ROTATIONS,
    sweep,
    inBlock: togetherShare(requests.account, block),
    inResidue: togetherShare(requests.account, residue),
    pMeetings,
  };
  if (pMeetings > MOST_CHANCE_OF_AVOIDING) return { ...order, p: pMeetings };
  const pSweep = tailProbability(
    Math.abs(sweep),
    turned.map((at) => Math.abs(rankCorrelation(at))),
    { tail: "upper", resolution: 0.05 },
  );
  const shuffled = Array.from({ length: PERMUTATIONS }, () => {
    const labels = requests.account.slice();
    shuffle(labels, random);
    return labels;
  });
  const pShards = [block, residue].map((shard) =>
    tailProbability(
      togetherShare(requests.account, shard),
      shuffled.map((labels) => togetherShare(labels, shard)),
      { tail: "upper", resolution: 0.02 },
    ),
  );
  return { ...order, p: anyOf([pMeetings, pSweep, ...pShards]) };
}

/** About as many of the requests as the tests need, drawn by lot, with accounts, payers and models numbered from 0. */
function thinned(all: ListRequests, random: () => number): ListRequests {
  const kept = MOST_REQUESTS / all.at.length;
  // By lot, not every third one: a step would fall in with the turns of a deal.
  const rows = [...all.at.keys()].filter(() => kept >= 1 || random() < kept);
  const thin = (column: Int32Array): Int32Array => Int32Array.from(rows, (row) => column[row] ?? 0);
  return {
    at: thin(all.at),
    payer: renumbered(thin(all.payer)),
    account: renumbered(thin(all.account)),
    model: renumbered(thin(all.model)),
  };
}

function renumbered(column: Int32Array): Int32Array {
  const numbers = new Map<number, number>();
  return column.map((value) => {
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  });
}

/** Pairs of requests of different payers on one question and one model. */
function meetingsOf({ payer, model }: ListRequests, at: Int32Array): number {
  const question = at.map((position, row) => position * MODELS + ((model[row] ?? 0) % MODELS));
  return pairsWithin([question]) - pairsWithin([question, payer]);
}

/** Models that a question's key has room for. */
const MODELS = 256;

/** Pairs of rows that are equal in all columns. */
function pairsWithin(columns: readonly [Int32Array, Int32Array?]): number {
  const counts = new Map<number, number>();
  const [first, second] = columns;
  let pairs = 0;
  for (let row = 0; row < first.length; row++) {
    // Two 32-bit numbers of which the first is small enough to stay exact.
    const key = second === undefined ? (first[row] ?? 0) : (first[row] ?? 0) * 4_194_304 + (second[row] ?? 0);
    const before = counts.get(key) ?? 0;
    pairs += before;
    counts.set(key, before + 1);
  }
  return pairs;
}

function rotate({ at, payer }: ListRequests, size: number, random: () => number): Int32Array {
  const offsets = new Map<number, number>();
  return at.map((position, row) => {
    const of = payer[row] ?? 0;
    const offset = offsets.get(of) ?? Math.floor(random() * size);
    offsets.set(of, offset);
    return (position + offset) % size;
  });
}

/** Spearman's rank correlation with the order of the values; ties share their middle rank. 0 where all are equal. */
export function rankCorrelation(values: Int32Array): number {
  const order = rowsByValue(values);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (let at = from; at < to; at++) ranks[order[at] ?? 0] = (from + to - 1) / 2;
    from = to;
  }
  const middle = (values.length - 1) / 2;
  let covariance = 0;
  let ofRanks = 0;
  let ofOrder = 0;
  ranks.forEach((rank, at) => {
    covariance += (rank - middle) * (at - middle);
    ofRanks += (rank - middle) ** 2;
    ofOrder += (at - middle) ** 2;
  });
  return ofRanks === 0 || ofOrder === 0 ? 0 : covariance / Math.sqrt(ofRanks * ofOrder);
}

/** Rows in order of their values; value and row in one exact number, since numbers sort far faster than pairs. */
function rowsByValue(values: Int32Array): Int32Array {
  const keys = Float64Array.from(values, (value, row) => value * MOST_ROWS + row).sort();
  return Int32Array.from(keys, (key) => ((key % MOST_ROWS) + MOST_ROWS) % MOST_ROWS);
}

const MOST_ROWS = 4_194_304;

/** As many blocks of the list, and residue classes of its positions, as there are accounts. */
function shardsOf({ at, account }: ListRequests): {
  readonly block: Int32Array;
  readonly residue: Int32Array;
} {
  const accounts = new Set(account).size;
  const block = new Int32Array(at.length);
  rowsByValue(at).forEach((row, rank) => {
    block[row] = Math.floor((rank * accounts) / at.length);
  });
  return { block, residue: at.map((position) => position % accounts) };
}

/** Share of the pairs of requests of one account that lie in one shard; 0 where no account has two. */
function togetherShare(account: Int32Array, shard: Int32Array): number {
  const together = pairsWithin([shard, account]);
  const pairs = pairsWithin([account]);
  return pairs === 0 ? 0 : together / pairs;
}
