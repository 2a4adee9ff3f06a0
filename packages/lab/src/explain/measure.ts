import type { Finding } from "../campaigns/judge-all.ts";
import type { Columns } from "../engine/engine.ts";
import type { Measure } from "../report/report.ts";

const DAY_MS = 86_400_000;

const DEFINITION =
  "A large-scale data request is a request that reached the provider (attempts, whether answered or refused), belongs to an " +
  "account of a reported campaign and carries that campaign's text; each is counted once, on the UTC day of its arrival. " +
  "Cover traffic of the same accounts is not counted.";

/**
 * The number of large-scale data requests, over the log and per UTC day.
 *
 * @param reported - findings at or below the run's false-discovery rate
 * @param days - rows of `dailyRequests`
 */
export function measureRequests(reported: readonly Finding[], days: Columns): Measure {
  const seen = new Set<number>();
  const perDay = new Map<number, number>();
  for (const finding of reported) {
    finding.requests.requestNo.forEach((request, at) => {
      if (seen.has(request)) return;
      seen.add(request);
      const day = Math.floor((finding.requests.timeMs[at] ?? 0) / DAY_MS);
      perDay.set(day, (perDay.get(day) ?? 0) + 1);
    });
  }
  const requests = days.numbers("requests");
  return {
    large_scale_requests: seen.size,
    definition: DEFINITION,
    daily: Array.from(days.integers("day"), (day, row) => ({
      day: new Date(day * DAY_MS).toISOString().slice(0, 10),
      large_scale_requests: perDay.get(day) ?? 0,
      requests: requests[row] ?? 0,
    })),
  };
}
