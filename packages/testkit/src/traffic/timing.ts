import { exponential, gamma, logNormal, weibull } from "./distributions.ts";
import type { Random } from "./random.ts";
import { between, pick } from "./random.ts";

export const MINUTE: number = 60_000;
export const HOUR: number = 3_600_000;
export const DAY: number = 86_400_000;

/** One 10-minute window of one client of the ServeGen trace. */
export interface ServeGenWindow {
  /** Seconds since the start of the trace. */
  readonly second: number;
  /** Mean requests per second in the window. */
  readonly rate: number;
  readonly law: "Gamma" | "Weibull";
  readonly shape: number;
}

/** A client of the ServeGen trace: 14 days of windows, ascending. */
export interface ServeGenClient {
  readonly windows: readonly ServeGenWindow[];
}

/**
 * Arrivals of one day, in milliseconds after its start, ascending: `count` requests spread over the client's own
 * windows of that weekday, with gaps from the law fitted there, rescaled to the window's share (ServeGen: arg1 is
 * the shape; data README, section 4).
 */
export function clientDay(random: Random, client: ServeGenClient, day: number, count: number): number[] {
  const windows = client.windows.filter((window) => Math.floor(window.second / 86_400) === day % 14);
  if (windows.length === 0) return roundTheClock(random, count);
  const total = windows.reduce((sum, window) => sum + window.rate, 0);
  const times: number[] = [];
  let carried = 0;
  for (const window of windows) {
    carried += (count * window.rate) / total;
    const here = Math.floor(carried + random.unit() * 0.999);
    carried -= here;
    if (here > 0) times.push(...windowArrivals(random, window, here));
  }
  return times.slice(0, Math.max(1, count)).sort((a, b) => a - b);
}

function windowArrivals(random: Random, window: ServeGenWindow, count: number): number[] {
  const gaps: number[] = [];
  let sum = 0;
  for (let index = 0; index <= count; index++) {
    const gap = window.law === "Gamma" ? gamma(random, window.shape) : weibull(random, window.shape);
    gaps.push(gap);
    sum += gap;
  }
  const start = (window.second % 86_400) * 1000;
  let at = 0;
  return gaps.slice(0, count).map((gap) => {
    at += gap;
    return Math.floor(start + (sum > 0 ? at / sum : 0.5) * 10 * MINUTE);
  });
}

/** Poisson arrivals over 24 hours, ascending, in milliseconds after midnight. */
export function roundTheClock(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.below(DAY)).sort((a, b) => a - b);
}

/** A moment of a person's waking or working day, in milliseconds after midnight UTC of that day (0 to DAY). */
export function wakingMoment(random: Random, utcOffsetHours: number, working: boolean): number {
  const weights = working ? WORKING_HOURS : WAKING_HOURS;
  for (;;) {
    const hour = random.below(24);
    if (random.unit() < (weights[hour] ?? 0)) {
      return (((hour - utcOffsetHours + 24) % 24) * HOUR + random.below(HOUR)) % DAY;
    }
  }
}

/** Relative activity by local hour; shapes as in published diurnal curves of chat traffic, our own rounding. */
const WAKING_HOURS: readonly number[] = [
  0.25, 0.15, 0.08, 0.05, 0.05, 0.08, 0.2, 0.4, 0.65, 0.85, 0.95, 1, 0.85, 0.9, 1, 1, 0.95, 0.85, 0.7, 0.7,
  0.75, 0.75, 0.6, 0.4,
];
const WORKING_HOURS: readonly number[] = [
  0.02, 0.01, 0.01, 0.01, 0.01, 0.02, 0.05, 0.25, 0.7, 1, 1, 0.95, 0.6, 0.85, 1, 1, 0.95, 0.75, 0.4, 0.2,
  0.15, 0.12, 0.08, 0.04,
];

/** Seconds a person takes before the next turn of a conversation (log-normal, median 45 s), in milliseconds. */
export function readingPause(random: Random): number {
  return Math.round(Math.min(30 * MINUTE, 4000 + logNormal(random, 45_000, 0.9)));
}

/** Moments of fleet-wide bursts on one day; the gap between bursts is exponential, so that no clock is visible. */
export function burstMoments(random: Random, perDay: number): number[] {
  const moments: number[] = [];
  for (
    let at = exponential(random, DAY / perDay);
    at < DAY - 10 * MINUTE;
    at += exponential(random, DAY / perDay)
  ) {
    moments.push(Math.floor(at));
  }
  return moments.length > 0 ? moments : [between(random, HOUR, 20 * HOUR)];
}

/** A client of the trace for an automated account. */
export function pickClient(random: Random, clients: readonly ServeGenClient[]): ServeGenClient {
  return clients.length === 0 ? { windows: [] } : pick(random, clients);
}
