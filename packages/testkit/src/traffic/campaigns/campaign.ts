import type { Habit } from "../background.ts";
import { habitDay } from "../background.ts";
import type { Random } from "../random.ts";
import { chance, randomFrom, seedFor } from "../random.ts";
import { languageOf } from "../speech/language.ts";
import { DAY, HOUR, MINUTE } from "../timing.ts";
import type { Account, Enforcement, TrafficPart } from "../traffic-part.ts";
import type { World } from "../world.ts";
import { scaled } from "../world.ts";
import type { Cadence, Slot, Supply } from "./fleet.ts";
import { buyAccounts, fleetDay } from "./fleet.ts";
import type { CampaignKnobs } from "./knobs.ts";
import { turned } from "./knobs.ts";
import type { Disguise, Workload } from "./workload.ts";

/** What every campaign can vary; the last six are an adversary's price and cost nothing where absent. */
export interface CampaignPlan {
  readonly name: string;
  readonly accounts: number;
  /** Campaign requests per account and day, without cover. */
  readonly perAccount: number;
  /** Share of an account's traffic that is ordinary chat of its own. */
  readonly cover: number;
  readonly cadence: Cadence;
  readonly supply: Supply;
  /** First day of work. */
  readonly firstDay: number;
  /** Days of work; the log may end earlier. */
  readonly days: number;
  /** Day on which most of the pool is banned and a second pool takes over; absent: no failover. */
  readonly failoverDay?: number;
  readonly paraphrase?: number;
  readonly slotSize?: number;
  readonly jitterMinutes?: number;
  readonly partitions?: number;
  readonly rotationDays?: number;
}

/**
 * A campaign: accounts from the supply, slots by the cadence, requests by the workload, cover traffic beside it.
 * `work` is asked once for each of the campaign's pools.
 */
export function campaign(
  world: World,
  planned: CampaignPlan,
  work: (disguise: Disguise) => Workload,
  knobs: CampaignKnobs = {},
): TrafficPart {
  const plan = turned(planned, knobs);
  const random = randomFrom(seedFor(world.seed, "campaign", plan.name));
  const pools = Array.from({ length: plan.partitions ?? 1 }, (_, partition) => ({
    crews: crewsOf(random, world, plan),
    work: work({ paraphrase: plan.paraphrase ?? 0, slotSize: plan.slotSize ?? 1, partition }),
  }));
  const crews = pools.flatMap((pool) => pool.crews);
  const failover = failoverMoment(world, plan);
  const enforcement = failover === undefined ? [] : bans(random, pools, failover);
  const bannedAt = new Map(enforcement.map((row) => [row.account, row.timeMs] as const));
  const works = (slot: Slot): boolean =>
    slot.timeMs < (bannedAt.get(slot.account.account) ?? Number.POSITIVE_INFINITY) &&
    slot.timeMs >= slot.account.created;
  const covers = crews.flatMap((crew) => coverHabits(random, plan, crew));
  return {
    name: plan.name,
    kind: "campaign",
    accounts: crews.flatMap((crew) => crew.accounts),
    enforcement,
    declaredUses: [],
    planDay: (day, drawn) => {
      const midnight = world.calendar.start + day * DAY;
      const covered = covers
        .filter(({ crew }) => crew.coveredFrom < midnight + DAY && crew.until > midnight)
        .flatMap(({ habit }) => habitDay(world, habit, day))
        .filter(works);
      if (day < plan.firstDay || day >= plan.firstDay + plan.days) return covered;
      const own = pools.flatMap((pool) => {
        const slots = pool.crews.flatMap((crew) => crewSlots(drawn, world, plan, crew, day));
        return pool.work(
          drawn,
          slots.filter(works).sort((a, b) => a.timeMs - b.timeMs),
        );
      });
      return [...covered, ...own];
    },
  };
}

/** Accounts that work together from one moment to another (epoch milliseconds). */
interface Crew {
  readonly accounts: readonly Account[];
  readonly from: number;
  readonly until: number;
  /** When their cover traffic begins, as far as they exist by then. */
  readonly coveredFrom: number;
}

/**
 * The first crew, its successors after a failover, or one crew after the other where identities rotate; whoever
 * rotates has left before the ban.
 */
