import { MINUTE } from "../traffic/timing.ts";
import { calibratedRival } from "./account-threshold.ts";
import { phrasesIn, wholeText } from "./extraction-phrases.ts";
import type { Rival, RivalLog, RivalRequest } from "./rival.ts";
import { busiest } from "./volume.ts";

/**
 * The decision of Glasswally (Rust, March 2026) as detection.md, section 3.1, describes it: a weighted mean of signals
 * per account, critical from 0.72. Nine of its sixteen signals can be had from logs and are here with equal weights:
 * velocity, phrases, card-and-network components ("hydra"), ≥ 5 accounts in one second of the clock, one client print
 * over many accounts, role preamble, token budget, refusals, regular gaps.
 */
export const glasswally: Rival = {
  name: "Glasswally rules",
  source: "Glasswally as described; own threshold 0.72, not calibrated",
  learn: () => (log) => ({
    flagged: new Set([...meanSignals(log)].filter(([, mean]) => mean >= 0.72).map(([account]) => account)),
  }),
};

/** The same weighted mean with a threshold from honest traffic, which is more than the original does. */
export const glasswallyCalibrated: Rival = calibratedRival(
  "Glasswally, calibrated",
  "the same signals, threshold at 1 % of honest accounts",
  () => meanSignals,
);

const SECOND_MS = 1000;

function meanSignals(log: RivalLog): ReadonlyMap<string, number> {
  const crowded = crowdedSeconds(log);
  const components = componentSizes(log);
  const prints = accountsOfPrints(log);
  const scores = new Map<string, number>();
  for (const [account, requests] of log.byAccount) {
    const arrivals = log.arrivals.get(account) ?? [];
    const signals = [
      Math.min(1, busiest(arrivals, MINUTE) / 60),
      share(requests, (request) => phrasesIn(wholeText(request)) > 0),
      Math.min(1, ((components.get(account) ?? 1) - 1) / 5),
      share(requests, ({ timeMs }) => crowded.has(Math.floor(timeMs / SECOND_MS))),
      Math.min(1, ((prints.get(requests[0]?.tls ?? "") ?? 1) - 1) / 50),
      share(requests, (request) => /\byou are (?:an?|the) /iu.test(wholeText(request).slice(0, 200))),
      share(requests, ({ outputTokens }) => outputTokens > 1000),
      Math.min(1, 5 * share(requests, ({ refused }) => refused)),
      regularity(arrivals),
    ];
    scores.set(account, signals.reduce((sum, signal) => sum + signal, 0) / signals.length);
  }
  return scores;
}

function share(requests: readonly RivalRequest[], holds: (request: RivalRequest) => boolean): number {
  return requests.filter(holds).length / Math.max(1, requests.length);
}

/** Seconds of the clock in which five accounts or more send. */
export function crowdedSeconds(log: Pick<RivalLog, "arrivals">): ReadonlySet<number> {
  const accounts = new Map<number, number>();
  for (const times of log.arrivals.values()) {
    for (const second of new Set(times.map((time) => Math.floor(time / SECOND_MS))))
      accounts.set(second, (accounts.get(second) ?? 0) + 1);
  }
  return new Set([...accounts].filter(([, count]) => count >= 5).map(([second]) => second));
}

/** Size of each account's component over shared cards and shared IPv4 /24 networks. */
export function componentSizes(log: Pick<RivalLog, "byAccount">): ReadonlyMap<string, number> {
  const parent = new Map<string, string>();
  const root = (node: string): string => {
    let at = node;
    for (let up = parent.get(at) ?? at; up !== at; up = parent.get(at) ?? at) {
      parent.set(at, parent.get(up) ?? up);
      at = up;
    }
    return at;
  };
  for (const [account, requests] of log.byAccount) {
    for (const { payment, ip } of requests) {
      for (const value of [payment === null ? "" : `card ${payment}`, network24(ip)]) {
        if (value !== "") parent.set(root(value), root(`account ${account}`));
      }
    }
  }
  const sizes = new Map<string, number>();
  const roots = new Map([...log.byAccount.keys()].map((account) => [account, root(`account ${account}`)]));
  for (const top of roots.values()) sizes.set(top, (sizes.get(top) ?? 0) + 1);
  return new Map([...roots].map(([account, top]) => [account, sizes.get(top) ?? 1]));
}

/** The first three bytes of an IPv4 address; empty for anything else. */
function network24(ip: string): string {
  const match = /^(\d+\.\d+\.\d+)\.\d+$/u.exec(ip);
  return match === null ? "" : `net ${match[1] ?? ""}`;
}

function accountsOfPrints(log: RivalLog): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const requests of log.byAccount.values()) {
    const print = requests[0]?.tls ?? "";
    counts.set(print, (counts.get(print) ?? 0) + 1);
  }
  return counts;
}

/** 1 for a metronome, 0 from a coefficient of variation of 1 (a Poisson stream) on. */
function regularity(times: readonly number[]): number {
  if (times.length < 6) return 0;
  const gaps = times.slice(1).map((time, index) => time - (times[index] as number));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  return mean === 0 ? 0 : Math.max(0, 1 - Math.sqrt(variance) / mean);
}
