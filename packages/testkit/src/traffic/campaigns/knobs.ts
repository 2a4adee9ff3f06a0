import type { CampaignPlan } from "./campaign.ts";

/** What an adversary, or a trial, can turn on any campaign; what is absent stays as the campaign has it. */
export interface CampaignKnobs {
  /** Multiplies the campaign's own requests per account and day; above 0. */
  readonly intensity?: number;
  /** Share of an account's traffic that is ordinary chat of its own, 0 to below 1. */
  readonly cover?: number;
  /** Share of the template's words that each request replaces, 0 to 1: half by a synonym where one is known. */
  readonly paraphrase?: number;
  /** Multiplies the length of what stands in the slots; above 0. */
  readonly slotSize?: number;
  /** Every request is moved by up to so many minutes either way. */
  readonly jitterMinutes?: number;
  /** Disjoint pools, each with wording, cards, devices and software of its own; at least 1. */
  readonly partitions?: number;
  /** Every so many days the accounts are replaced by new ones. */
  readonly rotationDays?: number;
  /** Share of accounts with a card, a device and a mail domain that no other account has, 0 to 1. */
  readonly unique?: number;
}

/** The knobs' ranges, for whoever reads them from outside. */
export const KNOB_RANGES: Readonly<Record<keyof CampaignKnobs, readonly [low: number, high: number]>> = {
  intensity: [0.01, 100],
  cover: [0, 0.95],
  paraphrase: [0, 1],
  slotSize: [0.05, 20],
  jitterMinutes: [0, 1440],
  partitions: [1, 50],
  rotationDays: [1, 365],
  unique: [0, 1],
};

/** Throws a RangeError that names the first knob outside of its range. */
export function checkKnobs(knobs: CampaignKnobs): void {
  for (const [name, [low, high]] of Object.entries(KNOB_RANGES)) {
    const value = knobs[name as keyof CampaignKnobs];
    if (value !== undefined && !(value >= low && value <= high))
      throw new RangeError(`The knob ${name} must lie between ${low} and ${high}, not ${value}.`);
  }
}

/** The plan with the knobs turned. */
export function turned(plan: CampaignPlan, knobs: CampaignKnobs): CampaignPlan {
  checkKnobs(knobs);
  return {
    ...plan,
    perAccount: plan.perAccount * (knobs.intensity ?? 1),
    cover: knobs.cover ?? plan.cover,
    supply: { ...plan.supply, unique: knobs.unique ?? plan.supply.unique ?? 0 },
    paraphrase: knobs.paraphrase ?? plan.paraphrase ?? 0,
    slotSize: knobs.slotSize ?? plan.slotSize ?? 1,
    jitterMinutes: knobs.jitterMinutes ?? plan.jitterMinutes ?? 0,
    partitions: knobs.partitions ?? plan.partitions ?? 1,
    ...(knobs.rotationDays === undefined ? {} : { rotationDays: knobs.rotationDays }),
  };
}
