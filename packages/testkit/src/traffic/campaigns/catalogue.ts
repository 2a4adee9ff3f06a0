import { pick, randomFrom, seedFor } from "../random.ts";
import type { TrafficPart } from "../traffic-part.ts";
import type { World } from "../world.ts";
import type { CampaignPlan } from "./campaign.ts";
import { campaign } from "./campaign.ts";
import type { Cadence, Supply } from "./fleet.ts";
import {
  chineseHarvest,
  injectedBlockHarvest,
  metaPromptHarvest,
  rewritingHarvest,
  rubricHarvest,
  templateHarvest,
} from "./harvests.ts";

/** Makes one campaign in a world. */
export type Campaign = (world: World) => TrafficPart;

/** Variants of one template, dealt round robin over hundreds of accounts. */
export const templateVariants: Campaign = (world) =>
  campaign(
    world,
    plan("template-harvest", "round-robin", { accounts: 300 }),
    templateHarvest(world, "template-harvest", 12),
  );

/** Few accounts, each at a high rate. */
export const fewAccountsHighRate: Campaign = (world) =>
  campaign(
    world,
    plan("high-rate", "round-robin", { accounts: 40, perAccount: 30, cover: 0.05 }),
    templateHarvest(world, "high-rate", 6),
  );

/** Two requests an account and day, over many accounts of which one trait of supply is visible. */
export const lowRate: Campaign = (world) =>
  campaign(
    world,
    plan("low-rate", "poisson", { accounts: 600, perAccount: 2, cover: 0.5, supply: thinSupply(world) }),
    templateHarvest(world, "low-rate", 10, "second"),
  );

/** A campaign that keeps the working hours of its countries. */
export const businessHours: Campaign = (world) =>
  campaign(
    world,
    plan("business-hours", "business-hours", {
      accounts: 280,
      perAccount: 5,
      supply: { ...SUPPLY, deviceFarm: false, throwAwayMail: 0.1 },
    }),
    templateHarvest(world, "business-hours", 20),
  );

/** A block in the system prompt, in synchronised bursts, with failover after bans. */
export const injectedInSystem: Campaign = (world) =>
  campaign(
    world,
    plan("injected-block", "bursts", {
      accounts: 220,
      perAccount: 5,
      failoverDay: Math.floor(world.calendar.days / 2),
    }),
    injectedBlockHarvest(world, "injected-block", "system"),
  );

/** A block at the end of the user message, round the clock, with failover after bans. */
export const injectedAtEnd: Campaign = (world) =>
  campaign(
    world,
    plan("injected-end", "poisson", {
      accounts: 180,
      perAccount: 5,
      failoverDay: Math.floor(world.calendar.days / 2),
      supply: { ...SUPPLY, deviceFarm: false },
    }),
    injectedBlockHarvest(world, "injected-end", "end"),
  );

/** A block at the beginning of the user message, without shared cards. */
export const injectedAtBeginning: Campaign = (world) =>
  campaign(
    world,
    plan("injected-beginning", "business-hours", {
      accounts: 150,
      perAccount: 6,
      supply: { ...SUPPLY, cardPool: false },
    }),
    injectedBlockHarvest(world, "injected-beginning", "beginning"),
  );

/** Self-instruct meta-prompts. */
export const metaPrompt: Campaign = (world) =>
  campaign(
    world,
    plan("metaprompt", "poisson", { accounts: 120, perAccount: 5, cover: 0.1 }),
    metaPromptHarvest(world, "metaprompt"),
  );

/** Grading on a rubric. */
export const rubric: Campaign = (world) =>
  campaign(world, plan("rubric", "bursts", { accounts: 140, perAccount: 6 }), rubricHarvest(world, "rubric"));

/** Censorship-safe rewriting. */
export const rewriting: Campaign = (world) =>
  campaign(
    world,
    plan("rewriting", "round-robin", { accounts: 120, perAccount: 7 }),
    rewritingHarvest(world, "rewriting"),
  );

/** The Chinese template. */
export const chinese: Campaign = (world) =>
  campaign(
    world,
    plan("chinese", "round-robin", { accounts: 200, perAccount: 4 }),
    chineseHarvest(world, "chinese"),
  );

/** A plan with the usual sizes: 250 accounts, 4 requests a day, 30 % cover, from the second day to the end. */
function plan(name: string, cadence: Cadence, more: Partial<CampaignPlan> = {}): CampaignPlan {
  return {
    name,
    accounts: 250,
    perAccount: 4,
    cover: 0.3,
    cadence,
    supply: SUPPLY,
    firstDay: 1,
    days: 30,
    ...more,
  };
}

const SUPPLY: Supply = {
  cardPool: true,
  throwAwayMail: 0.15,
  deviceFarm: true,
  signupBursts: true,
  residential: true,
  pivots: true,
};

/** Only one trait of the supply is visible, chosen by the seed; the accounts are otherwise like anybody's. */
function thinSupply(world: World): Supply {
  const none: Supply = {
    cardPool: false,
    throwAwayMail: 0,
    deviceFarm: false,
    signupBursts: false,
    residential: true,
    pivots: false,
  };
  const trait = pick(randomFrom(seedFor(world.seed, "thin supply")), [
    "cardPool",
    "deviceFarm",
    "signupBursts",
  ] as const);
  return { ...none, [trait]: true };
}
