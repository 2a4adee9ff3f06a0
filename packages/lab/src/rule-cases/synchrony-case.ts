import { z } from "zod";
import { seededRandom, type Random } from "../detectors/seeded-random.ts";
import { drawReferenceGroups } from "../campaigns/reference-groups.ts";
import { weighTiming } from "../campaigns/weigh-timing.ts";
import { CaseError, readCase } from "../detectors/read-case.ts";
import {
  caseContext,
  caseFacts,
  caseRequests,
  CASE_START_MS,
  DAY_MS,
  HOUR_MS,
  numbersFrom,
} from "./case-log.ts";

const CASE = z.strictObject({
  accounts: z.int().min(2).max(300),
  days: z.int().min(1).max(30).default(7),
  requests_a_day: z.number().min(0.1).max(200).default(8),
  pattern: z.enum(["independent", "bursts", "turns", "cron", "one-lesson"]),
  rhythm: z.enum(["daily", "flat"]).default("daily"),
  load: z.enum(["uneven", "even"]).default("uneven"),
  ordinary_accounts: z.int().min(100).max(1000).default(400),
});
type Case = z.infer<typeof CASE>;

const MOST_REQUESTS = 200_000;

/**
 * The log-likelihood ratio that D6 gives for a group that acts after a pattern, beside people who act independently, with
 * a daily rhythm and very different volumes; 0 where it says nothing.
 *
 * ```json
 * { "accounts": 40, "days": 7, "requests_a_day": 8, "pattern": "bursts", "rhythm": "flat", "load": "even",
 *   "ordinary_accounts": 400 }
 * ```
 *
 * `pattern`: `independent`; `bursts`, ten accounts within three seconds at moments of somebody's choosing; `turns`, dealt
 * out one after the other; `cron`, at the full hour; `one-lesson`, all within one hour. `rhythm` and `load` hold for
 * `independent` and `cron`: more by day or round the clock, the same for every account or not.
 *
 * @throws CaseError with the name of the field that does not fit
 */
export function synchronyCase(input: unknown): number {
  const read = readCase(CASE, input);
  if ((read.accounts + read.ordinary_accounts) * read.days * read.requests_a_day > MOST_REQUESTS)
    throw new CaseError(`requests_a_day: all accounts together may send ${String(MOST_REQUESTS)} requests`);
  const random = seededRandom(1);
  const own = numbersFrom(0, read.accounts);
  const pool = numbersFrom(read.accounts, read.accounts + read.ordinary_accounts);
  const requests = caseRequests(patternOf(read, random));
  const poolTimes = new Map(pool.map((account) => [account, ordinaryTimes(read, random)] as const));
  const ownTimes = new Map(own.map((account) => [account, [] as number[]] as const));
  requests.account.forEach((account, at) => ownTimes.get(account)?.push(requests.timeMs[at] ?? 0));
  const facts = caseFacts(
    [...own, ...pool].map((account) => {
      const times = ownTimes.get(account) ?? poolTimes.get(account) ?? [];
      return { requests: times.length, hours: hoursOf(times) };
    }),
  );
  const groups = drawReferenceGroups(own, pool, facts, random);
  const context = caseContext(read.days, { facts, pool, poolTimes });
  return weighTiming(own, requests, groups, context)?.logLikelihoodRatio ?? 0;
}

interface Timed {
  readonly timeMs: number;
  readonly account: number;
}

function patternOf(read: Case, random: Random): readonly Timed[] {
  const total = Math.round(read.accounts * read.days * read.requests_a_day);
  const anyone = (): number => Math.floor(random() * read.accounts);
  switch (read.pattern) {
    case "independent":
      return numbersFrom(0, read.accounts).flatMap((account) =>
        numbersFrom(0, countOf(read, random)).map(() => ({ account, timeMs: momentOf(read, random) })),
      );
    case "cron":
      return numbersFrom(0, read.accounts).flatMap((account) =>
        numbersFrom(0, countOf(read, random)).map(() => ({
          account,
          timeMs: Math.floor(momentOf(read, random) / HOUR_MS) * HOUR_MS + Math.floor(random() * 5000),
        })),
      );
    case "turns": {
      const step = (read.days * DAY_MS) / total;
      return numbersFrom(0, total).map((at) => ({
        account: at % read.accounts,
        timeMs: CASE_START_MS + at * step,
      }));
    }
    case "bursts":
      return numbersFrom(0, Math.ceil(total / 10)).flatMap(() => {
        const moment = momentOf(read, random);
        return numbersFrom(0, 10).map(() => ({ account: anyone(), timeMs: moment + random() * 3000 }));
      });
    case "one-lesson":
      return numbersFrom(0, total).map(() => ({
        account: anyone(),
        timeMs: CASE_START_MS + 10 * HOUR_MS + random() * HOUR_MS,
      }));
  }
}

/** Requests of one account: people differ by a factor of about ten. */
function countOf(read: Case, random: Random): number {
  const mean = read.requests_a_day * read.days;
  if (read.load === "even") return Math.max(1, Math.round(mean));
  return Math.max(1, Math.round(mean * Math.exp(normal(random) - 0.5)));
}

/** A moment of the log; by day, the sum of two uniform ones peaks at noon. */
function momentOf(read: Case, random: Random): number {
  const ofDay = read.rhythm === "flat" ? random() : (random() + random()) / 2;
  return CASE_START_MS + (Math.floor(random() * read.days) + ofDay) * DAY_MS;
}

function ordinaryTimes(read: Case, random: Random): Float64Array {
  const person: Case = { ...read, rhythm: "daily", load: "uneven" };
  return Float64Array.from({ length: countOf(person, random) }, () => momentOf(person, random)).sort();
}

/** About normal: the sum of twelve uniform numbers has variance 1. */
function normal(random: Random): number {
  return numbersFrom(0, 12).reduce((sum) => sum + random(), -6);
}

function hoursOf(times: Iterable<number>): Float64Array {
  const hours = new Float64Array(24);
  for (const time of times) {
    const hour = Math.floor(time / HOUR_MS) % 24;
    hours[hour] = (hours[hour] ?? 0) + 1;
  }
  return hours;
}
