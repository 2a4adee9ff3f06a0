import { CaseError } from "../detectors/read-case.ts";
import { measuredTest } from "./measured-test.ts";
import { FIRES_AT } from "./rule-from-document.ts";
import type { Detector, Rule, RuleTest } from "./rule.ts";

/** Log-likelihood ratio that a detector gives for a small case; throws `CaseError` for a case of another shape. */
export type CaseFunction = (input: unknown) => number;

/** Detector → its case function. */
export type CaseFunctions = Readonly<Partial<Record<Detector, CaseFunction>>>;

/** How an inline test ended. */
export interface TestOutcome {
  readonly test: RuleTest;
  readonly passed: boolean;
  /** NaN where the rule could say nothing. */
  readonly logLikelihoodRatio: number;
  /** Why it failed, in words. */
  readonly reason: string | undefined;
}

/** Runs the inline tests of a rule, in order. */
export function runRuleTests(rule: Rule, cases: CaseFunctions): readonly TestOutcome[] {
  return rule.tests.map((test) => runTest(rule, test, cases));
}

function runTest(rule: Rule, test: RuleTest, cases: CaseFunctions): TestOutcome {
  const { detection } = rule;
  let ratio: number;
  try {
    ratio =
      detection.kind === "detector"
        ? detectorCase(detection.detector, test, cases)
        : measuredTest(rule, test);
  } catch (error) {
    // A case of the wrong shape is its author's to mend; anything else is our failure.
    if (!(error instanceof CaseError)) throw error;
    return { test, passed: false, logLikelihoodRatio: Number.NaN, reason: error.message };
  }
  const least = detection.kind === "detector" ? detection.firesAt : FIRES_AT;
  const outcome = Number.isNaN(ratio) ? "unknown" : ratio >= least ? "fires" : "silent";
  const passed = outcome === test.expect;
  return {
    test,
    passed,
    logLikelihoodRatio: ratio,
    reason: passed ? undefined : `expected ${test.expect}, but ${ratioText(ratio, least)}`,
  };
}

function ratioText(ratio: number, least: number): string {
  return Number.isNaN(ratio)
    ? "the rule says nothing: too few accounts, or too little is known of them"
    : `the log-likelihood ratio is ${ratio.toFixed(2)} (fires from ${String(least)})`;
}

function detectorCase(detector: Detector, test: RuleTest, cases: CaseFunctions): number {
  const run = cases[detector];
  if (run === undefined) throw new CaseError(`this version has no case function for ${detector}`);
  return run(test.input);
}
