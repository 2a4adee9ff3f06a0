import { describe, expect, it } from "vitest";
import { lintRule } from "./lint-rule.ts";
import { ruleOf } from "./rule.fixture.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const said = (changes: Readonly<Record<string, unknown>>, now = NOW): readonly string[] =>
  lintRule(ruleOf(changes), now).map(
    ({ severity, message }) => `${severity} ${message.split(": ").slice(1).join(": ")}`,
  );

describe("lintRule", () => {
  it("has nothing to say of a sound rule", () => {
    expect(said({})).toEqual([]);
  });

  it("asks for a case of every kind, and of every class that looks alike", () => {
    expect(said({ tests: [] })).toEqual([
      "error tests: add a positive case",
      "error tests: add a negative case",
      "error tests: add a look-alike case",
      'error tests: add a look-alike case of the class "People who travel"',
    ]);
    expect(said({ falsepositives: ["People who travel", "Build runners"] })).toEqual([
      'error tests: add a look-alike case of the class "Build runners"',
    ]);
  });

  it.each([
    ["blind_spots", { blind_spots: [] }],
    ["runbook", { runbook: [] }],
    ["fields", { fields: [] }],
    ["tags", { tags: [] }],
    ["atlas_release", { tags: ["atlas.aml.t0024.002"] }],
  ])("finds an error where %s is missing", (field, changes) => {
    expect(said(changes)).toHaveLength(1);
    expect(said(changes)[0]).toMatch(new RegExp(`^error ${field}: `));
  });

  it("warns of a rule that has expired, will soon, or never does in earnest", () => {
    expect(said({ expires: "2026-11-24" })[0]).toBe("warning expires: it expires soon, on 2026-11-24");
    expect(said({ expires: "2026-11-23" })[0]).toMatch(/^warning expires: it expired on 2026-11-23/);
    expect(said({ expires: "2099-01-01" })[0]).toMatch(/^warning expires: a rule older than two years/);
    expect(said({ status: "deprecated" })[0]).toMatch(/^warning status: its status is deprecated/);
  });

  it("warns of a quantile at which many ordinary accounts are extreme", () => {
    expect(said({ detection: { measure: "networks", direction: "above", quantile: 0.7 } })[0]).toContain(
      "30 % of ordinary accounts are extreme by networks",
    );
    expect(said({ detection: { measure: "networks", direction: "below", quantile: 0.05 } })).toEqual([]);
  });

  it("warns of a rule that reads volume only", () => {
    const tests: unknown[] = [];
    const detection = { measure: "requests", direction: "above", quantile: 0.99 };
    expect(said({ detection, tests }).filter((line) => line.startsWith("warning"))[0]).toContain(
      "volume only",
    );
  });
});
