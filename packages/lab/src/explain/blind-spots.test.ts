import { describe, expect, it } from "vitest";
import { contextOf } from "../campaigns/context.fixture.ts";
import { range } from "../campaigns/seeds.fixture.ts";
import { blindSpots, type Telemetry } from "./blind-spots.ts";

const everything: Telemetry = {
  accounts: true,
  enforcement: true,
  releases: true,
  declaredUse: true,
  responses: true,
};
const seen = contextOf({
  pool: range(0, 100),
  index: { values: [], ofAccount: new Map(), known: new Set(["network"]) },
});

const missing = (telemetry: Telemetry, context = seen): string[] =>
  blindSpots(telemetry, context).map((spot) => spot.missing);

describe("blind spots", () => {
  it("name what this version cannot see even where every input is there", () => {
    expect(missing(everything)).toEqual([
      "reasoning tokens (signatures of thinking, encrypted reasoning)",
      "anything off the platform",
    ]);
  });

  it("name each input that is missing, and what it would have decided", () => {
    const inputs = ["accounts", "enforcement", "releases", "declaredUse", "responses"] as const;
    const named = inputs.map((input) => missing({ ...everything, [input]: false })[0]);
    expect(named).toEqual([
      "accounts table",
      "enforcement table",
      "releases table",
      "declared-use table",
      "response",
    ]);
    for (const spot of blindSpots(everything, contextOf({})))
      expect(spot.would_decide.length).toBeGreaterThan(20);
  });

  it("name missing addresses, and a pool too small to compare with", () => {
    expect(missing(everything, contextOf({ pool: range(0, 99) })).slice(0, 2)).toEqual([
      "client.ip",
      "ordinary accounts",
    ]);
  });
});
