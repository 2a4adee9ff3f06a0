import type { Evidence } from "../evidence.ts";
import { LEAST_PROBABILITY } from "../tail-probability.ts";
import { joiningHistory, type JoiningHistory } from "./joining-rate.ts";
import { fisherCombined } from "./joint-probability.ts";
import { replacementEvidence, replacementRatio } from "./replacement-ratio.ts";
import { stopWaves, windowOf, type StopWave, type Window } from "./stop-waves.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The new accounts must bring at least this share of the lost volume; less is no replacement. */
const LEAST_RECOVERED = 0.1;
/** In less time nothing can be seen to move. */
const LEAST_WINDOW_MS = 6 * HOUR_MS;

/** A text's requests in time order, and what the whole log knows of its accounts. */
export interface FailoverInput {
  /** Epoch milliseconds, ascending. */
  readonly timeMs: Float64Array;
  /** Account number per request. */
  readonly account: Int32Array;
  /** Request number per request, to cite; without it nothing is cited. */
  readonly requestNo?: Int32Array;
  /** First ban or limit of an account, epoch milliseconds, over all accounts of the log. */
  readonly stops: ReadonlyMap<number, number>;
  /** First request in the whole log by account number, epoch milliseconds. */
  readonly firstSeenMs: ArrayLike<number>;
  readonly logStartMs: number;
  readonly logEndMs: number;
}

/** What happened after one wave of stops. */
export interface FailoverWave {
  readonly wave: StopWave;
  /** Accounts that first used the text in the window, in order of first use. */
  readonly joiners: readonly number[];
  /** Joiners in the same time by the text's own joining rate elsewhere in the log. */
  readonly expected: number;
  /** Volume of the joiners against what the stopped accounts would have sent, 0 and up. */
  readonly recovered: number;
  /** Probability of so many joiners under chance. */
  readonly p: number;
  /** How many times likelier they are if the stopped are replaced (`replacementRatio`). */
  readonly ratio: number;
}

/**
 * D9: after the lab has stopped users of a text, do accounts that had not used it take their place?
 *
 * Per wave of stops: joiners in the 48 hours after it against the text's own joining rate elsewhere in the log. Joiners whose
 * volume exceeds what was lost count only in proportion: the surplus is growth. What is bet on is that a good part of the
 * stopped are replaced, so that the evidence is a likelihood ratio of replacement against chance; between −0.22 and 6.
 *
 * @returns undefined where no wave took a tenth of the text's volume, or the joining rate is not known from elsewhere
 */
export function weighFailover(input: FailoverInput): Evidence | undefined {
  const waves = failoverWaves(input);
  if (waves.length === 0) return undefined;
  const p = Math.max(LEAST_PROBABILITY, fisherCombined(waves.map((wave) => wave.p)));
  const joiners = waves.flatMap((wave) => wave.joiners);
  const stopped = waves.reduce((sum, { wave }) => sum + wave.accounts.length, 0);
  const expected = waves.reduce((sum, wave) => sum + wave.expected, 0);
  const recovered = waves.reduce((sum, wave) => sum + Math.min(1, wave.recovered), 0) / waves.length;
  const newToLog = waves.reduce(
    (sum, { wave, joiners: after }) =>
      sum + after.filter((account) => (input.firstSeenMs[account] ?? 0) >= wave.startMs).length,
    0,
  );
  return {
    family: "lifecycle",
    detector: "D9",
    logLikelihoodRatio: replacementEvidence(waves.map((wave) => wave.ratio)),
    summary:
      `${waves.length === 1 ? "After a wave" : `After ${String(waves.length)} waves`} of bans or limits ` +
      `(${String(stopped)} of its accounts), ${String(joiners.length)} accounts that had not used the text took it up within 48 hours ` +
      `(${expected.toFixed(1)} expected at its own joining rate) and brought ${(recovered * 100).toFixed(0)} % of the lost volume (p ${p.toPrecision(2)}).`,
    kind: "inferred",
    figures: {
      waves: waves.length,
      stopped,
      joiners: joiners.length,
      expected_joiners: Math.round(expected * 100) / 100,
      recovered_share: Math.round(recovered * 1000) / 1000,
      joiners_new_to_log: newToLog,
      p,
    },
    requests: firstRequests(joiners.slice(0, 5), input),
  };
}

/** The waves that can be tested, in time order. */
export function failoverWaves(input: FailoverInput): readonly FailoverWave[] {
  const firstUse = firstUses(input);
  const waves = stopWaves(input, firstUse);
  if (waves.length === 0) return [];
  const history = joiningHistory(input, firstUse, waves);
  if (history === undefined) return [];
  return waves
    .map((wave, at) => ({ wave, window: windowOf(waves, at, input.logEndMs) }))
    .filter(({ window }) => window.endMs - window.startMs >= LEAST_WINDOW_MS)
    .map(({ wave, window }) => weighWave(wave, window, input, firstUse, history));
}

function weighWave(
  wave: StopWave,
  window: Window,
  input: FailoverInput,
  firstUse: ReadonlyMap<number, number>,
  history: JoiningHistory,
): FailoverWave {
  const stopped = new Set(wave.accounts);
  const joiners = [...firstUse]
    .filter(([account, at]) => at > window.startMs && at <= window.endMs && !stopped.has(account))
    .sort(([a, first], [b, second]) => first - second || a - b)
    .map(([account]) => account);
  const volume = volumeOf(new Set(joiners), window, input);
  const lost = wave.lostPerMs * (window.endMs - window.startMs);
  const recovered = volume / Math.max(1, lost);
  const replacing = Math.floor(joiners.length * Math.min(1, lost / Math.max(1, volume)));
  // Hours of a day differ, so a window that was cut short is expected to bring whole days' joiners.
  const days = Math.ceil((window.endMs - window.startMs) / DAY_MS);
  const expected = history.expectedIn(window.startMs, days);
  const counted = recovered < LEAST_RECOVERED ? 0 : replacing;
  const chanceOf = (joined: number): number => history.chanceOf(joined, window.startMs, days);
  return {
    wave,
    joiners,
    expected,
    recovered,
    p: Math.max(LEAST_PROBABILITY, chanceOf(counted)),
    ratio: replacementRatio({ stopped: wave.accounts.length, joined: counted, chanceOf }),
  };
}

function firstUses({ timeMs, account }: FailoverInput): ReadonlyMap<number, number> {
  const first = new Map<number, number>();
  for (let at = 0; at < account.length; at++) {
    const number = account[at] ?? 0;
    if (!first.has(number)) first.set(number, timeMs[at] ?? 0);
  }
  return first;
}

function volumeOf(accounts: ReadonlySet<number>, window: Window, { timeMs, account }: FailoverInput): number {
  let volume = 0;
  for (let at = 0; at < timeMs.length; at++) {
    const time = timeMs[at] ?? 0;
    if (time > window.endMs) break;
    if (time > window.startMs && accounts.has(account[at] ?? -1)) volume++;
  }
  return volume;
}

function firstRequests(accounts: readonly number[], { account, requestNo }: FailoverInput): number[] {
  if (requestNo === undefined) return [];
  return accounts
    .map((number) => requestNo[account.indexOf(number)])
    .filter((request) => request !== undefined);
}
