import { LINK_KINDS, withoutPlaces, type IdentityIndex, type LinkKind } from "../accounts/identity-index.ts";
import { memberLinks } from "../detectors/identity-links/identity-links.ts";
import type { Evidence } from "../detectors/evidence.ts";
import type { Context } from "./context.ts";
import { chanceOfCore } from "./cut-members.ts";
import { fuse, type Verdict } from "./evidence.ts";
import { limitedByChoice, type JudgedCandidate } from "./judge-candidate.ts";
import { linkedCore } from "./peel.ts";
import type { Random } from "../detectors/seeded-random.ts";
import { drawReferenceGroups } from "./reference-groups.ts";
import { weighIdentity } from "./weigh-identity.ts";
import { weighText } from "./weigh-shapes.ts";

/** The verdict on the same members, had one thing not been there. */
export interface Counterfactual {
  /** What is taken away, to stand after "without". */
  readonly without: string;
  readonly verdict: Verdict;
}

/** Below this probability nobody asks what the verdict hangs on. */
const LEAST_PROBABILITY = 0.2;
/** A link that weighs less is not what a verdict hangs on. */
const LEAST_LINK = 0.2;

/**
 * Answers "what if": each kind of shared value, the intent phrases, and each single detector is taken away in turn,
 * and the rest is weighed again against fresh reference groups. Finer than leaving out a family.
 */
export function counterfactuals(
  finding: JudgedCandidate,
  context: Context,
  random: Random,
): readonly Counterfactual[] {
  if (finding.spared.length > 0 || finding.verdict.probability < LEAST_PROBABILITY) return [];
  return [...withoutLinks(finding, context, random), ...withoutIntent(finding), ...withoutDetectors(finding)];
}

const LINK_NAMES: Readonly<Record<LinkKind, string>> = {
  payment: "the shared payment instruments",
  device: "the shared devices",
  signup_ip: "the shared sign-up networks",
  network: "the shared request networks",
  email_domain: "the shared mail domains",
  signup_burst: "the sign-up bursts",
};

const SHARED_TEXT: ReadonlySet<string> = new Set(["D1", "D2"]);

function withoutLinks(finding: JudgedCandidate, context: Context, random: Random): readonly Counterfactual[] {
  const members = new Set(finding.members.keys());
  const { index, facts } = context;
  const links = memberLinks(members, index, facts.organization).filter((link) => link.weight >= LEAST_LINK);
  const kinds = (Object.keys(LINK_KINDS) as LinkKind[]).filter((kind) =>
    links.some((link) => link.value.kind === kind),
  );
  if (kinds.length === 0) return [];
  const groups = drawReferenceGroups([...members], context.pool, facts, random);
  return kinds.map((kind) => {
    const rest = indexWithout(index, kind);
    const without = { ...context, index: rest, instruments: withoutPlaces(rest) };
    // Members who were chosen for their links are judged by the core that would still hang together.
    const selection =
      finding.selection === undefined
        ? undefined
        : chanceOfCore(
            linkedCore(members, without.index, facts.organization).size,
            [...members],
            without,
            random,
          );
    const identity = weighIdentity(members, finding.requests, groups, without, selection);
    // Bursts are weighed twice: as links, and as minutes that come again.
    const others = finding.evidence.filter(
      ({ detector, family }) =>
        !SHARED_TEXT.has(detector) &&
        (family !== "identity" || !(detector === "D7" || (detector === "D8" && kind === "signup_burst"))),
    );
    // What a text says depends on whether its users share instruments.
    const text = weighText(finding.candidate, finding.requests, without);
    return {
      without: LINK_NAMES[kind],
      verdict: fuse([
        ...others,
        ...text,
        ...limitedByChoice(finding.candidate, identity === undefined ? [] : [identity]),
      ]),
    };
  });
}

function indexWithout(index: IdentityIndex, kind: LinkKind): IdentityIndex {
  const keeps = (value: number): boolean => index.values[value]?.kind !== kind;
  return {
    values: index.values,
    ofAccount: new Map([...index.ofAccount].map(([account, values]) => [account, values.filter(keeps)])),
    known: new Set([...index.known].filter((known) => known !== kind)),
  };
}

function withoutIntent(finding: JudgedCandidate): readonly Counterfactual[] {
  const carries = (entry: Evidence): boolean => (entry.figures["intent_llr"] ?? 0) > 0;
  if (!finding.evidence.some(carries)) return [];
  const evidence = finding.evidence.map((entry) =>
    carries(entry)
      ? { ...entry, logLikelihoodRatio: entry.logLikelihoodRatio - (entry.figures["intent_llr"] ?? 0) }
      : entry,
  );
  return [{ without: "the intent phrases", verdict: fuse(evidence) }];
}

/** Only where several detectors of a family speak for it: else leaving out the family says the same. */
function withoutDetectors(finding: JudgedCandidate): readonly Counterfactual[] {
  const ofFamily = (entry: Evidence): number =>
    finding.evidence.filter((other) => other.family === entry.family && other.logLikelihoodRatio > 0).length;
  return finding.evidence
    .filter((entry) => ofFamily(entry) > 1 && entry.logLikelihoodRatio > 0)
    .map((entry) => ({
      without: `the ${entry.family} evidence of ${entry.detector}`,
      verdict: fuse(finding.evidence.filter((other) => other !== entry)),
    }));
}
