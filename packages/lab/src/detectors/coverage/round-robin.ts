import type { Evidence } from "../evidence.ts";
import { hedgedEvidence, tailProbability } from "../tail-probability.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Requests that an account needs, and accounts that the measure needs. */
const LEAST_REQUESTS = 4;
const LEAST_ACCOUNTS = 8;
const SHUFFLES = 5;
/** Requests of a clock-driven account fall on nearly one minute of the hour (mean resultant length). */
const CLOCK_DRIVEN = 0.8;

/** Requests in order of time. */
export interface TurnTaking {
  readonly timeMs: Float64Array;
  readonly account: Int32Array;
}

/**
 * How far accounts take turns: between two requests of one account lie always about as many requests of the others, as
 * where a balancer deals one stream out in a cycle. The natural logarithm of how many times more the number varies (median
 * coefficient of variation over accounts) when the accounts of each UTC day are shuffled: 0 for chance, below it for people, who come
 * in sessions. It survives what breaks an exact cycle: swaps, and requests that are missing. Clock-driven accounts are left out:
 * cron jobs keep an order too.
 *
 * @returns NaN where fewer than 8 accounts have 4 requests
 */
export function turnTaking(requests: TurnTaking, random: () => number): number {
  const people = withoutClockDriven(requests);
  const observed = medianVariation(people.account);
  if (Number.isNaN(observed)) return Number.NaN;
  let shuffled = 0;
  for (let round = 0; round < SHUFFLES; round++) {
    shuffled += medianVariation(shuffledWithinDays(people, random)) / SHUFFLES;
  }
  // A perfect cycle has no variation at all.
  return Math.log(Math.max(LEAST_VARIATION, shuffled) / Math.max(LEAST_VARIATION, observed));
}

const LEAST_VARIATION = 0.01;
/** Turn-taking is timing too: with D6's evenness it must not count twice, so it says no more than D6 alone may. */
const LEAST_PROBABILITY_OF_TURNS = 1e-4;

/**
 * Turn-taking as evidence of the timing family, against groups of ordinary accounts. It rests on the same habit as the
 * even shares of D6: of the two take the stronger, never the sum.
 *
 * @returns undefined where it cannot be measured, here or in at least 20 of the groups
 */
export function weighTurnTaking(
  own: TurnTaking & { readonly requestNo: Int32Array },
  groups: readonly TurnTaking[],
  random: () => number,
): Evidence | undefined {
  const observed = turnTaking(own, random);
  const reference = groups.map((group) => turnTaking(group, random)).filter((value) => !Number.isNaN(value));
  const found = tailProbability(observed, reference, { tail: "upper", resolution: 0.1 });
  if (Number.isNaN(found)) return undefined;
  const p = Math.max(found, LEAST_PROBABILITY_OF_TURNS);
  return {
    family: "timing",
    detector: "D13",
    logLikelihoodRatio: hedgedEvidence(p),
    summary: `Accounts take turns ${Math.exp(observed).toFixed(1)} times as regularly as the same requests of a day in random order (p ${p.toPrecision(2)} against ${String(reference.length)} ordinary groups).`,
    kind: "inferred",
    figures: { p, turn_taking: observed },
    requests: [...own.requestNo.subarray(0, 3)],
  };
}

function withoutClockDriven({ timeMs, account }: TurnTaking): TurnTaking {
  const phases = new Map<number, { cosine: number; sine: number; requests: number }>();
  account.forEach((one, row) => {
    const angle = (((timeMs[row] ?? 0) % HOUR_MS) / HOUR_MS) * 2 * Math.PI;
    const phase = phases.get(one) ?? { cosine: 0, sine: 0, requests: 0 };
    phase.cosine += Math.cos(angle);
    phase.sine += Math.sin(angle);
    phase.requests += 1;
    phases.set(one, phase);
  });
  const rows = [...account.keys()].filter((row) => {
    const phase = phases.get(account[row] ?? 0);
    return (
      phase === undefined ||
      phase.requests < LEAST_REQUESTS ||
      Math.hypot(phase.cosine, phase.sine) / phase.requests < CLOCK_DRIVEN
    );
  });
  return {
    timeMs: Float64Array.from(rows, (row) => timeMs[row] ?? 0),
    account: Int32Array.from(rows, (row) => account[row] ?? 0),
  };
}

/** Median over accounts of the coefficient of variation of the number of requests between two of their own. */
function medianVariation(account: Int32Array): number {
  const gaps = new Map<number, { last: number; count: number; sum: number; squares: number }>();
  account.forEach((one, rank) => {
    const entry = gaps.get(one);
    if (entry === undefined) {
      gaps.set(one, { last: rank, count: 0, sum: 0, squares: 0 });
      return;
    }
    const gap = rank - entry.last;
    entry.last = rank;
    entry.count += 1;
    entry.sum += gap;
    entry.squares += gap * gap;
  });
  const variations = [...gaps.values()]
    .filter(({ count }) => count >= LEAST_REQUESTS - 1)
    .map(
      ({ count, sum, squares }) =>
        Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2)) / (sum / count),
    )
    .sort((a, b) => a - b);
  return variations.length < LEAST_ACCOUNTS ? Number.NaN : (variations[variations.length >> 1] ?? Number.NaN);
}

function shuffledWithinDays({ timeMs, account }: TurnTaking, random: () => number): Int32Array {
  const shuffled = account.slice();
  for (let from = 0; from < shuffled.length;) {
    const day = Math.floor((timeMs[from] ?? 0) / DAY_MS);
    let to = from;
    while (to < shuffled.length && Math.floor((timeMs[to] ?? 0) / DAY_MS) === day) to++;
    for (let at = to - 1; at > from; at--) {
      const other = from + Math.floor(random() * (at - from + 1));
      const held = shuffled[at] ?? 0;
      shuffled[at] = shuffled[other] ?? 0;
      shuffled[other] = held;
    }
    from = to;
  }
  return shuffled;
}
