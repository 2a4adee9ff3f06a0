/** One request as the rival detectors see it: a generous view, with everything that any of them asks for. */
export interface RivalRequest {
  readonly account: string;
  readonly organization: string;
  /** Card token of the accounts table; `null` where unknown. */
  readonly payment: string | null;
  readonly timeMs: number;
  /** System text, cut; empty where there is none. Only for rules that look for phrases and preambles. */
  readonly system: string;
  /** Last user message, cut to a few thousand characters: the query. */
  readonly text: string;
  /** `textVector(text)`: 128 figures, length 1. */
  readonly vector: Float32Array;
  readonly ip: string;
  readonly userAgent: string;
  readonly tls: string;
  readonly refused: boolean;
  readonly outputTokens: number;
}

/** A log for the rivals: at most `MOST_TEXTS` requests of each account with text, ascending in time. */
export interface RivalLog {
  readonly requests: readonly RivalRequest[];
  readonly byAccount: ReadonlyMap<string, readonly RivalRequest[]>;
  /** All arrivals of each account, also those beyond the cap: epoch milliseconds, ascending. */
  readonly arrivals: ReadonlyMap<string, readonly number[]>;
}

/** What a rival says about a log. */
export interface RivalFindings {
  readonly flagged: ReadonlySet<string>;
  /** Only where the method judges stretches of the whole traffic: each window with its verdict. */
  readonly windows?: readonly { readonly accounts: readonly string[]; readonly flagged: boolean }[];
}

/** A published method, re-implemented from its description. */
export interface Rival {
  readonly name: string;
  /** Where it is described, and what had to be replaced. */
  readonly source: string;
  /**
   * Learns what is ordinary from `reference`, and sets its threshold on `held`: two independent draws of whole honest
   * logs. Two halves of one draw are far more alike than two logs, and a threshold from them flags every other log.
   */
  readonly learn: (reference: RivalLog, held: RivalLog) => (log: RivalLog) => RivalFindings;
}

/** Requests of one account whose text is kept: PRADA compares all pairs. */
export const MOST_TEXTS = 200;

/** Builds the indexes. `requests` may be in any order; arrivals of requests beyond the cap go in as times only. */
export function rivalLog(
  requests: readonly RivalRequest[],
  moreArrivals: ReadonlyMap<string, readonly number[]> = new Map(),
): RivalLog {
  const ordered = [...requests].sort((a, b) => a.timeMs - b.timeMs);
  const byAccount = new Map<string, RivalRequest[]>();
  const arrivals = new Map<string, number[]>();
  for (const request of ordered) {
    const its = byAccount.get(request.account);
    if (its === undefined) byAccount.set(request.account, [request]);
    else its.push(request);
  }
  for (const [account, its] of byAccount) {
    const times = [...its.map(({ timeMs }) => timeMs), ...(moreArrivals.get(account) ?? [])];
    arrivals.set(
      account,
      times.sort((a, b) => a - b),
    );
  }
  return { requests: ordered, byAccount, arrivals };
}
