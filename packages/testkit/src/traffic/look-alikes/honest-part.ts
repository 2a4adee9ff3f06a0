import type { Habit } from "../background.ts";
import { habitDay } from "../background.ts";
import type { Random } from "../random.ts";
import { chance, randomFrom, seedFor, token } from "../random.ts";
import { languageOf } from "../speech/language.ts";
import { DAY, clientDay, pickClient, wakingMoment } from "../timing.ts";
import type {
  Account,
  DeclaredUse,
  Draft,
  Enforcement,
  Network,
  PlannedRequest,
  TrafficPart,
} from "../traffic-part.ts";
import type { World } from "../world.ts";

/** A look-alike in the making: accounts and how a day of theirs looks. */
export interface HonestPart {
  readonly name: string;
  readonly accounts: readonly Account[];
  readonly declaredUses?: readonly DeclaredUse[];
  /** Bans of some of the accounts; they send nothing afterwards. */
  readonly enforcement?: readonly Enforcement[];
  readonly planDay: TrafficPart["planDay"];
}

/** Completes a look-alike into a part of the traffic. */
export function honest(part: HonestPart): TrafficPart {
  const bannedAt = new Map(part.enforcement?.map((row) => [row.account, row.timeMs] as const));
  const works = ({ timeMs, account }: PlannedRequest): boolean =>
    timeMs >= account.created && timeMs < (bannedAt.get(account.account) ?? Number.POSITIVE_INFINITY);
  return {
    name: part.name,
    kind: "look-alike",
    accounts: part.accounts,
    enforcement: part.enforcement ?? [],
    declaredUses: part.declaredUses ?? [],
    planDay: (day, random) => part.planDay(day, random).filter(works),
  };
}

/** The random stream in which a part's accounts are made. */
export function streamFor(world: World, name: string): Random {
  return randomFrom(seedFor(world.seed, "look-alike", name));
}

/** One request of its own session. */
export function single(
  random: Random,
  account: Account,
  timeMs: number,
  draft: PlannedRequest["draft"],
): PlannedRequest {
  return { timeMs: Math.floor(timeMs), account, session: `sess_${token(random, 12)}`, planted: true, draft };
}

/** `count` requests of one account on one day, arriving as a program's do. */
export function programRequests(
  random: Random,
  world: World,
  account: Account,
  day: number,
  count: number,
  draft: (random: Random) => Draft,
): PlannedRequest[] {
  const client = pickClient(randomFrom(seedFor(world.seed, account.account)), world.corpus.clients);
  const midnight = world.calendar.start + day * DAY;
  return clientDay(random, client, day, count).map((at) => single(random, account, midnight + at, draft));
}

/** `count` requests of one account on one day, at moments of a working or waking day. */
export function personRequests(
  random: Random,
  world: World,
  account: Account,
  day: number,
  count: number,
  draft: (random: Random) => Draft,
): PlannedRequest[] {
  const midnight = world.calendar.start + day * DAY;
  return Array.from({ length: count }, () =>
    single(random, account, midnight + wakingMoment(random, account.utcOffset, true), draft),
  );
}

/** Ordinary chat beside the thing that makes the part a look-alike. */
export function ordinaryDay(world: World, account: Account, rate: number, day: number): PlannedRequest[] {
  return habitDay(world, ordinaryHabit(account, rate), day);
}

function ordinaryHabit(account: Account, rate: number): Habit {
  return { account, rate, active: 0.7, automated: false, language: languageOf(account), system: null };
}

/** A server's fixed address: programs of one payer come from one or two machines. */
export function fromServers(
  network: (random: Random) => Network,
  random: Random,
): (random: Random) => Network {
  const machine = network(random);
  return () => machine;
}

/** True on a share of the days of a fixed weekday rhythm: work pauses on two days of seven. */
export function isWorkday(day: number, random: Random): boolean {
  return day % 7 < 5 || chance(random, 0.2);
}
