import { describe, expect, it } from "vitest";
import { engineServes } from "./engine-version.ts";
import { findRules } from "./find-rule.ts";
import { runningRules, ruleState } from "./rule-state.ts";
import { ruleOf } from "./rule.fixture.ts";

describe("ruleState", () => {
  it("runs a rule to the end of its last day, UTC", () => {
    const rule = ruleOf({ expires: "2026-12-31" });
    expect(ruleState(rule, Date.parse("2026-12-31T23:59:59Z")).state).toBe("runs");
    expect(ruleState(rule, Date.parse("2027-01-01T00:00:00Z")).state).toBe("expired");
  });

  it.each(["deprecated", "unsupported"])("does not run a rule that is %s", (status) => {
    expect(ruleState(ruleOf({ status }), 0).state).toBe("retired");
  });
});

describe("runningRules", () => {
  it("gives measure rules only, and says why the others are left out", () => {
    const now = Date.parse("2026-11-24T00:00:00Z");
    const sound = ruleOf();
    const late = ruleOf({ expires: "2026-11-01" });
    const detector = ruleOf({ detection: { detector: "D6" }, correlation: undefined, tests: [] });
    const { running, left } = runningRules([sound, late, detector], now);
    expect(running).toEqual([sound]);
    expect(left).toEqual([
      { rule: late, reason: "it expired on 2026-11-01; ask its author for a new version" },
    ]);
  });
});

describe("engineServes", () => {
  it.each([
    [">=0.1.0", "0.1.0", true],
    [">=0.1.0", "0.0.9", false],
    [">=0.9.0", "0.10.0", true],
    [">=1.0.0", "0.99.99", false],
    [">=1.2.3", "1.2.3-rc.1", true],
  ])("%s is served by %s: %s", (needed, version, serves) => {
    expect(engineServes(needed, version)).toBe(serves);
  });
});

describe("findRules", () => {
  const mine = ruleOf();
  const detector = ruleOf({
    id: "7c1b2f0e-7a55-4c0b-9a7e-ffffffffffff",
    detection: { detector: "D6" },
    correlation: undefined,
    tests: [],
  });
  const rules = [mine, detector];

  it("knows detectors, titles and whole ids", () => {
    expect(findRules(rules, "d6")).toEqual([detector]);
    expect(findRules(rules, mine.id.toUpperCase())).toEqual([mine]);
    expect(findRules([mine], "many networks")).toEqual([mine]);
  });

  it("gives all whose id begins so, but not for a few letters", () => {
    expect(findRules(rules, "7c1b")).toEqual(rules);
    expect(findRules(rules, "7c1")).toEqual([]);
    expect(findRules(rules, "D1")).toEqual([]);
  });
});
