import type { FailoverInput } from "./pool-failover.ts";

const HOUR_MS = 3_600_000;
/** Stops at most this far apart belong to one wave, which lasts at most a day. */
const GAP_MS = 3 * HOUR_MS;
const LONGEST_WAVE_MS = 24 * HOUR_MS;
/** Least accounts of a wave, and least share of the text's volume that they sent before it. */
const LEAST_STOPPED = 3;
const LEAST_LOST_SHARE = 0.1;
/** The lost volume is taken from this long before the wave, and not from less than the second. */
const BEFORE_MS = 48 * HOUR_MS;
const LEAST_BEFORE_MS = 6 * HOUR_MS;

/** Accounts whose successors are looked for in this time after the first stop. */
export const AFTER_MS: number = 48 * HOUR_MS;

/** Users of the text that were stopped together. */
export interface StopWave {
  /** First stop, epoch milliseconds. */
  readonly startMs: number;
  readonly accounts: readonly number[];
  /** Requests per millisecond that these accounts sent before the wave. */
  readonly lostPerMs: number;
  /** Their share of the text's volume before the wave, 0–1. */
  readonly lostShare: number;
}

/** From after `startMs` up to and including `endMs`. */
export interface Window {
  readonly startMs: number;
  readonly endMs: number;
}

/** Waves of stops among accounts that had used the text before they were stopped, in time order. */
export function stopWaves(input: FailoverInput, firstUse: ReadonlyMap<number, number>): readonly StopWave[] {
  const stopped = [...input.stops]
    .filter(([account, time]) => (firstUse.get(account) ?? Number.POSITIVE_INFINITY) <= time)
    .sort(([a, first], [b, second]) => first - second || a - b);
  const waves: { startMs: number; lastMs: number; accounts: number[] }[] = [];
  for (const [account, time] of stopped) {
    const wave = waves.at(-1);
    if (wave !== undefined && time - wave.lastMs <= GAP_MS && time - wave.startMs <= LONGEST_WAVE_MS) {
      wave.accounts.push(account);
      wave.lastMs = time;
    } else waves.push({ startMs: time, lastMs: time, accounts: [account] });
  }
  return waves
    .filter(({ accounts }) => accounts.length >= LEAST_STOPPED)
    .map(({ startMs, accounts }) => ({ startMs, accounts, ...lostVolume(startMs, accounts, input) }))
    .filter(({ lostShare }) => lostShare >= LEAST_LOST_SHARE);
}

function lostVolume(
  startMs: number,
  accounts: readonly number[],
  { timeMs, account }: FailoverInput,
): { readonly lostPerMs: number; readonly lostShare: number } {
  const from = Math.max(timeMs[0] ?? startMs, startMs - BEFORE_MS);
  if (startMs - from < LEAST_BEFORE_MS) return { lostPerMs: 0, lostShare: 0 };
  const stopped = new Set(accounts);
  let lost = 0;
  let all = 0;
  for (let at = 0; at < timeMs.length && (timeMs[at] ?? 0) < startMs; at++) {
    if ((timeMs[at] ?? 0) < from) continue;
    all++;
    if (stopped.has(account[at] ?? -1)) lost++;
  }
  return { lostPerMs: lost / (startMs - from), lostShare: lost / Math.max(1, all) };
}

/** The time after a wave in which joiners are its own: up to 48 hours, the next wave or the end of the log. */
export function windowOf(waves: readonly StopWave[], at: number, logEndMs: number): Window {
  const startMs = waves[at]?.startMs ?? 0;
  const next = waves[at + 1]?.startMs ?? Number.POSITIVE_INFINITY;
  return { startMs, endMs: Math.max(startMs, Math.min(startMs + AFTER_MS, next, logEndMs)) };
}
