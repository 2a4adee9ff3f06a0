import type { CampaignKnobs } from "../traffic/campaigns/knobs.ts";
import type { Cell } from "./cells.ts";
import { percent } from "./ratios.ts";

/** The knobs that cost an adversary something. */
export type PriceKnobs = Required<Omit<CampaignKnobs, "intensity">>;

/** A campaign that hides nothing. */
export const OPEN: PriceKnobs = {
  cover: 0,
  paraphrase: 0,
  slotSize: 1,
  jitterMinutes: 0,
  partitions: 1,
  rotationDays: 365,
  unique: 0,
};

/** One step of one evasion. */
export interface PriceStep {
  readonly evasion: string;
  readonly label: string;
  readonly knobs: PriceKnobs;
}

/** The evasions, one log for each step: the most that is tried of each, for cover and paraphrase also less, and all together. */
export const PRICE_STEPS: readonly PriceStep[] = [
  step("none", "open", {}),
  ...[0.6, 0.85].map((cover) => step("cover share", percent(cover), { cover })),
  ...[0.5, 0.9].map((paraphrase) => step("paraphrase rate", percent(paraphrase), { paraphrase })),
  step("slot size", "× 12", { slotSize: 12 }),
  step("jitter", "± 1440 min", { jitterMinutes: 1440 }),
  step("partitions", "15", { partitions: 15 }),
  step("rotation", "every 1 d", { rotationDays: 1 }),
  step("own card, device, mail", "100 %", { unique: 1 }),
  step("all", "some", {
    cover: 0.3,
    paraphrase: 0.25,
    slotSize: 4,
    jitterMinutes: 240,
    partitions: 2,
    unique: 0.5,
  }),
  step("all", "much", {
    cover: 0.6,
    paraphrase: 0.5,
    slotSize: 4,
    jitterMinutes: 1440,
    partitions: 6,
    unique: 0.9,
  }),
  step("all", "most", {
    cover: 0.85,
    paraphrase: 0.9,
    slotSize: 12,
    jitterMinutes: 1440,
    partitions: 15,
    unique: 1,
  }),
];

/** Campaigns whose price is measured: a template, a block, a rubric. */
export const PRICED_SHAPES: readonly string[] = ["template-harvest", "injected-end", "rubric"];

/** The logs of the price curves. */
export function priceCells(seed: number): Cell[] {
  return PRICE_STEPS.map((one, index) => ({
    shapes: PRICED_SHAPES,
    knobs: one.knobs,
    baseSeed: 1000 * seed + (index % 2),
    seed: 1000 * seed + 800 + index,
    delay: false,
    rivals: false,
  }));
}

/** What an adversary pays, each against the open campaign (1), and the delay of a request in hours. */
export interface Cost {
  /** Model tokens bought for one harvested answer. */
  readonly tokens: number;
  /** Accounts over the whole log. */
  readonly accounts: number;
  /** Cards and devices over the whole log. */
  readonly instruments: number;
  /** Sets of wording, software and infrastructure that are kept apart. */
  readonly pools: number;
  readonly latencyHours: number;
  /** Weighted sum of the first four. */
  readonly total: number;
}

/** Tokens of one request of the open campaign: fixed template, slot, answer (means of the kit's template harvest). */
const TOKENS = { template: 120, slot: 100, answer: 400 };
/** A replaced word is made by a small model of one's own, at this share of the price of a bought token. */
const OWN_MODEL = 0.1;
/** Accounts to a card and to a device in the open campaign (`campaigns/fleet.ts`: 3–12 and 5–40). */
const PER_CARD = 7.5;
const PER_DEVICE = 22.5;
/**
 * What each part is of the open campaign's bill. An assumption, not a measurement: no market figures are published
 * for accounts and cards. Tokens dominate because a harvest is made of them.
 */
const SHARES = { tokens: 0.7, accounts: 0.15, instruments: 0.1, pools: 0.05 };

/**
 * The documented cost model, in relative units. Cover traffic is bought like any other. A larger slot buys a longer
 * question for the same answer. Rotation buys every account again. Cards and devices that are used once are bought
 * for each account. Jitter costs time only.
 *
 * @param days - length of the log
 */
export function costOf(knobs: PriceKnobs, days: number): Cost {
  const open = TOKENS.template + TOKENS.slot + TOKENS.answer;
  const own = knobs.paraphrase * TOKENS.template * OWN_MODEL;
  const request = TOKENS.template + TOKENS.slot * knobs.slotSize + TOKENS.answer + own;
  const tokens = request / open / (1 - knobs.cover);
  const accounts = Math.max(1, Math.ceil(days / knobs.rotationDays));
  const shared = 1 / PER_CARD + 1 / PER_DEVICE;
  const instruments = (accounts * ((1 - knobs.unique) * shared + knobs.unique * 2)) / shared;
  const pools = knobs.partitions;
  const total =
    SHARES.tokens * tokens +
    SHARES.accounts * accounts +
    SHARES.instruments * instruments +
    SHARES.pools * pools;
  return { tokens, accounts, instruments, pools, latencyHours: knobs.jitterMinutes / 60 / 2, total };
}

/** A step with what it did to detection. */
export interface PricedStep extends PriceStep {
  readonly cost: Cost;
  /** Share of the campaigns that were found, 0–1. */
  readonly found: number;
  /** Mean share of their accounts that was reported. */
  readonly recall: number;
}

/**
 * The cheapest tried step of an evasion at which fewer than half of the campaigns are found; undefined where even the
 * most is not enough.
 */
export function breakEven(steps: readonly PricedStep[], evasion: string): PricedStep | undefined {
  return steps
    .filter((one) => one.evasion === evasion && one.found < 0.5)
    .sort((a, b) => a.cost.total - b.cost.total)[0];
}

function step(evasion: string, label: string, knobs: Partial<PriceKnobs>): PriceStep {
  return { evasion, label, knobs: { ...OPEN, ...knobs } };
}
