import { beforeAll, describe, expect, it } from "vitest";
import { worldOf } from "../composition.ts";
import { PUBLISHED_SHAPES } from "./campaigns/published.ts";
import type { Leak } from "./label-leaks.ts";
import { FEW_ACCOUNTS, LEAK_FIELDS, labelLeaks } from "./label-leaks.ts";
import { checkLeaks } from "./leak-check.ts";
import { FIELD_CAMPAIGN_NAMES } from "./scenarios.ts";

/**
 * Beyond this, a field gives labels away. The exceptions are what the reports say of a campaign, so that a field
 * without them would be wrong about the campaign.
 */
const MOST = 0.75;

const PUBLISHED_TRAITS: Readonly<Record<string, readonly string[]>> = {
  // It is after one provider's signed reasoning, and its accounts are in Singapore and Japan.
  "moonshot-relay": ["provider", "endpoint", "client country", "account country"],
  "moonshot-window": ["provider", "endpoint", "client country", "account country"],
  // The same provider, and only users of coding harnesses, which have a system prompt and long conversations.
  "deepseek-relay": ["provider", "endpoint", "system prompt", "keys of the request"],
  // Recorded sessions behind the system prompts of harnesses.
  "xiaomi-replay": ["system prompt", "keys of the request"],
  // Encrypted reasoning is handed out by one endpoint only, and needs an earlier answer to hang on.
  "openai-july": [
    "provider",
    "endpoint",
    "keys of the request",
    "messages in the request",
    "reasoning sent back",
  ],
  // One provider saw it.
  "language-traces": ["provider", "endpoint"],
  // The block is put into the system prompt.
  "injected-block": ["system prompt", "keys of the request"],
};

/** What the kit does and no report says: a detector that lived on these would look better here than it is. */
const ARTEFACTS: Readonly<Record<string, readonly string[]>> = {
  // Work comes in a few bursts a day, and four days have too few of them to fill every hour.
  rubric: ["hour of day"],
  "injected-block": ["hour of day"],
  // Few pools: throw-away mail and software of one draw weigh. Just beyond the limit with this seed, below with seed 9.
  "alibaba-june": ["mail domain"],
  rewriting: ["user agent"],
};

/** Side, seed and days of the default trial: the table that it prints is the one that is judged here. */
const LEAK_SEED = 1900;

let leaks: readonly Leak[] = [];

beforeAll(() => {
  const world = worldOf({ scenario: "published", seed: LEAK_SEED, side: "test", days: 4, scale: 1 });
  leaks = checkLeaks(world, FIELD_CAMPAIGN_NAMES);
}, 300_000);

describe("no single field gives a label away", () => {
  it("judges every campaign with accounts enough, and those of few accounts together", () => {
    const judged = new Set(leaks.map((leak) => leak.campaign));
    for (const name of ["moonshot-relay", "deepseek-relay", "xiaomi-replay", "openai-july", "bypass-search"])
      expect(judged).toContain(name);
    expect(judged).toContain(FEW_ACCOUNTS);
    expect(PUBLISHED_SHAPES.length).toBeGreaterThanOrEqual(13);
    expect(Math.min(...leaks.map((leak) => leak.rows))).toBeGreaterThan(50);
  });

  for (const field of LEAK_FIELDS) {
    it(`${field} tells no campaign from honest accounts, but where it is a published trait or a named artefact`, () => {
      const told = leaks
        .filter((leak) => leak.field === field && leak.auc > MOST)
        .filter(
          ({ campaign }) => ![PUBLISHED_TRAITS, ARTEFACTS].some((known) => known[campaign]?.includes(field)),
        )
        .map((leak) => `${leak.campaign} ${leak.auc.toFixed(2)}`);
      expect(told).toEqual([]);
    });
  }

  it("would notice a field that does: the relay's countries are its published trait", () => {
    const country = leaks.find(
      (leak) => leak.campaign === "moonshot-relay" && leak.field === "account country",
    );
    expect(country?.auc).toBeGreaterThan(0.9);
  });
});
