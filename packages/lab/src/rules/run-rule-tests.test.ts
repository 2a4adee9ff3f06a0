import { describe, expect, it } from "vitest";
import { CaseError } from "../detectors/read-case.ts";
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

  it("fails a case of which the rule says nothing, unless that is what the case expects", () => {
    const outcomeOf = (expected: string, accounts: readonly object[]) => {
      const test = { name: "n", case: "negative", expect: expected, baseline: BASELINE, accounts };
      return runRuleTests(ruleOf({ tests: [test] }), {})[0];
    };
    for (const accounts of [[{ count: 30, networks: null }], [{ count: 4, networks: 1 }]]) {
      expect(outcomeOf("silent", accounts)).toMatchObject({
        passed: false,
        logLikelihoodRatio: Number.NaN,
        reason:
          "expected silent, but the rule says nothing: too few accounts, or too little is known of them",
      });
      expect(outcomeOf("unknown", accounts)?.passed).toBe(true);
    }
    expect(outcomeOf("unknown", [{ count: 30, networks: 1 }])?.reason).toContain(
      "expected unknown, but the log-",
    );
  });

  it("reads quantiles between the kept levels of a baseline, as a run does", () => {
    // The 97 % quantile lies half way between those of 95 % (0) and 99 % (100).
    const networks = Array.from({ length: 101 }, (_, at) => (at < 97 ? 0 : 100));
    const expectations = [49, 51].map((value) => {
      const test = {
        name: "n",
        case: "look-alike",
        class: "People who travel",
        expect: value > 50 ? "fires" : "silent",
        spared_by: "one payer",
        baseline: { networks },
        accounts: [{ count: 30, networks: value }],
      };
      const detection = { measure: "networks", direction: "above", quantile: 0.97 };
      return runRuleTests(ruleOf({ detection, tests: [test] }), {})[0]?.passed;
    });
    expect(expectations).toEqual([true, true]);
  });

  it("hands a detector's case to its function and holds the answer against fires_at", () => {
    const tests = [
      { name: "a", case: "positive", expect: "fires", input: 2 },
      { name: "b", case: "negative", expect: "silent", input: 1.9 },
      { name: "c", case: "positive", expect: "fires", input: "no number" },
    ];
    const rule = ruleOf({ detection: { detector: "D6", fires_at: 2 }, correlation: undefined, tests });
    const asIs = (input: unknown): number => {
      if (typeof input !== "number") throw new CaseError("input: give a number");
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
    for (const failure of [SyntaxError, TypeError, RangeError]) {
      const broken = (): number => {
        throw new failure("ours");
      };
      expect(() => runRuleTests(rule, { D6: broken })).toThrow("ours");
    }
  });

  it("refuses a test of more accounts than it may have", () => {
    const accounts = Array.from({ length: 11 }, () => ({ count: 1000, networks: 1 }));
    const huge = { name: "n", case: "negative", expect: "silent", baseline: BASELINE, accounts };
    expect(runRuleTests(ruleOf({ tests: [huge] }), {})[0]?.reason).toContain("at most 10000 accounts");
  });
});
