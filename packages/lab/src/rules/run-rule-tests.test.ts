import { describe, expect, it } from "vitest";
import { ruleOf } from "./rule.fixture.ts";
import { runRuleTests } from "./run-rule-tests.ts";

const BASELINE = { networks: { accounts: 400, between: [1, 6] } };

describe("runRuleTests", () => {
  it("passes the cases of a sound rule", () => {
    expect(runRuleTests(ruleOf(), {}).map(({ passed }) => passed)).toEqual([true, true, true]);
  });

  it("says what came instead where a case fails", () => {
    const wrong = {
      name: "n",
      case: "negative",
      expect: "silent",
      baseline: BASELINE,
      accounts: [{ count: 30, networks: 20 }],
    };
    const [outcome] = runRuleTests(ruleOf({ tests: [wrong] }), {});
    expect(outcome?.passed).toBe(false);
    expect(outcome?.reason).toBe("expected silent, but the log-likelihood ratio is 2.00 (fires from 1.2)");
  });

  it("takes a rule that can say nothing as silent", () => {
    const unknown = {
      name: "n",
      case: "negative",
      expect: "silent",
      baseline: BASELINE,
      accounts: [{ count: 30, systems: 1 }],
    };
    const [outcome] = runRuleTests(ruleOf({ tests: [unknown] }), {});
    expect(outcome).toMatchObject({ passed: true, logLikelihoodRatio: Number.NaN });
  });

  it("hands a detector's case to its function and holds the answer against fires_at", () => {
    const tests = [
      { name: "a", case: "positive", expect: "fires", input: 2 },
      { name: "b", case: "negative", expect: "silent", input: 1.9 },
      { name: "c", case: "positive", expect: "fires", input: "no number" },
    ];
    const rule = ruleOf({ detection: { detector: "D6", fires_at: 2 }, correlation: undefined, tests });
    const asIs = (input: unknown): number => {
      if (typeof input !== "number") throw new TypeError("input: give a number");
      return input;
    };
    const outcomes = runRuleTests(rule, { D6: asIs });
    expect(outcomes.map(({ passed }) => passed)).toEqual([true, true, false]);
    expect(outcomes[2]?.reason).toBe("input: give a number");
    expect(runRuleTests(rule, {})[0]?.reason).toBe("this version has no case function for D6");
  });

  it("does not hide a failure of our own", () => {
    const tests = [{ name: "a", case: "positive", expect: "fires", input: 2 }];
    const rule = ruleOf({ detection: { detector: "D6" }, correlation: undefined, tests });
    const broken = (): number => {
      throw new SyntaxError("ours");
    };
    expect(() => runRuleTests(rule, { D6: broken })).toThrow("ours");
  });

  it("refuses a test of more accounts than it may have", () => {
    const accounts = Array.from({ length: 11 }, () => ({ count: 1000, networks: 1 }));
    const huge = { name: "n", case: "negative", expect: "silent", baseline: BASELINE, accounts };
    expect(runRuleTests(ruleOf({ tests: [huge] }), {})[0]?.reason).toContain("at most 10000 accounts");
  });
});
