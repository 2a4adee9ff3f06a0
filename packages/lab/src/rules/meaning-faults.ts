import { MEASURE_MEANINGS } from "../accounts/measure-meanings.ts";
import type { RuleDocument } from "./rule-document.ts";
import { fault, type RuleFault } from "./rule-fault.ts";
import { termsOf } from "./rule-from-document.ts";

/** What does not fit together in a document whose fields are each sound. */
export function meaningFaults(document: RuleDocument, place: string): readonly RuleFault[] {
  const bad = (field: string, remedy: string): RuleFault => fault("bad-field", place, field, remedy);
  const faults: RuleFault[] = [];
  if ("detector" in document.detection) {
    if (document.correlation !== undefined)
      faults.push(bad("correlation", "a detector has its own; leave it out"));
  } else {
    if (document.correlation === undefined)
      faults.push(bad("correlation", "measures need one; see docs/rules.md"));
    for (const [field, term] of termsOf(document)) {
      if (Object.hasOwn(MEASURE_MEANINGS, term.measure)) continue;
      const near = nearestMeasure(term.measure);
      faults.push(
        fault(
          "unknown-measure",
          place,
          `${field}.measure`,
          `there is no measure "${term.measure}" in this version; ${near === undefined ? "`stillwatch rules measures` lists them" : `was "${near}" meant?`}`,
        ),
      );
    }
  }
  document.tests.forEach((test, index) => {
    const field = `tests.${String(index)}`;
    if (test.case === "look-alike" && !document.falsepositives.includes(test.class ?? ""))
      faults.push(bad(`${field}.class`, "a look-alike names an entry of falsepositives, word for word"));
    if (test.case === "positive" && test.expect !== "fires")
      faults.push(bad(`${field}.expect`, "a positive case fires"));
    if (test.case === "negative" && test.expect === "fires")
      faults.push(bad(`${field}.expect`, "a negative case is silent, or unknown"));
    if (test.case === "look-alike" && test.expect === "fires" && test.spared_by === undefined)
      faults.push(bad(`${field}.spared_by`, "where the rule fires at a look-alike, say what spares it"));
    for (const remedy of testFaults(test, document)) faults.push(bad(field, remedy));
    for (const [row, remedy] of rowFaults(test, document))
      faults.push(bad(`${field}.accounts.${String(row)}`, remedy));
  });
  return faults;
}

type TestDocument = RuleDocument["tests"][number];

function testFaults(test: TestDocument, document: RuleDocument): readonly string[] {
  if ("detector" in document.detection) {
    return test.input === undefined ? ["give the input of the detector's case"] : [];
  }
  if (test.accounts === undefined || test.baseline === undefined)
    return ["give accounts and baseline, both with the rule's measures"];
  const measures = termsOf(document).map(([, term]) => term.measure);
  const { baseline } = test;
  const missing = measures.filter((measure) => baseline[measure] === undefined);
  if (missing.length > 0) return [`its baseline lacks ${missing.join(", ")}`];
  const lengths = new Set(
    Object.values(baseline).map((values) => (Array.isArray(values) ? values.length : values.accounts)),
  );
  return lengths.size === 1 ? [] : ["every measure of its baseline needs the same number of accounts"];
}

/** The first row of a test that does not give just the rule's measures: a misspelt one would count as unknown. */
function rowFaults(
  { accounts = [] }: TestDocument,
  document: RuleDocument,
): readonly (readonly [row: number, remedy: string])[] {
  if ("detector" in document.detection) return [];
  const measures = [...new Set(termsOf(document).map(([, term]) => term.measure))];
  for (const [at, { count: _, ...values }] of accounts.entries()) {
    const foreign = Object.keys(values).find((name) => !measures.includes(name));
    if (foreign !== undefined)
      return [[at, `"${foreign}" is no measure of the rule; it has ${measures.join(", ")}, and count`]];
    const missing = measures.filter((measure) => !Object.hasOwn(values, measure));
    if (missing.length > 0)
      return [[at, `it lacks ${missing.join(", ")}; write null for what is not known of the accounts`]];
  }
  return [];
}

function nearestMeasure(name: string): string | undefined {
  const stem = name.toLowerCase().replaceAll(/[^a-z]/g, "");
  return Object.keys(MEASURE_MEANINGS).find((known) => {
    const other = known.toLowerCase().replaceAll("_", "");
    return stem.length >= 4 && (other.includes(stem) || stem.includes(other));
  });
}
