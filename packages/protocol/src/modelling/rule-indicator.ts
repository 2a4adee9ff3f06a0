import { createHash } from "node:crypto";
import { buildObject, distillationExtension, type Authorship, type ModelledObject } from "./build-object.ts";
import type { IndicatorProperties } from "./extension.ts";
import { roundedUpProbability } from "./rounding.ts";

export interface RuleIndicatorInput {
  readonly name: string;
  readonly description?: string | undefined;
  /** The rule document, byte for byte as it is run. */
  readonly document: string;
  readonly language: RuleLanguage;
  /** RFC 3339, UTC. */
  readonly validFrom: string;
  readonly validUntil?: string | undefined;
  readonly confidence?: number | undefined;
  readonly facts: Omit<IndicatorProperties, "rule_document_digest" | "rule_document_schema">;
}

/**
 * `stillwatch`: a rule document of ours (docs/rules.md). It borrows Sigma's fields for what a rule is, but its
 * detection knows only quantiles of the receiver's own baseline, which no Sigma tool can run: it must not be called
 * `sigma`. `sigma` and `nova` are for rules that are.
 */
export type RuleLanguage = "stillwatch" | "sigma" | "nova";

/**
 * Makes an indicator that carries a rule document. The tested false-positive rate is rounded up to one digit; the
 * document's digest lets a receiver say which text it ran.
 */
export function buildRuleIndicator(
  authorship: Authorship,
  input: RuleIndicatorInput,
): ModelledObject<"indicator"> {
  const { tested_false_positive_rate: rate, ...facts } = input.facts;
  return buildObject(authorship, "indicator", {
    name: input.name,
    description: input.description,
    indicator_types: ["anomalous-activity"],
    pattern: input.document,
    pattern_type: input.language,
    valid_from: input.validFrom,
    valid_until: input.validUntil,
    confidence: input.confidence,
    extensions: distillationExtension("indicator", {
      ...facts,
      rule_document_digest: createHash("sha256").update(input.document, "utf8").digest("hex"),
      ...(input.language === "stillwatch" && { rule_document_schema: "stillwatch.rule/1" }),
      ...(rate !== undefined && { tested_false_positive_rate: roundedUpProbability(rate) }),
    }),
  });
}
