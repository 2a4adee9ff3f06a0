import { pick, randomFrom, seedFor } from "../random.ts";
import type { TrafficPart } from "../traffic-part.ts";
import type { World } from "../world.ts";
import type { CampaignPlan } from "./campaign.ts";
import { campaign } from "./campaign.ts";
import type { Cadence, Supply } from "./fleet.ts";
import type { CampaignKnobs } from "./knobs.ts";
import {
  chineseHarvest,
  injectedBlockHarvest,
  metaPromptHarvest,
  rewritingHarvest,
  rubricHarvest,
  templateHarvest,
} from "./harvests.ts";
import { singles } from "./workload.ts";

/** Makes one campaign in a world, its knobs turned where the trial wants it. */
export type Campaign = (world: World, knobs?: CampaignKnobs) => TrafficPart;

/** Variants of one template, dealt round robin over hundreds of accounts. */
export const templateVariants: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("template-harvest", "round-robin", { accounts: 300 }),
    (disguise) => singles(templateHarvest(world, "template-harvest", 12, disguise)),
    knobs,
  );

/** Few accounts, each at a high rate. */
export const fewAccountsHighRate: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("high-rate", "round-robin", { accounts: 40, perAccount: 30, cover: 0.05 }),
    (disguise) => singles(templateHarvest(world, "high-rate", 6, disguise)),
    knobs,
  );

/** Two requests an account and day, over many accounts of which one trait of supply is visible. */
export const lowRate: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("low-rate", "poisson", { accounts: 600, perAccount: 2, cover: 0.5, supply: thinSupply(world) }),
    (disguise) => singles(templateHarvest(world, "low-rate", 10, disguise, "second")),
    knobs,
  );

/** A campaign that keeps the working hours of its countries. */
export const businessHours: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("business-hours", "business-hours", {
      accounts: 280,
      perAccount: 5,
      supply: { ...SUPPLY, deviceFarm: false, throwAwayMail: 0.1 },
    }),
    (disguise) => singles(templateHarvest(world, "business-hours", 20, disguise)),
    knobs,
  );

/** A block in the system prompt, in synchronised bursts, with failover after bans. */
export const injectedInSystem: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("injected-block", "bursts", {
      accounts: 220,
      perAccount: 5,
      failoverDay: Math.floor(world.calendar.days / 2),
    }),
    (disguise) => singles(injectedBlockHarvest(world, "injected-block", "system", disguise)),
    knobs,
  );

/** A block at the end of the user message, round the clock, with failover after bans. */
export const injectedAtEnd: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("injected-end", "poisson", {
      accounts: 180,
      perAccount: 5,
      failoverDay: Math.floor(world.calendar.days / 2),
      supply: { ...SUPPLY, deviceFarm: false },
    }),
    (disguise) => singles(injectedBlockHarvest(world, "injected-end", "end", disguise)),
    knobs,
  );

/** A block at the beginning of the user message, without shared cards. */
export const injectedAtBeginning: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("injected-beginning", "business-hours", {
      accounts: 150,
      perAccount: 6,
      supply: { ...SUPPLY, cardPool: false },
    }),
    (disguise) => singles(injectedBlockHarvest(world, "injected-beginning", "beginning", disguise)),
    knobs,
  );

/** Self-instruct meta-prompts. */
export const metaPrompt: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("metaprompt", "poisson", { accounts: 120, perAccount: 5, cover: 0.1 }),
    (disguise) => singles(metaPromptHarvest(world, "metaprompt", disguise)),
    knobs,
  );

/** Grading on a rubric. */
export const rubric: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("rubric", "bursts", { accounts: 140, perAccount: 6 }),
    (disguise) => singles(rubricHarvest(world, "rubric", disguise)),
    knobs,
  );

/** Censorship-safe rewriting. */
export const rewriting: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("rewriting", "round-robin", { accounts: 120, perAccount: 7 }),
    (disguise) => singles(rewritingHarvest(world, "rewriting", disguise)),
    knobs,
  );

/** The Chinese template. */
export const chinese: Campaign = (world, knobs) =>
  campaign(
    world,
    plan("chinese", "round-robin", { accounts: 200, perAccount: 4 }),
    (disguise) => singles(chineseHarvest(world, "chinese", disguise)),
    knobs,
  );

/** A plan with the usual sizes: 250 accounts, 4 requests a day, 30 % cover, from the second day to the end. */
export function plan(name: string, cadence: Cadence, more: Partial<CampaignPlan> = {}): CampaignPlan {
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

/** The usual supply: everything that operators were seen to share. */
export const SUPPLY: Supply = {
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
