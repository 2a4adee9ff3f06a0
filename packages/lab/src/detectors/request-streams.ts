import { z } from "zod";
import { CaseError } from "./read-case.ts";

const HOUR_MS = 3_600_000;
const MOST_ACCOUNTS = 10_000;
const MOST_REQUESTS = 200_000;

const HOURS = z.number().min(0).max(10_000);

/** Fields of a group of like accounts in a case; each sends one request every so many hours. */
export const STREAM_FIELDS = {
  accounts: z.int().min(1).max(MOST_ACCOUNTS),
  /** First request, hours from the start of the log. */
  from: HOURS,
  /** No request from this hour on. */
  until: HOURS,
  /** Hours between the requests of an account. */
  every: z.number().min(0.001).max(10_000),
  /** Hours over which the accounts begin, evenly. */
  spread: HOURS.default(0),
};

/** A group of like accounts in a case. */
export interface Stream {
  readonly accounts: number;
  readonly from: number;
  readonly until: number;
  readonly every: number;
  readonly spread: number;
}

/** One request of a case. */
export interface StreamedRequest {
  readonly timeMs: number;
  readonly account: number;
  /** Position of its stream in the list. */
  readonly stream: number;
  /** Position among the requests of its account. */
  readonly turn: number;
}

/**
 * Requests of all streams in time order; accounts are numbered stream by stream, from 0.
 *
 * @throws CaseError if they are more than 200,000
 */
export function streamedRequests(streams: readonly Stream[]): readonly StreamedRequest[] {
  const requests: StreamedRequest[] = [];
  let first = 0;
  streams.forEach(({ accounts, from, until, every, spread }, stream) => {
    for (let at = 0; at < accounts; at++) {
      const start = from + (spread * at) / accounts + (spread === 0 ? (every * at) / accounts : 0);
      for (let turn = 0; start + turn * every < until; turn++) {
        if (requests.length >= MOST_REQUESTS) {
          throw new CaseError(`groups: more than ${String(MOST_REQUESTS)} requests`);
        }
        requests.push({
          timeMs: Math.round((start + turn * every) * HOUR_MS),
          account: first + at,
          stream,
          turn,
        });
      }
    }
    first += accounts;
  });
  return requests.sort((a, b) => a.timeMs - b.timeMs || a.account - b.account || a.turn - b.turn);
}
