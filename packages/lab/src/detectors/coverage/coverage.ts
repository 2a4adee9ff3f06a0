import type { Evidence } from "../evidence.ts";
import { percent } from "../figure-text.ts";
import { hedgedEvidence } from "../tail-probability.ts";
import type { EvaluationIndex } from "./evaluation-lists.ts";
import { listOrder, type ListOrder } from "./list-order.ts";

/** A candidate's requests in order of time. */
export interface CoverageRequests {
  readonly requestNo: Int32Array;
  readonly account: Int32Array;
  readonly model: Int32Array;
  /** `Sketch.textHash`, signed or not; 0 where unknown. */
  readonly textHash: BigInt64Array | BigUint64Array;
}

/** What the requests are of one list. */
export interface ListCoverage {
  readonly name: string;
  /** Requests that ask one of its questions. */
  readonly requests: number;
  /** Distinct questions asked, and questions that the list has. */
  readonly questions: number;
  readonly size: number;
  readonly models: number;
  readonly payers: number;
  /** The first of the requests. */
  readonly first: readonly number[];
  /** Absent where fewer than 30 requests or 30 % of all, or fewer than 5 payers, ask. */
  readonly order?: ListOrder;
}

const MOST_AGAINST = -3;
const MOST_FOR = 2;
/** An evaluation of so many payers is none of theirs any more. */
const FEW_PAYERS = 2;
const MANY_PAYERS = 10;
/** Least requests and payers that a test of order needs, and least share of the candidate that the list must be. */
const LEAST_REQUESTS = 30;
const LEAST_PAYERS = 5;
const LEAST_SHARE = 0.3;
/** Beyond this, nothing was dealt out. */
const MOST_CHANCE = 0.01;

/**
 * Coverage and order of data sets (D13, content family). Against a harvest: most requests are questions of public
 * evaluations and few payers stand behind them, so that it is an evaluation. For one: a list was dealt out over many
 * payers so that hardly two of them ask the same.
 *
 * @param payerOf - payer per account
 * @param random - source of numbers in [0, 1)
 * @returns undefined where neither is so
 */
export function weighCoverage(
  requests: CoverageRequests,
  payerOf: Int32Array,
  index: EvaluationIndex,
  random: () => number,
): Evidence | undefined {
  const lists = coverageOf(requests, payerOf, index, random);
  const total = requests.account.length;
  const asked = lists.reduce((sum, list) => sum + list.requests, 0);
  const payers = new Set([...requests.account].map((account) => payerOf[account] ?? -1)).size;
  const against = evidenceAgainst(asked / Math.max(1, total), payers);
  const most = lists[0];
  if (most === undefined) return undefined;
  if (against < 0) return evaluation(lists, asked / total, payers, against);
  const dealt = lists
    .filter((list) => list.order !== undefined)
    .sort((a, b) => (a.order?.p ?? 1) - (b.order?.p ?? 1));
  const best = dealt[0];
  if (best?.order === undefined) return undefined;
  const p = Math.min(1, best.order.p * dealt.length);
  return p > MOST_CHANCE ? undefined : dealtOut(best, best.order, p, Math.min(MOST_FOR, hedgedEvidence(p)));
}

/** What the requests cover of each list, those with most requests first; lists without a request are left out. */
export function coverageOf(
  requests: CoverageRequests,
  payerOf: Int32Array,
  index: EvaluationIndex,
  random: () => number,
): readonly ListCoverage[] {
  const rowsOf = new Map<number, { readonly row: number; readonly at: number }[]>();
  requests.textHash.forEach((hash, row) => {
    const position = hash === 0n ? undefined : index.positionOf(hash);
    if (position === undefined) return;
    const rows = rowsOf.get(position.list) ?? [];
    rows.push({ row, at: position.at });
    rowsOf.set(position.list, rows);
  });
  return [...rowsOf]
    .sort(([a, rowsA], [b, rowsB]) => rowsB.length - rowsA.length || a - b)
    .map(([list, rows]) => {
      const { name, size, length } = index.lists[list] ?? { name: "", size: 0, length: 0 };
      const column = (values: Int32Array): Int32Array => Int32Array.from(rows, ({ row }) => values[row] ?? 0);
      const account = column(requests.account);
      const model = column(requests.model);
      const payer = account.map((one) => payerOf[one] ?? -1);
      const at = Int32Array.from(rows, (row) => row.at);
      const payers = new Set(payer).size;
      const testable =
        rows.length >= Math.max(LEAST_REQUESTS, LEAST_SHARE * requests.account.length) &&
        payers >= LEAST_PAYERS;
      return {
        name,
        requests: rows.length,
        questions: new Set(at).size,
        size,
        models: new Set(model).size,
        payers,
        first: rows.slice(0, 3).map(({ row }) => requests.requestNo[row] ?? 0),
        ...(testable ? { order: listOrder({ at, payer, account, model }, length, random) } : {}),
      };
    });
}

/** −3 where everything is a public question of one or two payers; 0 from half of it, or from ten payers on. */
function evidenceAgainst(share: number, payers: number): number {
  const much = Math.max(0, (share - 0.5) / 0.5);
  const few = Math.min(1, Math.max(0, (MANY_PAYERS - payers) / (MANY_PAYERS - FEW_PAYERS)));
  return MOST_AGAINST * much * few;
}

function evaluation(lists: readonly ListCoverage[], share: number, payers: number, ratio: number): Evidence {
  const named = lists
    .slice(0, 2)
    .map(
      (list) =>
        `${list.questions.toLocaleString("en-US")} of ${list.size.toLocaleString("en-US")} of ${list.name}${list.models > 1 ? ` on ${String(list.models)} models` : ""}`,
    );
  return {
    family: "content",
    detector: "D13",
    logLikelihoodRatio: ratio,
    summary: `${percent(share)} of the requests are questions of public evaluations (${named.join(", ")}), for ${payers === 1 ? "one payer" : `${String(payers)} payers`}: an evaluation, not a harvest.`,
    kind: "observed",
    figures: { share_of_requests: share, payers, ...figuresOf(lists[0]) },
    requests: lists[0]?.first ?? [],
  };
}

function dealtOut(list: ListCoverage, order: ListOrder, p: number, ratio: number): Evidence {
  const shards =
    order.inBlock > 0.5
      ? "; each account has its own block of the list"
      : order.inResidue > 0.5
        ? "; each account has its own residue class of the list"
        : "";
  const sweep = Math.abs(order.sweep) > 0.8 ? "; the list was gone through in order" : "";
  return {
    family: "content",
    detector: "D13",
    logLikelihoodRatio: ratio,
    summary: `${list.questions.toLocaleString("en-US")} of ${list.size.toLocaleString("en-US")} questions of ${list.name} were dealt out over ${String(list.payers)} payers: two of them asked the same ${String(order.meetings)} times, ${order.meetingsExpected.toFixed(0)} expected if each chose alone${shards}${sweep} (p ${p.toPrecision(2)}).`,
    kind: "inferred",
    figures: {
      p,
      p_meetings: order.pMeetings,
      meetings: order.meetings,
      meetings_expected: order.meetingsExpected,
      sweep: order.sweep,
      in_block: order.inBlock,
      in_residue: order.inResidue,
      ...figuresOf(list),
    },
    requests: list.first,
  };
}

function figuresOf(list: ListCoverage | undefined): Record<string, number> {
  if (list === undefined) return {};
  return {
    questions: list.questions,
    covered: list.questions / Math.max(1, list.size),
    repeats: list.requests / Math.max(1, list.questions),
    models: list.models,
  };
}
