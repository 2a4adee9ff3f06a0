/** Requests within one window of this length count as simultaneous. */
const WINDOW_MS = 10_000;
/** The group's own rate is taken as constant within a cell of this length. */
const CELL_MS = 1_800_000;
const HOUR_MS = 3_600_000;
/** Requests in other cells from which on their profile is believed. */
const LEAST_FOR_PROFILE = 20;
/** Pairs added to both sides of the ratio. */
const SHRINK = 20;
const OFFSETS = HOUR_MS / WINDOW_MS;

/** A group's requests in time order. */
export interface TimedRequests {
  /** Epoch milliseconds, ascending. */
  readonly timeMs: Float64Array;
  /** Account number per request. */
  readonly account: Int32Array;
}

/** Pairs of requests of different accounts in one window: seen, and expected without coordination. */
export interface Coincidence {
  readonly observed: number;
  readonly expected: number;
  /**
   * Logarithm of observed over expected, shrunk toward 0 where both are few; negative where requests keep out of each
   * other's way (load balancing). A ratio, because with enough requests any deviation is significant.
   */
  readonly excess: number;
}

/**
 * D6: coincidences of different accounts against an inhomogeneous Poisson null that knows the group's own
 * rate in each half hour and its own minute-of-hour profile, so that neither a busy hour nor a cron table
 * counts as coordination. The profile of a cell is taken from the other cells: what repeats every hour is
 * explained, a burst at a moment of somebody's choosing is not.
 */
export function coincidence(requests: TimedRequests): Coincidence {
  const profile = offsetProfile(requests.timeMs);
  let observed = 0;
  let expected = 0;
  const { timeMs } = requests;
  for (let start = 0; start < timeMs.length;) {
    const cell = Math.floor((timeMs[start] ?? 0) / CELL_MS);
    let end = start;
    while (end < timeMs.length && Math.floor((timeMs[end] ?? 0) / CELL_MS) === cell) end++;
    if (end - start > 1) {
      observed += pairsInWindows(requests, start, end);
      expected +=
        pairsOfDifferentAccounts(requests.account, start, end) * concentration(requests, profile, start, end);
    }
    start = end;
  }
  return { observed, expected, excess: Math.log((observed + SHRINK) / (expected + SHRINK)) };
}

/** Requests per window offset within the hour, over the whole group. */
function offsetProfile(timeMs: Float64Array): Float64Array {
  const profile = new Float64Array(OFFSETS);
  for (const time of timeMs) {
    const offset = Math.floor((time % HOUR_MS) / WINDOW_MS);
    profile[offset] = (profile[offset] ?? 0) + 1;
  }
  return profile;
}

/**
 * Probability that two requests of the cell fall into one window. By the other cells' requests at the same offsets: the
 * share of their pairs that meet, an unbiased estimate of the profile's concentration; at least that of a flat profile.
 */
function concentration(requests: TimedRequests, profile: Float64Array, start: number, end: number): number {
  const own = new Float64Array(OFFSETS);
  for (let at = start; at < end; at++) {
    const offset = Math.floor(((requests.timeMs[at] ?? 0) % HOUR_MS) / WINDOW_MS);
    own[offset] = (own[offset] ?? 0) + 1;
  }
  const perCell = CELL_MS / WINDOW_MS;
  const first = Math.floor(((requests.timeMs[start] ?? 0) % HOUR_MS) / CELL_MS) * perCell;
  let total = 0;
  let pairs = 0;
  for (let offset = first; offset < first + perCell; offset++) {
    const count = (profile[offset] ?? 0) - (own[offset] ?? 0);
    total += count;
    pairs += count * (count - 1);
  }
  return Math.max(1 / perCell, total < LEAST_FOR_PROFILE ? 0 : pairs / (total * (total - 1)));
}

function pairsInWindows(requests: TimedRequests, start: number, end: number): number {
  let pairs = 0;
  for (let from = start; from < end;) {
    const window = Math.floor((requests.timeMs[from] ?? 0) / WINDOW_MS);
    let to = from;
    while (to < end && Math.floor((requests.timeMs[to] ?? 0) / WINDOW_MS) === window) to++;
    if (to - from > 1) pairs += pairsOfDifferentAccounts(requests.account, from, to);
    from = to;
  }
  return pairs;
}

function pairsOfDifferentAccounts(account: Int32Array, start: number, end: number): number {
  const counts = new Map<number, number>();
  for (let at = start; at < end; at++) {
    const number = account[at] ?? 0;
    counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  const all = end - start;
  let same = 0;
  for (const count of counts.values()) same += count * count;
  return (all * all - same) / 2;
}

/**
 * Evenness of the load over members: squared coefficient of variation beyond chance, (variance − mean) / mean².
 * People differ widely (well above 1); a dispatcher hands out equal shares (near 0).
 *
 * @returns undefined where the mean is below 4 requests, since then chance alone makes counts look even
 */
export function loadSpread(counts: readonly number[]): number | undefined {
  const mean = counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length);
  if (counts.length < 8 || mean < 4) return undefined;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1);
  return (variance - mean) / mean ** 2;
}

/**
 * Length of the first circular harmonic of the requests' hours, 0 (round the clock) to 1 (one hour only).
 *
 * @param hours - requests per UTC hour of day, 24 entries
 */
export function dailyRhythm(hours: Float64Array): number {
  let x = 0;
  let y = 0;
  let total = 0;
  hours.forEach((count, hour) => {
    x += count * Math.cos((2 * Math.PI * hour) / 24);
    y += count * Math.sin((2 * Math.PI * hour) / 24);
    total += count;
  });
  return total === 0 ? 1 : Math.hypot(x, y) / total;
}
