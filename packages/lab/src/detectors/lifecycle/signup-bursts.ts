import { poissonTail } from "../poisson-tail.ts";
import { tailProbability } from "../tail-probability.ts";
import { countPerHour, hourOfDay, type Signups } from "./signups.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Accounts created within this many milliseconds of each other are close. */
const CLOSE_MS = 10 * MINUTE_MS;
/** The group's own rate is taken from this far around, without the middle: a burst may last most of an hour. */
const MIDDLE_MS = 30 * MINUTE_MS;
const AROUND_MS = 200 * MINUTE_MS;
/** Least others, and most chance of as many, that make an account part of a burst. */
const LEAST_OTHERS = 2;
const MOST_CHANCE = 0.01;
/** Bursts come again when at least this share of the accounts in them lies outside their busiest day. */
const LEAST_REPEATED = 0.1;
/** How far a moved sign-up may lie from its true time, so that day and hour keep their rate. */
const MOVED_MS = 3 * HOUR_MS;
const ROUNDS = 60;

/** Sign-up bursts of a group. */
export interface SignupBursts {
  /** Members in a burst, 0–1 of those with a known time; 0 where bursts do not come again on another day; NaN where too little is known. */
  readonly share: number;
  /** The same share where every sign-up is moved by up to three hours: what the rates of day and hour explain. */
  readonly expected: number;
  /** Probability that the moved sign-ups have so large a share; NaN where `share` is. */
  readonly p: number;
  /** Bursts, also where they do not come again. */
  readonly bursts: number;
  /** Members in a burst, in order of creation, also where bursts do not come again. */
  readonly accounts: readonly number[];
}

/**
 * Share of a group's accounts that were created in a burst: within 10 minutes of at least two others with other
 * payers, other sign-up networks and other private mail domains, where so many have a chance of at most 1 in 100
 * at the largest of four rates: the hours before, the hours after (as in radar, "greatest of" constant false alarm
 * rate: Hansen and Sawyers 1980), the group's day under the log's own time-of-day profile, and what the rest of
 * the log did in the same minutes. So a launch, a mention in the news or an import of old accounts is explained, and
 * a class on one network is one. Bursts of a single day count as none: a lesson or a talk has those too.
 *
 * The probability is by interval jitter (Amarasingham et al. 2012): every sign-up is moved by up to three hours, which
 * keeps day and hour and destroys minutes.
 *
 * @param random - source of numbers in [0, 1)
 */
export function signupBursts(group: readonly number[], signups: Signups, random: () => number): SignupBursts {
  const members = knownMembers(group, signups);
  if (members === undefined) {
    return { share: Number.NaN, expected: Number.NaN, p: Number.NaN, bursts: 0, accounts: [] };
  }
  const rest = restOfLog(members, signups);
  const own = burstsOf(members, rest);
  const share = shareOf(own, members.length);
  const moved = Array.from({ length: ROUNDS }, () => {
    const elsewhere = members.map(({ account, timeMs }) => ({
      account,
      timeMs: timeMs + (2 * random() - 1) * MOVED_MS,
    }));
    return shareOf(burstsOf(elsewhere.sort(byTime), rest), members.length);
  });
  return {
    share,
    expected: moved.reduce((sum, value) => sum + value, 0) / ROUNDS,
    p: share === 0 ? 1 : tailProbability(share, moved, { tail: "upper", resolution: 0.02 }),
    bursts: own.filter((member, at) => member.timeMs - (own[at - 1]?.timeMs ?? -Infinity) > MIDDLE_MS).length,
    accounts: own.map(({ account }) => account),
  };
}

interface Member {
  readonly account: number;
  readonly timeMs: number;
}

const byTime = (a: Member, b: Member): number => a.timeMs - b.timeMs || a.account - b.account;

/** Members whose time and network of sign-up are known; undefined where fewer than half of the group or 5 are. */
function knownMembers(group: readonly number[], signups: Signups): Member[] | undefined {
  const members = group
    .map((account) => ({ account, timeMs: signups.createdMs[account] ?? Number.NaN }))
    .filter(({ account, timeMs }) => !Number.isNaN(timeMs) && (signups.placeOf[account] ?? -1) >= 0);
  return members.length < group.length / 2 || members.length < 5 ? undefined : members.sort(byTime);
}

