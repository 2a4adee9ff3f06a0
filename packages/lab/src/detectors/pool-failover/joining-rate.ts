import type { FailoverInput } from "./pool-failover.ts";
import { negativeBinomialTail } from "./joint-probability.ts";
import { AFTER_MS, type StopWave } from "./stop-waves.ts";

const DAY_MS = 86_400_000;
/** Fewer days outside of the waves say nothing of the ordinary rate. */
const LEAST_DAYS = 3;
/** A stretch that lacks at most this part of a day counts as whole; what it has beyond makes its days busier, on the safe side. */
const ALMOST = 0.1;
/** A trend is fitted to at least so many days. */
const LEAST_DAYS_FOR_TREND = 3;
/** Added to the joiners of the busiest day, so that a text that nobody joins does not make one joiner remarkable. */
const HALF_A_JOINER = 0.5;
/**
 * Beyond the busiest day the chance falls as this power of the ratio. Set by simulation, and no guarantee: with 14 days of
 * constant or exponential rates the evidence is an e-value (see the tests), but its mean under chance rises to 1.6 where
 * users come in rare bursts, one day in ten, and to 3.0 where two waves are waited for.
 */
const TAIL_POWER = 1.5;
/**
 * Squared coefficient of variation of a text's daily joining rate before any day is seen (rates differ by 70 % from day
 * to day), and how many days that belief weighs.
 */
const PRIOR_VARIATION = 0.5;
const PRIOR_DAYS = 3;
/** Newcomers to the log per day that are added to both sides of the surge. */
const SHRINK = 5;

/** How accounts take up a text when nobody is stopped. */
export interface JoiningHistory {
  /** Joiners to be expected in whole days from a time on; never 0. */
  expectedIn(startMs: number, days: number): number;
  /** Probability of at least so many joiners in whole days from a time on. */
  chanceOf(joiners: number, startMs: number, days: number): number;
}

interface Day {
  readonly startMs: number;
  readonly joiners: number;
}

/**
 * The text's own joining history: days of 24 hours, without its first (when it begins, or the log does, everybody is new)
 * and without the 48 hours after a wave of stops.
 *
 * The rate is the greater of the days' mean, times the surge of newcomers to the whole log at that time (a release, a
 * mention in the news), and their exponential trend before the wave, where it rises (a growing product). The chance is the
 * greater of two: negative binomial, where the rate varies from day to day as it did; and, since few days do not show how
 * far a rate can go, the chance of being the busiest of all these days, 1 / (days + 1), falling as a power beyond it.
 *
 * @returns undefined where fewer than three such days are left
 */
export function joiningHistory(
  input: FailoverInput,
  firstUse: ReadonlyMap<number, number>,
  waves: readonly StopWave[],
): JoiningHistory | undefined {
  const days = ordinaryDays(input, firstUse, waves);
  if (days.length < LEAST_DAYS) return undefined;
  const newcomers = newcomersByTime(input, firstUse);
  const usual =
    days.reduce((sum, { startMs }) => sum + countWithin(newcomers, startMs, startMs + DAY_MS), 0) /
    days.length;
  const mean = (days.reduce((sum, { joiners }) => sum + joiners, 0) + 1) / days.length;
  const busiest = Math.max(...days.map(({ joiners }) => joiners)) + HALF_A_JOINER;
  const variation = variationOf(days);
  const ratesIn = (startMs: number, span: number): { expected: number; most: number } => {
    const now = countWithin(newcomers, startMs, startMs + span * DAY_MS) / span;
    const surge = Math.max(1, (now + SHRINK) / (usual + SHRINK)) * span;
    const trend = trendOf(days, startMs, span);
    return { expected: Math.max(mean * surge, trend), most: Math.max(busiest * surge, trend) };
  };
  return {
    expectedIn: (startMs, span) => ratesIn(startMs, span).expected,
    chanceOf: (joiners, startMs, span) => {
      const { expected, most } = ratesIn(startMs, span);
      const beyond = joiners <= most ? 0 : (most / joiners) ** TAIL_POWER / (days.length + 1);
      return Math.max(beyond, negativeBinomialTail(joiners, expected, variation));
    },
  };
}

/** The stretches between the waves' aftermaths, each cut into equal parts of a day or somewhat more. */
function ordinaryDays(
  { timeMs, logStartMs, logEndMs }: FailoverInput,
  firstUse: ReadonlyMap<number, number>,
  waves: readonly StopWave[],
): readonly Day[] {
  const joined = Float64Array.from(firstUse.values()).sort();
  const days: Day[] = [];
  let from = Math.max(logStartMs, timeMs[0] ?? logStartMs) + DAY_MS;
  for (const until of [...waves.map((wave) => wave.startMs), logEndMs]) {
    const parts = Math.max(0, Math.floor((until - from) / DAY_MS + ALMOST));
    const length = (until - from) / parts;
    for (let part = 0; part < parts; part++) {
      const startMs = from + part * length;
      days.push({ startMs, joiners: countWithin(joined, startMs, startMs + length) });
    }
    from = Math.max(from, until + AFTER_MS);
  }
  return days;
}

function variationOf(days: readonly Day[]): number {
  const mean = days.reduce((sum, { joiners }) => sum + joiners, 0) / days.length;
  const variance =
    days.reduce((sum, { joiners }) => sum + (joiners - mean) ** 2, 0) / Math.max(1, days.length - 1);
  const seen = mean === 0 ? 0 : Math.max(0, (variance - mean) / mean ** 2);
  return (seen * (days.length - 1) + PRIOR_VARIATION * PRIOR_DAYS) / (days.length - 1 + PRIOR_DAYS);
}

/** Joiners by a rising exponential fitted to the days before; 0 where there is none. */
function trendOf(days: readonly Day[], startMs: number, span: number): number {
  const points = days
    .filter((day) => day.startMs < startMs)
    .map((day) => ({ x: (day.startMs - startMs) / DAY_MS, y: Math.log1p(day.joiners) }));
  if (points.length < LEAST_DAYS_FOR_TREND) return 0;
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  const slope =
    points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) /
    points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  if (!(slope > 0)) return 0;
  let joiners = 0;
  for (let day = 0; day < span; day++) joiners += Math.expm1(meanY + slope * (day - meanX));
  return joiners;
}

/** First requests in the log of accounts that never used the text, ascending. */
function newcomersByTime(
  { firstSeenMs }: FailoverInput,
  firstUse: ReadonlyMap<number, number>,
): Float64Array {
  const times: number[] = [];
  for (let account = 0; account < firstSeenMs.length; account++) {
    if (!firstUse.has(account)) times.push(firstSeenMs[account] ?? Number.NaN);
  }
  return Float64Array.from(times).sort();
}

function countWithin(sorted: Float64Array, from: number, until: number): number {
  return lowerBound(sorted, until) - lowerBound(sorted, from);
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
