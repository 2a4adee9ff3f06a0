import { z } from "zod";
import { readCase } from "../read-case.ts";
import { STREAM_FIELDS, streamedRequests } from "../request-streams.ts";
import { weighFailover } from "./pool-failover.ts";

const HOUR_MS = 3_600_000;
const MOST_GROUPS = 100;

const CASE = z.strictObject({
  log_hours: z.number().min(1).max(10_000),
  groups: z
    .array(z.strictObject({ ...STREAM_FIELDS, stopped_at: z.number().min(0).max(10_000).optional() }))
    .min(1)
    .max(MOST_GROUPS),
});

/**
 * The log-likelihood ratio that D9 gives for a small case; 0 where it says nothing.
 *
 * ```json
 * { "log_hours": 192,
 *   "groups": [{ "accounts": 40, "from": 0, "until": 96, "every": 4, "stopped_at": 96 },
 *              { "accounts": 30, "from": 98, "until": 192, "every": 4, "spread": 6 }] }
 * ```
 *
 * All times in hours from the start of the log. A group's accounts send one request of the text every `every` hours from
 * `from` until `until`, and begin over `spread` hours (default 0); `stopped_at`: the lab bans them at that hour.
 *
 * @throws CaseError with the name of the field that does not fit
 */
export function poolFailoverCase(input: unknown): number {
  const { log_hours: logHours, groups } = readCase(CASE, input);
  const requests = streamedRequests(groups);
  const timeMs = Float64Array.from(requests, (request) => request.timeMs);
  const account = Int32Array.from(requests, (request) => request.account);
  const stops = new Map<number, number>();
  const firstSeenMs: number[] = [];
  for (const request of requests) {
    firstSeenMs[request.account] ??= request.timeMs;
    const stopped = groups[request.stream]?.stopped_at;
    if (stopped !== undefined) stops.set(request.account, stopped * HOUR_MS);
  }
  const evidence = weighFailover({
    timeMs,
    account,
    stops,
    firstSeenMs,
    logStartMs: 0,
    logEndMs: logHours * HOUR_MS,
  });
  return evidence?.logLikelihoodRatio ?? 0;
}
