import { ruleName, type Rule, type RuleTest } from "./rule.ts";
import { ruleState } from "./rule-state.ts";
import { conditionText, measureMeanings } from "./weigh-rule.ts";

/** A titled list of lines; the caller lays it out. */
export interface RuleSection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** A rule for people: what it finds, its thresholds in words, its cases, what it cannot see, what to do. */
export function explainRule(rule: Rule, nowMs: number): readonly RuleSection[] {
  const { state, reason } = ruleState(rule, nowMs);
  return [
    { title: `${ruleName(rule)}  ${rule.title}`, lines: [rule.description.trim()] },
    {
      title: "Rule",
      lines: [
        `id ${rule.id}, ${rule.status}, level ${rule.level}, TLP:${rule.tlp}`,
        `by ${rule.author}, ${rule.date}${rule.modified === undefined ? "" : `, changed ${rule.modified}`}; ${reason === undefined ? `${state} until ${rule.expires}` : `not run: ${reason}`}`,
        `needs Stillwatch ${rule.engine}; ${rule.place}`,
        `serves ${rule.tags.join(", ")}${rule.atlasRelease === undefined ? "" : ` (ATLAS ${rule.atlasRelease})`}`,
      ],
    },
    { title: "Decides", lines: decisionLines(rule) },
    { title: "Needs", lines: rule.fields.map(({ name, fallback }) => `${name}; without it: ${fallback}`) },
    { title: "Looks alike", lines: rule.falsepositives },
    { title: "Cases", lines: rule.tests.map(testLine) },
    {
      title: "Cannot see",
      lines: rule.blindSpots.map(({ question, requires }) => `${question} Needs ${requires}`),
    },
    { title: "Runbook", lines: rule.runbook.map((step, at) => `${String(at + 1)}. ${step}`) },
    { title: "References", lines: rule.references },
  ].filter(({ lines }) => lines.length > 0);
}

function decisionLines({ detection }: Rule): readonly string[] {
  if (detection.kind === "detector") {
    return [
      `detector ${detection.detector}, shipped as code; a case fires from a log-likelihood ratio of ${String(detection.firesAt)} on`,
    ];
  }
  const { family, minAccounts, minIndependentFamilies, cap } = detection.correlation;
  return [
    `an account is extreme if it has ${conditionText(detection)}: quantiles of the receiver's own baseline, never a fixed number`,
    ...measureMeanings(detection),
    `a candidate's share of extreme accounts is held against groups of ordinary accounts of the same size and volume; at least ${String(minAccounts)} must be extreme`,
    `counts for the family ${family} with at most ${String(cap)} in log-likelihood ratio, and only where ${String(minIndependentFamilies)} families speak`,
  ];
}

function testLine(test: RuleTest): string {
  const of = test.class === undefined ? "" : ` (${test.class})`;
  const spared = test.sparedBy === undefined ? "" : `; spared by ${test.sparedBy}`;
  return `${test.kind}${of}: ${test.name}: ${test.expect}${spared}`;
}
