import {
  coincidence,
  dailyRhythm,
  loadSpread,
  type TimedRequests,
} from "../detectors/synchrony/synchrony.ts";
import { counted } from "./counted.ts";
import type { CampaignRequests, Context } from "./context.ts";
import type { Evidence } from "../detectors/evidence.ts";
import { anyOf, hedgedEvidence, tailProbability } from "../detectors/tail-probability.ts";
import { capital, percent, round } from "../detectors/figure-text.ts";

const HOUR_MS = 3_600_000;
/** Reference groups whose requests are merged in time; the costliest of the tests. */
const TIMED_GROUPS = 60;
/** Even shares and flat hours occur among honest services too: they say no more than this. */
const LEAST_BY_SHAPE = 1e-4;

/**
 * The timing family (D6): bursts or load balancing beyond the group's own rate, equal shares of the load, no
 * daily rhythm. Each is held against reference groups; the best of the three counts, corrected for the choice.
 *
 * @returns undefined where the log gives no test
 */
export function weighTiming(
  members: readonly number[],
  requests: CampaignRequests,
  groups: readonly (readonly number[])[],
  context: Context,
): Evidence | undefined {
  const together = coincidence(requests);
  const reference = groups
    .slice(0, TIMED_GROUPS)
    .map((group) => coincidence(mergeTimes(group, requests.timeMs.length, context)).excess);
  // Either sign speaks: bursts, or requests that keep out of each other's way.
  const synchrony = tailProbability(Math.abs(together.excess), reference.map(Math.abs), {
    tail: "upper",
    resolution: 0.05,
  });
  const counts = countPerAccount(requests);
  const spreadOfLoad = loadSpread(counts);
  const spreads = groups.map(
    (group) => loadSpread(group.map((account) => context.facts.requests[account] ?? 0)) ?? Number.NaN,
  );
  const evenness =
    spreadOfLoad === undefined
      ? Number.NaN
      : tailProbability(spreadOfLoad, spreads, { tail: "lower", resolution: 0.05 });
  const longEnough = context.logEndMs - context.logStartMs >= 48 * HOUR_MS;
  const rhythm = dailyRhythm(hoursOf(requests.timeMs));
  const rhythms = longEnough ? groups.map((group) => dailyRhythm(hoursOfGroup(group, context))) : [];
  const flatness = longEnough
    ? tailProbability(rhythm, rhythms, { tail: "lower", resolution: 0.02 })
    : Number.NaN;
  const probability = anyOf([
    synchrony,
    Math.max(evenness, LEAST_BY_SHAPE),
    Math.max(flatness, LEAST_BY_SHAPE),
  ]);
  if (Number.isNaN(probability)) return undefined;
  const sentences = [
    [
      synchrony,
      together.excess >= 0
        ? `${counted(together.observed, "pair")} of requests of different accounts fell into the same ten seconds; at the group's own rate ${together.expected.toFixed(0)} would`
        : `different accounts kept out of each other's way: ${counted(together.observed, "pair")} of their requests fell into the same ten seconds; at the group's own rate ${together.expected.toFixed(0)} would`,
    ],
    [
      evenness,
      `what single accounts sent differs from their mean ${beyondChance(spreadOfLoad ?? 0)} (in ordinary groups ${beyondChance(meanOf(spreads))})`,
    ],
    [
      flatness,
      `requests lean towards one time of day by ${percent(rhythm)} (ordinary groups by ${percent(meanOf(rhythms))}; 0 % is evenly round the clock)`,
    ],
  ] as const;
  const best = sentences.filter(([p]) => !Number.isNaN(p)).sort(([a], [b]) => a - b)[0];
  return {
    family: "timing",
    detector: "D6",
    logLikelihoodRatio: hedgedEvidence(probability),
    summary: `${capital(best?.[1] ?? "no timing test was possible")} (p ${probability.toPrecision(2)} against ${String(groups.length)} ordinary groups).`,
    kind: "inferred",
    figures: Object.fromEntries(
      Object.entries({
        p: probability,
        p_synchrony: synchrony,
        p_evenness: evenness,
        p_flatness: flatness,
        coincidences: together.observed,
        coincidences_expected: round(together.expected),
        members: members.length,
      }).filter(([, value]) => !Number.isNaN(value)),
    ),
    requests: busiestWindow(requests),
  };
}

/** Members that a merged key has room for. */
const MOST_MERGED = 4096;

/**
 * Requests of a reference group, thinned to about the candidate's number. Each is kept or dropped by a hash of its own:
 * to keep every third in time would space them out and make any ordinary group look load-balanced.
 */
function mergeTimes(group: readonly number[], most: number, context: Context): TimedRequests {
  const members = group.slice(0, MOST_MERGED);
  const times = members.map((account) => context.poolTimes.get(account) ?? NO_TIMES);
  const total = times.reduce((sum, list) => sum + list.length, 0);
  const keys = new Float64Array(total);
  let kept = 0;
  // Time and member in one exact number (41 + 12 bits), since numbers sort far faster than pairs.
  times.forEach((list, member) => {
    for (const time of list) {
      if (total > most && fractionOf(time, member) * total >= most) continue;
      keys[kept++] = time * MOST_MERGED + member;
    }
  });
  const sorted = keys.subarray(0, kept).sort();
  return {
    timeMs: Float64Array.from(sorted, (key) => Math.floor(key / MOST_MERGED)),
    account: Int32Array.from(sorted, (key) => members[key % MOST_MERGED] ?? 0),
  };
}

/** A number in [0, 1) that looks random but is always the same for the same request (murmur3's finalizer). */
function fractionOf(time: number, member: number): number {
  let mixed = Math.imul(((time % 4_294_967_296) | 0) ^ Math.imul(member + 1, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296;
}

const NO_TIMES = new Float64Array(0);

function meanOf(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
}

/** The squared coefficient of variation beyond chance, as a reader wants it. */
function beyondChance(squared: number): string {
  const share = Math.sqrt(Math.max(0, squared));
  return share < 0.005 ? "no more than by chance" : `by ${percent(share)} beyond chance`;
}

function countPerAccount(requests: TimedRequests): number[] {
  const counts = new Map<number, number>();
  for (const account of requests.account) counts.set(account, (counts.get(account) ?? 0) + 1);
  return [...counts.values()];
}

function hoursOf(timeMs: Float64Array): Float64Array {
  const hours = new Float64Array(24);
  for (const time of timeMs) {
    const hour = Math.floor(time / HOUR_MS) % 24;
    hours[hour] = (hours[hour] ?? 0) + 1;
  }
  return hours;
}

function hoursOfGroup(group: readonly number[], context: Context): Float64Array {
  const hours = new Float64Array(24);
  for (const account of group) {
    for (let hour = 0; hour < 24; hour++) {
      hours[hour] = (hours[hour] ?? 0) + (context.facts.hourOfDay[account * 24 + hour] ?? 0);
    }
  }
  return hours;
}

/** The requests of the ten seconds in which most accounts met. */
function busiestWindow(requests: CampaignRequests): number[] {
  let best: [number, number] = [0, 0];
  for (let from = 0; from < requests.timeMs.length;) {
    const window = Math.floor((requests.timeMs[from] ?? 0) / 10_000);
    let to = from;
    while (to < requests.timeMs.length && Math.floor((requests.timeMs[to] ?? 0) / 10_000) === window) to++;
    if (to - from > best[1] - best[0]) best = [from, to];
    from = to;
  }
  return [...requests.requestNo.slice(best[0], Math.min(best[1], best[0] + 3))];
}
