import { parseTimestamp } from "../stix/timestamp.ts";
import { buildObject, distillationExtension, type Authorship, type ModelledObject } from "./build-object.ts";
import type { ObservedDataProperties } from "./extension.ts";
import { ModellingError } from "./modelling-error.ts";
import { roundedCount } from "./rounding.ts";

export interface RequestSeriesInput {
  /** RFC 3339, UTC: where the first bucket begins. */
  readonly start: string;
  /** Ids of the accounts that were observed, at least one. */
  readonly accounts: readonly [string, ...string[]];
  readonly facts: ObservedDataProperties;
}

/** Most that `number_observed` can say (STIX 2.1, section 4.14). */
const MOST_OBSERVED = 999_999_999;

/** Finer counts would show the rhythm of single accounts. */
const LEAST_BUCKET_SECONDS = 3600;

/** Buckets of one object; our schema allows no more. */
const MOST_BUCKETS = 1000;

/**
 * Makes the series of large-scale data requests, counts rounded to two significant digits: one object for each window
 * of at most 1,000 buckets and 999,999,999 requests, in order. A window without any request makes no object.
 *
 * @throws ModellingError `count-out-of-range` for a count that is no whole number from 0 to 999,999,999,
 *   `bucket-too-short`, `time-malformed`, `epsilon-without-noise`
 */
export function buildRequestSeries(
  authorship: Authorship,
  { start, accounts, facts }: RequestSeriesInput,
): readonly ModelledObject<"observed-data">[] {
  const origin = parseTimestamp(start);
  if (origin === undefined) throw new ModellingError("time-malformed", "start must be RFC 3339 with Z.");
  if (!Number.isInteger(facts.bucket_seconds) || facts.bucket_seconds < LEAST_BUCKET_SECONDS) {
    throw new ModellingError(
      "bucket-too-short",
      "A bucket lasts a whole number of seconds, an hour at least.",
    );
  }
  if ((facts.noise_mechanism === "none") !== (facts.epsilon === undefined)) {
    throw new ModellingError("epsilon-without-noise", "Give epsilon exactly where there is noise.");
  }
  const timeOf = (bucket: number): string =>
    new Date(Math.floor(origin / 1000) + bucket * facts.bucket_seconds * 1000).toISOString();
  return windowsOf(facts.series.map(soundCount))
    .filter(({ total }) => total > 0)
    .map(({ first, counts, total }) =>
      buildObject(authorship, "observed-data", {
        first_observed: timeOf(first),
        last_observed: timeOf(first + counts.length),
        number_observed: total,
        object_refs: accounts,
        extensions: distillationExtension("observed-data", { ...facts, series: counts }),
      }),
    );
}

function soundCount(count: number): number {
  if (!Number.isInteger(count) || count < 0 || count > MOST_OBSERVED) {
    throw new ModellingError("count-out-of-range", "A count is a whole number from 0 to 999,999,999.");
  }
  return Math.min(MOST_OBSERVED, roundedCount(count));
}

interface Window {
  readonly first: number;
  readonly counts: number[];
  total: number;
}

function windowsOf(series: readonly number[]): readonly Window[] {
  const windows: Window[] = [];
  for (const [bucket, count] of series.entries()) {
    const last = windows.at(-1);
    if (last && last.counts.length < MOST_BUCKETS && last.total + count <= MOST_OBSERVED) {
      last.counts.push(count);
      last.total += count;
    } else {
      windows.push({ first: bucket, counts: [count], total: count });
    }
  }
  return windows;
}
