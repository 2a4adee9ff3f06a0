import { z } from "zod";
import { CASE_KINDS, DETECTOR_NAMES, DETECTORS, OUTCOMES, RULE_SCHEMA } from "./rule.ts";

/**
 * A rule as it stands in YAML, with the limits that keep foreign rules small. The published
 * `schemas/rule-1.schema.json` is `ruleJsonSchema()`.
 */
export type RuleDocument = z.infer<typeof DOCUMENT>;

/** `>=` and the three numbers of a version. */
export const ENGINE_PATTERN: RegExp = /^>=\d{1,6}\.\d{1,6}\.\d{1,6}$/;

export type CheckedDocument =
  | { readonly document: RuleDocument }
  | { readonly faults: readonly { readonly field: string; readonly remedy: string }[] };

/** Checks the shape of one document; every fault is named, not only the first. */
export function checkDocument(value: unknown): CheckedDocument {
  const result = DOCUMENT.safeParse(value);
  if (result.success) return { document: result.data };
  return {
    faults: result.error.issues.slice(0, MOST_FAULTS).map((issue) => faultOf(issue, [])),
  };
}

type Issue = z.core.$ZodIssue;

/** Where nothing of a choice fits, the alternative that is least wrong says what to mend. */
function faultOf(issue: Issue, above: readonly PropertyKey[]): { field: string; remedy: string } {
  const path = [...above, ...issue.path];
  if (issue.code === "invalid_union") {
    const nearest = [...issue.errors].sort((a, b) => wrongness(a) - wrongness(b))[0]?.[0];
    if (nearest !== undefined) return faultOf(nearest, path);
  }
  return {
    field: path.length === 0 ? "the document" : path.map(String).join("."),
    remedy: issue.message,
  };
}

/** A value of the wrong kind, or keys that do not belong, say that another alternative was meant. */
function wrongness(issues: readonly Issue[]): number {
  return issues.reduce(
    (sum, issue) =>
      sum +
      (issue.code === "unrecognized_keys" || (issue.code === "invalid_type" && issue.path.length === 0)
        ? 3
        : 1),
    0,
  );
}

/** JSON Schema (draft 2020-12) of a rule document. */
export function ruleJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    ...z.toJSONSchema(DOCUMENT, { io: "input" }),
    $id: "urn:stillwatch:schema:rule-1",
    title: "Stillwatch rule, version 1",
  };
}

const MOST_FAULTS = 20;

const line = (most: number): z.ZodString => z.string().min(1).max(most);
const day = (): z.ZodString =>
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, "write a date as 2026-11-24")
    .refine((text) => Number.isFinite(Date.parse(text)), "there is no such day");

const TERM = z
  .strictObject({
    measure: line(80).describe("A measure of accounts; `stillwatch rules measures` names them."),
    direction: z.enum(["above", "below"]),
    quantile: z
      .number()
      .min(0.0001)
      .max(0.9999)
      .describe("Of the receiver's own benign baseline. An absolute number cannot be given."),
  })
  .describe("An account is extreme if the measure lies beyond the quantile.");

const COMBINED = z.union([
  TERM,
  z.strictObject({ all: z.array(TERM).min(1).max(8) }),
  z.strictObject({ any: z.array(TERM).min(1).max(8) }),
]);

const DETECTOR = z.strictObject({
  detector: z.enum(DETECTORS, `name a shipped detector, ${DETECTOR_NAMES}`),
  fires_at: z
    .number()
    .min(0)
    .max(8)
    .optional()
    .describe("Log-likelihood ratio from which a case fires; 1.2."),
});

const CORRELATION = z.strictObject({
  group_by: z.literal("candidate"),
  statistic: z.literal("share").describe("Share of the group's accounts that are extreme."),
  null_model: z
    .literal("matched-groups")
    .optional()
    .describe("Groups of ordinary accounts, matched in size and volume; the only one so far."),
  family: z.enum(["content", "timing", "identity", "lifecycle"]),
  min_accounts: z.int().min(2).max(1_000_000),
  min_independent_families: z.int().min(2).max(5),
  cap: z.number().positive().max(4).optional().describe("Most log-likelihood ratio the rule may add; 2."),
});

const ROW = z
  .object({ count: z.int().min(1).max(1000).optional() })
  .catchall(z.number().nullable().describe("Value of a measure of the rule; null where it is unknown."));

const TEST = z.strictObject({
  name: line(200),
  case: z.enum(CASE_KINDS),
  class: line(120).optional().describe("For a look-alike: the entry of `falsepositives` that it stands for."),
  expect: z
    .enum(OUTCOMES)
    .describe("`unknown`: the rule says nothing, for want of accounts or of telemetry."),
  spared_by: line(300)
    .optional()
    .describe("For a look-alike at which the rule alone fires: what spares the candidate."),
  input: z.unknown().optional().describe("For a detector: what its case function reads."),
  accounts: z
    .array(ROW)
    .max(1000)
    .optional()
    .describe("For measures: the candidate, one row per account, or with `count` for several alike."),
  baseline: z
    .record(
      z.string(),
      z.union([
        z.array(z.number()).min(20).max(10_000),
        z.strictObject({
          accounts: z.int().min(20).max(10_000),
          between: z.tuple([z.number(), z.number()]).describe("Evenly spread over this interval."),
        }),
      ]),
    )
    .optional()
    .describe("For measures: what ordinary accounts have, measure → one value per account."),
});

const DOCUMENT = z.strictObject({
  schema: z.literal(RULE_SCHEMA),
  title: line(200),
  id: z
    .string()
    .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, "give a UUID, version 4"),
  status: z.enum(["stable", "test", "experimental", "deprecated", "unsupported"]),
  description: line(4000),
  references: z.array(line(400)).max(50).optional(),
  author: line(200),
  date: day(),
  modified: day().optional(),
  expires: day().describe("Last day on which the rule is run."),
  tags: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9._-]{1,79}$/, "write a tag as atlas.aml.t0024.002"))
    .max(50),
  atlas_release: line(40)
    .optional()
    .describe("Which ATLAS release the tags follow; needed with an atlas. tag."),
  falsepositives: z.array(line(120)).max(50).describe("Classes of honest use that look alike."),
  level: z.enum(["informational", "low", "medium", "high", "critical"]),
  tlp: z.enum(["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]).describe("TLP 2.0"),
  engine: z
    .string()
    .regex(ENGINE_PATTERN, "give the least version as >=0.1.0")
    .describe("Least version of Stillwatch."),
  fields: z
    .array(z.strictObject({ name: line(120), fallback: line(300) }))
    .max(50)
    .describe("Telemetry that the rule needs, and what happens without it."),
  blind_spots: z.array(z.strictObject({ question: line(300), requires: line(300) })).max(50),
  runbook: z.array(line(600)).max(30),
  detection: z.union([DETECTOR, COMBINED]),
  correlation: CORRELATION.optional().describe("For measures."),
  tests: z.array(TEST).max(200),
});
