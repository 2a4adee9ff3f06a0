import type { EvidenceFamily } from "../report/report.ts";

/** Name and version of the document format, in every rule. */
export const RULE_SCHEMA = "stillwatch.rule/1";

/** The detectors that are shipped as code; each has a document, and a case function in `rule-cases/`. */
export const DETECTORS = [
  "D1",
  "D2",
  "D3",
  "D4",
  "D5",
  "D6",
  "D7",
  "D8",
  "D9",
  "D10",
  "D11",
  "D12",
  "D13",
] as const;
export type Detector = (typeof DETECTORS)[number];

/** The first and the last of them, for messages. */
export const DETECTOR_NAMES: string = `${DETECTORS[0]} to ${DETECTORS.at(-1) ?? ""}`;

/** A rule finds an account extreme if one measure lies beyond a quantile of the receiver's own baseline. */
export interface MeasureTerm {
  /** One of `ACCOUNT_MEASURES`. */
  readonly measure: string;
  readonly direction: "above" | "below";
  /** 0–1, of the benign baseline of whoever runs the rule; never an absolute number. */
  readonly quantile: number;
}

/** The document of a detector that is shipped as code. */
export interface DetectorRule {
  readonly kind: "detector";
  readonly detector: Detector;
  /** A case fires from this log-likelihood ratio on. */
  readonly firesAt: number;
}

/** A rule that needs no code: extreme accounts, counted in a candidate and in groups of ordinary accounts. */
export interface MeasureRule {
  readonly kind: "measure";
  readonly combine: "all" | "any";
  readonly terms: readonly MeasureTerm[];
  readonly correlation: RuleCorrelation;
}

/** How a candidate's extreme accounts become evidence. */
export interface RuleCorrelation {
  /** Family that the evidence speaks for. */
  readonly family: EvidenceFamily;
  /** Fewer extreme accounts than this are no finding. */
  readonly minAccounts: number;
  /** Families, this one included, that must speak before the rule's evidence counts; at least 2. */
  readonly minIndependentFamilies: number;
  /** Most that the rule may say, as a log-likelihood ratio. */
  readonly cap: number;
}

/** What somebody would have to ask, and what it would take to answer. */
export interface RuleBlindSpot {
  readonly question: string;
  readonly requires: string;
}

/** Telemetry that a rule reads, and what happens without it. */
export interface RuleField {
  readonly name: string;
  readonly fallback: string;
}

/** How a case may end; `unknown`: the rule says nothing, for want of accounts or of telemetry. */
export const OUTCOMES = ["fires", "silent", "unknown"] as const;

export const CASE_KINDS = ["positive", "negative", "look-alike"] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

/** An inline test. */
export interface RuleTest {
  readonly name: string;
  readonly kind: CaseKind;
  /** The entry of `falsepositives` that a look-alike stands for. */
  readonly class: string | undefined;
  readonly expect: (typeof OUTCOMES)[number];
  /** What spares a look-alike at which the rule alone fires. */
  readonly sparedBy: string | undefined;
  /** What a detector's case function reads; its shape is that function's matter. */
  readonly input: unknown;
  /** The candidate of a measure rule. */
  readonly accounts: readonly AccountRow[];
  /** Ordinary accounts of a measure rule's test, by measure. */
  readonly baseline: Readonly<Record<string, BaselineValues>>;
}

/** One value per ordinary account, or so many accounts spread evenly over an interval. */
export type BaselineValues =
  readonly number[] | { readonly accounts: number; readonly between: readonly [number, number] };

/** Accounts of a test that have the same measures; NaN where the test says that one is unknown. */
export interface AccountRow {
  readonly count: number;
  readonly values: Readonly<Record<string, number>>;
}

/** A rule document, checked. */
export interface Rule {
  /** File and number of the document in it, from 1; for messages. */
  readonly place: string;
  readonly title: string;
  /** UUID version 4, lower case. */
  readonly id: string;
  readonly status: "stable" | "test" | "experimental" | "deprecated" | "unsupported";
  readonly description: string;
  readonly references: readonly string[];
  readonly author: string;
  /** ISO 8601 dates. */
  readonly date: string;
  readonly modified: string | undefined;
  readonly expires: string;
  readonly tags: readonly string[];
  /** The ATLAS release that the `atlas.` tags follow. */
  readonly atlasRelease: string | undefined;
  readonly falsepositives: readonly string[];
  readonly level: "informational" | "low" | "medium" | "high" | "critical";
  readonly tlp: "CLEAR" | "GREEN" | "AMBER" | "AMBER+STRICT" | "RED";
  /** Least version of Stillwatch. */
  readonly engine: string;
  readonly fields: readonly RuleField[];
  readonly blindSpots: readonly RuleBlindSpot[];
  readonly runbook: readonly string[];
  readonly detection: DetectorRule | MeasureRule;
  readonly tests: readonly RuleTest[];
}

/** What the rest of Stillwatch calls a rule: `D6`, or the first eight digits of its id. */
export function ruleName(rule: Rule): string {
  return rule.detection.kind === "detector" ? rule.detection.detector : rule.id.slice(0, 8);
}
