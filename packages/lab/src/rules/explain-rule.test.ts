import { describe, expect, it } from "vitest";
import { explainRule } from "./explain-rule.ts";
import { ruleOf } from "./rule.fixture.ts";

const NOW = Date.parse("2026-11-24T00:00:00Z");
const section = (rule: ReturnType<typeof ruleOf>, title: string): readonly string[] =>
  explainRule(rule, NOW).find((entry) => entry.title === title)?.lines ?? [];

describe("explainRule", () => {
  it("says thresholds in words, with what the measure means", () => {
    const text = section(ruleOf(), "Decides").join("\n");
    expect(text).toContain("networks above the 99 % quantile of ordinary accounts");
    expect(text).toContain("networks: distinct networks; needs client addresses");
    expect(text).toContain("at least 5 must be extreme");
    expect(text).toContain("the family identity with at most 2");
  });

  it("says that an expired rule is not run, and why", () => {
    expect(section(ruleOf({ expires: "2026-11-01" }), "Rule").join("\n")).toContain(
      "not run: it expired on 2026-11-01",
    );
  });

  it("names what spares a look-alike at which the rule fires", () => {
    const tests = [
      {
        name: "n",
        case: "look-alike",
        class: "People who travel",
        expect: "fires",
        spared_by: "one payer",
        input: 1,
      },
    ];
    const rule = ruleOf({ detection: { detector: "D7" }, correlation: undefined, tests });
    expect(section(rule, "Cases")).toEqual(["look-alike (People who travel): n: fires; spared by one payer"]);
  });

  it("leaves out what the rule does not have", () => {
    const titles = explainRule(ruleOf(), NOW).map(({ title }) => title);
    expect(titles).not.toContain("References");
    expect(titles).toContain("Cannot see");
  });
});
