import type { AccountMeasures } from "../accounts/account-measures.ts";
import { MEASURE_MEANINGS } from "../accounts/measure-meanings.ts";
import type { Evidence } from "../detectors/evidence.ts";
import { percent } from "../detectors/figure-text.ts";
import { hedgedEvidence, tailProbability } from "../detectors/tail-probability.ts";
import { ruleName, type MeasureRule, type MeasureTerm, type Rule } from "./rule.ts";

/** Value of a measure below which a share `q` of the receiver's benign accounts lies; NaN where unknown. */
export type QuantileOf = (measure: string, q: number) => number;

/** What rules are weighed on. */
export interface RuleGround {
  readonly measures: Pick<AccountMeasures, "of">;
  readonly quantileOf: QuantileOf;
  /** Requests to cite for some accounts; none where absent. */
  readonly requestsOf?: (accounts: readonly number[]) => readonly number[];
}

/**
 * What a measure rule says of a candidate: the share of its members that are extreme against the same share in groups
 * of ordinary accounts, as hedged e-value, at most the rule's cap.
 *
 * @param tests - rules of the run that could speak for the same family, whether they do or not; the probability pays for
 *   the choice (Bonferroni)
 * @returns undefined for a detector's document, for a group smaller than the rule asks, and where half of the group or
 *   the baseline is unknown: missing telemetry is not innocence
 */
export function weighRule(
  rule: Rule,
  members: readonly number[],
  groups: readonly (readonly number[])[],
  ground: RuleGround,
  tests = 1,
): Evidence | undefined {
  const { detection } = rule;
  if (detection.kind !== "measure") return undefined;
  const { correlation } = detection;
  if (members.length < correlation.minAccounts) return undefined;
  const accountIsExtreme = extremes(detection, ground);
  const own = countExtremes(members, accountIsExtreme);
  const reference = groups.map((group) => shareOf(countExtremes(group, accountIsExtreme)));
  const ordinary = reference.filter((share) => !Number.isNaN(share));
  const share = shareOf(own);
  const byChance = tailProbability(share, ordinary, {
    tail: "upper",
    resolution: 1 / Math.max(1, own.known),
  });
  if (Number.isNaN(byChance)) return undefined;
  const enough = own.extreme.length >= correlation.minAccounts;
  const probability = enough ? Math.min(1, byChance * tests) : 1;
  const usual = ordinary.reduce((sum, value) => sum + value, 0) / ordinary.length;
  return {
    family: correlation.family,
    detector: ruleName(rule),
    logLikelihoodRatio: Math.min(correlation.cap, hedgedEvidence(probability)),
    summary:
      `${percent(share)} of the accounts (${String(own.extreme.length)} of ${String(own.known)}) have ${conditionText(detection)}; ` +
      `${percent(usual)} in ordinary groups (p ${probability.toPrecision(2)}, rule "${rule.title}").`,
    kind: "inferred",
    figures: {
      p: probability,
      share,
      ordinary_share: usual,
      extreme_accounts: own.extreme.length,
      known_accounts: own.known,
      tests,
    },
    requests: ground.requestsOf?.(own.extreme.slice(0, 5)) ?? [],
  };
}

/** The condition in words, with quantiles: "busiest_minute above the 99th percentile of ordinary accounts". */
export function conditionText({ terms, combine }: MeasureRule): string {
  return terms.map(termText).join(combine === "all" ? " and " : " or ");
}

function termText({ measure, direction, quantile }: MeasureTerm): string {
  return `${measure} ${direction} ${quantileText(quantile)} of ordinary accounts`;
}

function quantileText(quantile: number): string {
  const percentile = Number((quantile * 100).toPrecision(6));
  return quantile === 0.5 ? "the median" : `the ${String(percentile)} % quantile`;
}

/** What the measures of a rule mean, one line each. */
export function measureMeanings({ terms }: MeasureRule): readonly string[] {
  return [...new Set(terms.map(({ measure }) => measure))].map(
    (measure) => `${measure}: ${MEASURE_MEANINGS[measure] ?? "unknown"}`,
  );
}

/** Undefined where not enough is known of the account. */
type IsExtreme = (account: number) => boolean | undefined;

function extremes({ terms, combine }: MeasureRule, { measures, quantileOf }: RuleGround): IsExtreme {
  const checks = terms.map((term): IsExtreme => {
    const column = measures.of(term.measure);
    const bound = quantileOf(term.measure, term.quantile);
    return (account) => {
      const value = column[account] ?? Number.NaN;
      if (Number.isNaN(value) || Number.isNaN(bound)) return undefined;
      return term.direction === "above" ? value > bound : value < bound;
    };
  });
  const decisive = combine === "any";
  return (account) => {
    const answers = checks.map((check) => check(account));
    if (answers.includes(decisive)) return decisive;
    return answers.includes(undefined) ? undefined : !decisive;
  };
}

interface Counted {
  readonly of: number;
  readonly known: number;
  readonly extreme: readonly number[];
}

function countExtremes(group: readonly number[], isExtreme: IsExtreme): Counted {
  const extreme: number[] = [];
  let known = 0;
  for (const account of group) {
    const answer = isExtreme(account);
    if (answer === undefined) continue;
    known++;
    if (answer) extreme.push(account);
  }
  return { of: group.length, known, extreme };
}

/** NaN where less than half of the group is known. */
function shareOf({ of, known, extreme }: Counted): number {
  return known === 0 || known < of / 2 ? Number.NaN : extreme.length / known;
}