function crewsOf(random: Random, world: World, plan: CampaignPlan): Crew[] {
  const partitions = plan.partitions ?? 1;
  const least = Math.max(4, Math.round(Math.min(12, plan.accounts / 2) / partitions));
  const count = scaled(world, plan.accounts / partitions, least);
  const begin = world.calendar.start + plan.firstDay * DAY;
  const end = Number.POSITIVE_INFINITY;
  const failover = failoverMoment(world, plan);
  if (failover !== undefined) {
    const first = buyAccounts(random, world, count, plan.supply, begin);
    const second = successors(random, world, plan, first, failover);
    return [
      { accounts: first, from: begin, until: end, coveredFrom: 0 },
      { accounts: second, from: failover + 2.5 * HOUR, until: end, coveredFrom: 0 },
    ];
  }
  return Array.from({ length: rotations(world, plan) }, (_, turn) => {
    const from = begin + turn * (plan.rotationDays ?? 0) * DAY;
    return {
      accounts: buyAccounts(random, world, count, plan.supply, from),
      from,
      until: plan.rotationDays === undefined ? end : from + plan.rotationDays * DAY,
      coveredFrom: turn === 0 ? 0 : from,
    };
  });
}

/** Crews that one pool goes through within the log. */
function rotations(world: World, plan: CampaignPlan): number {
  const lastDay = Math.min(world.calendar.days, plan.firstDay + plan.days);
  return Math.max(1, Math.ceil((lastDay - plan.firstDay) / (plan.rotationDays ?? Number.POSITIVE_INFINITY)));
}

function failoverMoment(world: World, plan: CampaignPlan): number | undefined {
  if (plan.failoverDay === undefined || rotations(world, plan) > 1) return undefined;
  return world.calendar.start + plan.failoverDay * DAY;
}

/** The second pool: other cards, devices and networks, but an overlap of cards as operators leave it. */
function successors(
  random: Random,
  world: World,
  plan: CampaignPlan,
  first: readonly Account[],
  failover: number,
): Account[] {
  const count = Math.max(Math.min(10, first.length), Math.round(first.length * 0.8));
  const fresh = buyAccounts(random, world, count, plan.supply, failover);
  const cards = first.map((account) => account.payment);
  return fresh.map((account) => {
    const reused = plan.supply.cardPool && chance(random, 0.15);
    return reused ? { ...account, payment: cards[random.below(cards.length)] ?? account.payment } : account;
  });
}

/** Nine in ten accounts of each pool's first crew are banned within two hours. */
function bans(
  random: Random,
  pools: readonly { readonly crews: readonly Crew[] }[],
  failover: number,
): Enforcement[] {
  return pools
    .flatMap((pool) => pool.crews[0]?.accounts ?? [])
    .filter(() => chance(random, 0.9))
    .map((account) => ({
      timeMs: failover + random.below(2 * HOUR),
      account: account.account,
      action: "ban" as const,
    }));
}

/** The day's slots of one crew, moved by the jitter. */
function crewSlots(random: Random, world: World, plan: CampaignPlan, crew: Crew, day: number): Slot[] {
  const midnight = world.calendar.start + day * DAY;
  if (crew.until <= midnight || crew.from >= midnight + DAY) return [];
  const slots = fleetDay(random, world, crew.accounts, day, plan.perAccount, plan.cadence);
  const jitter = (plan.jitterMinutes ?? 0) * MINUTE;
  return slots
    .map(({ account, timeMs }) => ({
      account,
      timeMs: jitter === 0 ? timeMs : moved(random, timeMs, jitter, midnight),
    }))
    .filter((slot) => slot.timeMs >= crew.from && slot.timeMs < crew.until);
}

/** Moved by up to the jitter and kept within its day, which the composer writes at once. */
function moved(random: Random, timeMs: number, jitter: number, midnight: number): number {
  const at = timeMs - midnight + Math.round((2 * random.unit() - 1) * jitter);
  return midnight + (((at % DAY) + DAY) % DAY);
}

interface CoverHabit {
  readonly crew: Crew;
  readonly habit: Habit;
}

/** Ordinary chat of the campaign's accounts; all of them sell or lend their seat to somebody or fake it. */
function coverHabits(random: Random, plan: CampaignPlan, crew: Crew): CoverHabit[] {
  if (plan.cover <= 0) return [];
  const rate = (plan.perAccount * plan.cover) / (1 - plan.cover);
  return crew.accounts.map((account) => {
    const own = Math.max(0.3, rate * (0.4 + 1.2 * random.unit()));
    const habit = { account, rate: own, active: 0.85, automated: false, language: languageOf(account) };
    return { crew, habit: { ...habit, system: null } };
  });
}
