import { background } from "./background.ts";
import type { Campaign } from "./campaigns/catalogue.ts";
import type { CampaignKnobs } from "./campaigns/knobs.ts";
import type { PublishedShape } from "./campaigns/published.ts";
import { PUBLISHED_SHAPES } from "./campaigns/published.ts";
import {
  businessHours,
  chinese,
  fewAccountsHighRate,
  injectedAtBeginning,
  injectedAtEnd,
  injectedInSystem,
  lowRate,
  metaPrompt,
  rewriting,
  rubric,
  templateVariants,
} from "./campaigns/catalogue.ts";
import { LOOK_ALIKES } from "./look-alikes/all.ts";
import type { TrafficPart } from "./traffic-part.ts";
import { volume } from "./volume.ts";
import type { World } from "./world.ts";
import { scaled } from "./world.ts";

/** A named composition: background, every look-alike, and the campaigns of its name. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  /** The knobs turn every campaign of the scenario. */
  readonly parts: (world: World, knobs?: CampaignKnobs) => TrafficPart[];
}

/** Every scenario by name. */
export const SCENARIOS: readonly Scenario[] = [
  withCampaigns("template-harvest", "variants of one template over 300 accounts, dealt round robin", [
    templateVariants,
  ]),
  withCampaigns("injected-block", "a block in the system prompt of long requests, failover after bans", [
    injectedInSystem,
  ]),
  withCampaigns("injected-end", "a block at the end of long user messages, failover after bans", [
    injectedAtEnd,
  ]),
  withCampaigns("injected-beginning", "a block at the beginning of long user messages", [
    injectedAtBeginning,
  ]),
  withCampaigns("metaprompt", "self-instruct meta-prompts", [metaPrompt]),
  withCampaigns("rubric", "grading on a rubric, scores only", [rubric]),
  withCampaigns("rewriting", "censorship-safe rewriting", [rewriting]),
  withCampaigns("low-rate", "2 requests an account and day over 600 accounts, one trait of supply visible", [
    lowRate,
  ]),
  withCampaigns("high-rate", "30 requests an account and day over 40 accounts", [fewAccountsHighRate]),
  withCampaigns("business-hours", "a campaign that keeps the working hours of its countries", [
    businessHours,
  ]),
  withCampaigns("chinese", "a Chinese template, thinking in the user's language", [chinese]),
  withCampaigns(
    "all",
    "template variants, injected block, rubric, meta-prompts, Chinese and low rate together",
    [templateVariants, injectedInSystem, rubric, metaPrompt, chinese, lowRate],
  ),
  withCampaigns("demo", "template variants and an injected block with failover", [
    templateVariants,
    injectedAtEnd,
  ]),
  withCampaigns("lookalikes-only", "no campaign at all", []),
  ...PUBLISHED_SHAPES.map((shape) =>
    withCampaigns(shape.name, `${shape.source}: ${shape.about}${sizeOf(shape)}`, [shape.campaign]),
  ),
  withCampaigns(
    "published",
    "every published shape at once; large, for the leak check at a small scale",
    PUBLISHED_SHAPES.map((shape) => shape.campaign),
  ),
  {
    name: "volume",
    about: "plain background of 500-byte prompts, for speed",
    parts: (world) => [volume(world)],
  },
];

/** Every campaign by its name, so that a trial can turn the knobs of one. */
const FIELD_CAMPAIGNS: ReadonlyMap<string, Campaign> = new Map<string, Campaign>([
  ["template-harvest", templateVariants],
  ["injected-block", injectedInSystem],
  ["injected-end", injectedAtEnd],
  ["injected-beginning", injectedAtBeginning],
  ["metaprompt", metaPrompt],
  ["rubric", rubric],
  ["rewriting", rewriting],
  ["low-rate", lowRate],
  ["high-rate", fewAccountsHighRate],
  ["business-hours", businessHours],
  ["chinese", chinese],
  ...PUBLISHED_SHAPES.map((one) => [one.name, one.campaign] as const),
]);

/** The names that `fieldCampaign` knows. */
export const FIELD_CAMPAIGN_NAMES: readonly string[] = [...FIELD_CAMPAIGNS.keys()];

/** The scenario of that name; an unknown name is an error that lists the known ones. */
export function scenarioNamed(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (found === undefined) {
    throw new RangeError(
      `No scenario "${name}". Known: ${SCENARIOS.map((scenario) => scenario.name).join(", ")}.`,
    );
  }
  return found;
}

/**
 * The campaign of a scenario that has exactly one, with its knobs turned; an unknown name or a scenario of several
 * campaigns is an error that lists the names.
 */
export function fieldCampaign(name: string, knobs: CampaignKnobs = {}): (world: World) => TrafficPart {
  const found = FIELD_CAMPAIGNS.get(name);
  if (found === undefined)
    throw new RangeError(`No campaign "${name}". Known: ${[...FIELD_CAMPAIGNS.keys()].join(", ")}.`);
  return (world) => found(world, knobs);
}

/** How many accounts were published, and how many are sent. */
function sizeOf(shape: PublishedShape): string {
  const { accounts, perAccountDay } = shape.published;
  const rate = perAccountDay === null ? "" : `, ${perAccountDay} an account and day`;
  return accounts === null
    ? `${rate} (${shape.accounts} accounts; none were published)`
    : `${rate} (${shape.accounts} of ${accounts} accounts)`;
}

/** Background, every look-alike, and the given campaigns. */
function withCampaigns(name: string, about: string, campaigns: readonly Campaign[]): Scenario {
  return {
    name,
    about,
    parts: (world, knobs) => [
      background(world, scaled(world, 2600, 150)),
      ...LOOK_ALIKES.map((lookAlike) => lookAlike(world)),
      ...campaigns.map((one) => one(world, knobs)),
    ],
  };
}
