import { beforeAll, describe, expect, it } from "vitest";
import { worldOf } from "../composition.ts";
import { background } from "./background.ts";
import { PUBLISHED_SHAPES } from "./campaigns/published.ts";
import { composeTraffic } from "./compose-traffic.ts";
import type { Leak } from "./label-leaks.ts";
import { FEW_ACCOUNTS, LEAK_FIELDS, labelLeaks } from "./label-leaks.ts";
import { LOOK_ALIKES } from "./look-alikes/all.ts";
import { FIELD_CAMPAIGN_NAMES, fieldCampaign } from "./scenarios.ts";

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
  // Their work comes in a few bursts a day, and four days have few of them.
  rubric: ["hour of day"],
  // The block is put into the system prompt.
  "injected-block": ["system prompt", "keys of the request", "hour of day"],
};

let leaks: readonly Leak[] = [];

beforeAll(() => {
  const world = worldOf({ scenario: "published", seed: 9, side: "all", days: 4, scale: 0.1 });
  const larger = { ...world, scale: 0.8 };
  const parts = [
    background(world, 300),
    ...LOOK_ALIKES.map((lookAlike) => lookAlike(world)),
    ...FIELD_CAMPAIGN_NAMES.map((name) => fieldCampaign(name, { intensity: 0.12 })(larger)),
  ];
  const lines: string[] = [];
  const composed = composeTraffic(
    world,
    parts,
    () => "stillwatch",
    (_format, line) => lines.push(line),
  );
  leaks = labelLeaks(lines, composed);
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
    it(`${field} tells no campaign from honest accounts, but where it is the published trait`, () => {
      const told = leaks
        .filter((leak) => leak.field === field && leak.auc > MOST)
        .filter((leak) => PUBLISHED_TRAITS[leak.campaign]?.includes(field) !== true)
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