function shareOf(inBursts: readonly Member[], members: number): number {
  let ofOneDay = 0;
  let start = 0;
  inBursts.forEach(({ timeMs }, end) => {
    while (timeMs - (inBursts[start]?.timeMs ?? timeMs) > DAY_MS) start++;
    ofOneDay = Math.max(ofOneDay, end - start + 1);
  });
  const onOtherDays = inBursts.length - ofOneDay;
  const repeated = onOtherDays >= Math.max(LEAST_OTHERS + 1, LEAST_REPEATED * inBursts.length);
  return repeated ? inBursts.length / members : 0;
}

/** The log's sign-ups without the group's. */
interface Rest {
  readonly signups: Signups;
  /** Times of the group, ascending, to be taken off those of the log. */
  readonly groupMs: Float64Array;
  /** Share of the other accounts' sign-ups per UTC hour of day, smoothed. */
  readonly hourShare: Float64Array;
}

function restOfLog(members: readonly Member[], signups: Signups): Rest {
  const groupMs = Float64Array.from(members, ({ timeMs }) => timeMs);
  const own = countPerHour(groupMs);
  const others = Math.max(0, signups.sortedMs.length - members.length);
  const hourShare = signups.perHour.map((count, hour) => (count - (own[hour] ?? 0) + 1) / (others + 24));
  return { signups, groupMs, hourShare };
}

/** Members in a burst, in order of time. */
function burstsOf(members: readonly Member[], rest: Rest): Member[] {
  const times = Float64Array.from(members, ({ timeMs }) => timeMs);
  const near = new Neighbourhood(rest.signups);
  let from = 0;
  let to = 0;
  return members.filter(({ timeMs }) => {
    while (to < members.length && (times[to] ?? 0) <= timeMs + CLOSE_MS) near.count(members[to++], 1);
    while ((times[from] ?? 0) < timeMs - CLOSE_MS) near.count(members[from++], -1);
    const others = near.independent - 1;
    if (others < LEAST_OTHERS) return false;
    return poissonTail(others, expectedOthers(timeMs, times, rest)) <= MOST_CHANCE;
  });
}

/** Others to be expected within 10 minutes, at the largest of the four rates. */
function expectedOthers(timeMs: number, times: Float64Array, rest: Rest): number {
  const perClose = (2 * CLOSE_MS) / (AROUND_MS - MIDDLE_MS);
  const before = countWithin(times, timeMs - AROUND_MS, timeMs - MIDDLE_MS) * perClose;
  const after = countWithin(times, timeMs + MIDDLE_MS, timeMs + AROUND_MS) * perClose;
  const ofDay = countWithin(times, timeMs - DAY_MS / 2, timeMs + DAY_MS / 2) - 1;
  const byProfile = ofDay * (rest.hourShare[hourOfDay(timeMs)] ?? 1 / 24) * ((2 * CLOSE_MS) / HOUR_MS);
  const { sortedMs } = rest.signups;
  const others =
    countWithin(sortedMs, timeMs - CLOSE_MS, timeMs + CLOSE_MS) -
    countWithin(rest.groupMs, timeMs - CLOSE_MS, timeMs + CLOSE_MS);
  const elsewhere = (others * times.length) / Math.max(1, sortedMs.length - times.length);
  return Math.max(before, after, byProfile, elsewhere);
}

/** Values of an ascending list in [from, to]. */
function countWithin(sorted: Float64Array, from: number, to: number): number {
  return firstAbove(sorted, to, true) - firstAbove(sorted, from, false);
}

function firstAbove(sorted: Float64Array, value: number, strictly: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = sorted[middle] ?? 0;
    if (strictly ? at <= value : at < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many independent people the accounts in a sliding window can be at most. */
class Neighbourhood {
  readonly #signups: Signups;
  readonly #holders: readonly Map<number, number>[] = [new Map(), new Map(), new Map()];

  constructor(signups: Signups) {
    this.#signups = signups;
  }

  count(member: Member | undefined, change: 1 | -1): void {
    if (member === undefined) return;
    const { payer, placeOf, circleOf } = this.#signups;
    [payer, placeOf, circleOf].forEach((column, at) => {
      const holders = this.#holders[at] ?? new Map<number, number>();
      const key = column[member.account] ?? -1;
      const left = (holders.get(key) ?? 0) + change;
      if (left > 0) holders.set(key, left);
      else holders.delete(key);
    });
  }

  get independent(): number {
    return Math.min(...this.#holders.map((holders) => holders.size));
  }
}
