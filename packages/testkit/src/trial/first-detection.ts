import { DAY } from "../traffic/timing.ts";
import type { CampaignOutcome, LogOutcome } from "./cell-verdict.ts";

/** When a campaign was found first, among the looks that were taken. */
export interface FirstDetection {
  readonly shape: string;
  /** Last day of the shortest log in which it is found. */
  readonly day: string;
  /** Its own requests up to then. */
  readonly requests: number;
  /** Days from its first request to the end of that day. */
  readonly days: number;
}

/**
 * The first day after which each found campaign is found, by bisection over days: a campaign found on a day is taken
 * as found on all later ones. `look` judges the log up to a day; the last day is not looked at again. When
 * `mostLooks` days were looked at, the rest is decided by these: the day is then the first of them that it was found on.
 *
 * @param days - ascending
 * @param ownTimes - campaign → times of its own requests, ascending
 */
export async function firstDetections(
  days: readonly string[],
  last: LogOutcome,
  ownTimes: Readonly<Record<string, readonly number[]>>,
  look: (day: string) => Promise<LogOutcome>,
  mostLooks: number = Number.POSITIVE_INFINITY,
): Promise<FirstDetection[]> {
  const looks = new Map<string, LogOutcome>();
  const found: FirstDetection[] = [];
  for (const { shape } of last.campaigns.filter((one) => one.found)) {
    const times = ownTimes[shape] ?? [];
    let low = 0;
    let high = days.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const day = days[middle] as string;
      if (!looks.has(day) && looks.size >= mostLooks) {
        low = high;
        break;
      }
      const outcome = looks.get(day) ?? (await look(day));
      looks.set(day, outcome);
      if (outcome.campaigns.some((one: CampaignOutcome) => one.shape === shape && one.found)) high = middle;
      else low = middle + 1;
    }
    const day = days[low] ?? "";
    const end = Date.parse(`${day}T00:00:00Z`) + DAY;
    found.push({
      shape,
      day,
      requests: times.filter((time) => time < end).length,
      days: times[0] === undefined ? 0 : (end - times[0]) / DAY,
    });
  }
  return found;
}
