import { calibratedRival } from "./account-threshold.ts";
import { DAY, HOUR } from "../traffic/timing.ts";
import type { Rival } from "./rival.ts";

/** What most rate limits do: the busiest UTC day of an account. */
export const volume: Rival = calibratedRival(
  "volume per account",
  "requests on the busiest day, threshold at 1 % of honest accounts",
  () => (log) => new Map([...log.arrivals].map(([account, times]) => [account, busiest(times, DAY)])),
);

/** Most arrivals in one step of the clock of the given length; `times` ascending, epoch milliseconds. */
export function busiest(times: readonly number[], lengthMs: number): number {
  let most = 0;
  let current = Number.NaN;
  let count = 0;
  for (const time of times) {
    const step = Math.floor(time / lengthMs);
    count = step === current ? count + 1 : 1;
    current = step;
    most = Math.max(most, count);
  }
  return most;
}

/** Most arrivals in one hour of the clock. */
export function busiestHour(times: readonly number[]): number {
  return busiest(times, HOUR);
}
