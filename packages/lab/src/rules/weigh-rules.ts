import type { Evidence } from "../detectors/evidence.ts";
import { ruleName, type Rule } from "./rule.ts";
import { weighRule, type RuleGround } from "./weigh-rule.ts";

/**
 * All measure rules at one candidate. Rules of one family pay together for being many, so that a folder of a thousand
 * rules finds no more by chance than one rule does.
 *
 * @param rules - those that `runningRules` gives
 * @param groups - groups of ordinary accounts, matched with the candidate in size and volume
 */
export function weighRules(
  rules: readonly Rule[],
  members: readonly number[],
  groups: readonly (readonly number[])[],
  ground: RuleGround,
): readonly Evidence[] {
  const tests = new Map<string, number>();
  for (const { detection } of rules) {
    if (detection.kind !== "measure") continue;
    const { family } = detection.correlation;
    tests.set(family, (tests.get(family) ?? 0) + 1);
  }
  return rules.flatMap((rule) => {
    if (rule.detection.kind !== "measure") return [];
    const made = weighRule(rule, members, groups, ground, tests.get(rule.detection.correlation.family) ?? 1);
    return made === undefined ? [] : [made];
  });
}

/**
 * Evidence without that of rules whose `min_independent_families`, the rule's own among them, do not speak. What such a
 * rule says against a campaign stays.
 *
 * @param evidence - of detectors and rules together
 * @param speaks - whether a piece of evidence is strong enough for its family to speak
 */
export function withoutLonelyRules(
  evidence: readonly Evidence[],
  rules: readonly Rule[],
  speaks: (entry: Evidence) => boolean,
): readonly Evidence[] {
  const needed = new Map(
    rules.flatMap((rule) =>
      rule.detection.kind === "measure"
        ? [[ruleName(rule), rule.detection.correlation.minIndependentFamilies] as const]
        : [],
    ),
  );
  const families = new Set(evidence.filter(speaks).map(({ family }) => family));
  return evidence.filter((entry) => {
    const least = needed.get(entry.detector);
    if (least === undefined || entry.logLikelihoodRatio <= 0) return true;
    return families.has(entry.family) && families.size >= least;
  });
}
