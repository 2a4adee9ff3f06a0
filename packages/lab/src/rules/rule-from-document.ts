import type { RuleDocument } from "./rule-document.ts";
import { testOf } from "./rule-test-document.ts";
import type { MeasureTerm, Rule } from "./rule.ts";

/** From here a family speaks (campaigns/evidence.ts). */
export const FIRES_AT = 1.2;
const CAP = 2;

/**
 * A document in the terms of `Rule`; what it leaves out gets its default.
 *
 * @param place - file and number of the document in it
 */
export function ruleOf(document: RuleDocument, place: string): Rule {
  const { detection, correlation } = document;
  return {
    place,
    title: document.title,
    id: document.id,
    status: document.status,
    description: document.description,
    references: document.references ?? [],
    author: document.author,
    date: document.date,
    modified: document.modified,
    expires: document.expires,
    tags: document.tags,
    atlasRelease: document.atlas_release,
    falsepositives: document.falsepositives,
    level: document.level,
    tlp: document.tlp,
    engine: document.engine,
    fields: document.fields,
    blindSpots: document.blind_spots,
    runbook: document.runbook,
    detection:
      "detector" in detection
        ? { kind: "detector", detector: detection.detector, firesAt: detection.fires_at ?? FIRES_AT }
        : {
            kind: "measure",
            combine: "any" in detection ? "any" : "all",
            terms: termsOf(document).map(([, term]) => term),
            correlation: {
              family: correlation?.family ?? "content",
              minAccounts: correlation?.min_accounts ?? 2,
              minIndependentFamilies: correlation?.min_independent_families ?? 2,
              cap: correlation?.cap ?? CAP,
            },
          },
    tests: document.tests.map(testOf),
  };
}

/** The terms of a measure rule with the names of their fields. */
export function termsOf(document: RuleDocument): readonly (readonly [field: string, term: MeasureTerm])[] {
  const { detection } = document;
  if ("detector" in detection) return [];
  if ("measure" in detection) return [["detection", detection]];
  const [key, terms] =
    "all" in detection ? (["all", detection.all] as const) : (["any", detection.any] as const);
  return terms.map((term, index) => [`detection.${key}.${String(index)}`, term]);
}
