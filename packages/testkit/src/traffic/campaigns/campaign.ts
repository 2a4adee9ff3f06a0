import type { Habit } from "../background.ts";
import { habitDay } from "../background.ts";
import type { Random } from "../random.ts";
import { chance, randomFrom, seedFor, token } from "../random.ts";
import { DAY, HOUR } from "../timing.ts";
import type { Account, Draft, Enforcement, PlannedRequest, TrafficPart } from "../traffic-part.ts";
import type { World } from "../world.ts";
import { scaled } from "../world.ts";
import type { Cadence, Supply } from "./fleet.ts";
import { buyAccounts, fleetDay } from "./fleet.ts";

/** What every campaign can vary. */
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
}

/** Makes the text of one campaign request. */
export type HarvestText = (random: Random) => Draft;

/** A campaign: accounts from the supply, requests by the cadence, text by `harvest`, cover traffic beside it. */
export function campaign(world: World, plan: CampaignPlan, harvest: HarvestText): TrafficPart {
  const random = randomFrom(seedFor(world.seed, "campaign", plan.name));
  const begin = world.calendar.start + plan.firstDay * DAY;
  const first = buyAccounts(random, world, scaled(world, plan.accounts, 12), plan.supply, begin);
  const failover = plan.failoverDay === undefined ? undefined : world.calendar.start + plan.failoverDay * DAY;
  const second = failover === undefined ? [] : successors(random, world, plan, first, failover);
  const enforcement = failover === undefined ? [] : bans(random, first, failover);
  const bannedAt = new Map(enforcement.map((row) => [row.account, row.timeMs] as const));
  const covers = coverHabits(random, plan, [...first, ...second]);
  const late: ReadonlySet<Account> = new Set(second);
  const works = (slot: { account: Account; timeMs: number }): boolean =>
    slot.timeMs < (bannedAt.get(slot.account.account) ?? Number.POSITIVE_INFINITY) &&
    slot.timeMs >= slot.account.created;
  return {
    name: plan.name,
    kind: "campaign",
    accounts: [...first, ...second],
    enforcement,
    declaredUses: [],
    planDay: (day, drawn) => {
      const covered = covers.flatMap((habit) => habitDay(world, habit, day)).filter(works);
      if (day < plan.firstDay || day >= plan.firstDay + plan.days) return covered;
      const slots = [
        ...fleetDay(drawn, world, first, day, plan.perAccount, plan.cadence),
        ...(second.length > 0 ? fleetDay(drawn, world, second, day, plan.perAccount, plan.cadence) : []),
      ].filter((slot) => works(slot) && startsAfter(slot, late, failover));
      return [...covered, ...slots.map((slot) => harvestRequest(drawn, slot, harvest))];
    },
  };
}

function harvestRequest(
  random: Random,
  slot: { account: Account; timeMs: number },
  draft: HarvestText,
): PlannedRequest {
  return { ...slot, session: `sess_${token(random, 12)}`, planted: true, draft };
}

/** The second pool: other cards, devices and networks, but an overlap of cards as operators leave it. */
function successors(
  random: Random,
  world: World,
  plan: CampaignPlan,
  first: readonly Account[],
  failover: number,
): Account[] {
  const fresh = buyAccounts(
    random,
    world,
    Math.max(10, Math.round(first.length * 0.8)),
    plan.supply,
    failover,
  );
  const cards = first.map((account) => account.payment);
  return fresh.map((account) => {
    const reused = plan.supply.cardPool && chance(random, 0.15);
    return reused ? { ...account, payment: cards[random.below(cards.length)] ?? account.payment } : account;
  });
}

/** Nine in ten accounts of the pool are banned within two hours. */
function bans(random: Random, accounts: readonly Account[], failover: number): Enforcement[] {
  return accounts
    .filter(() => chance(random, 0.9))
    .map((account) => ({
      timeMs: failover + random.below(2 * HOUR),
      account: account.account,
      action: "ban" as const,
    }));
}

function startsAfter(
  slot: { account: Account; timeMs: number },
  second: ReadonlySet<Account>,
  failover: number | undefined,
): boolean {
  return failover === undefined || !second.has(slot.account) || slot.timeMs >= failover + 2.5 * HOUR;
}

/** Ordinary chat of the campaign's accounts; all of them sell or lend their seat to somebody or fake it. */
function coverHabits(random: Random, plan: CampaignPlan, accounts: readonly Account[]): Habit[] {
  if (plan.cover <= 0) return [];
  const rate = (plan.perAccount * plan.cover) / (1 - plan.cover);
  return accounts.map((account) => ({
    account,
    rate: Math.max(0.3, rate * (0.4 + 1.2 * random.unit())),
    active: 0.85,
    automated: false,
    chinese: ["CN", "TW", "HK", "SG"].includes(account.country) && chance(random, 0.6),
    system: null,
  }));
}
