import { buildObject, type Authorship, type ModelledObject } from "./build-object.ts";

export type RelationshipKind =
  | "uses"
  | "targets"
  | "attributed-to"
  | "consists-of"
  | "indicates"
  | "based-on"
  | "mitigates"
  | "derived-from"
  | "related-to";

/** Says that `source` stands in a relation to `target`; with a confidence (0–100) where that is a claim of its own. */
export function buildRelationship(
  authorship: Authorship,
  relation: {
    readonly source: string;
    readonly kind: RelationshipKind;
    readonly target: string;
    readonly confidence?: number | undefined;
    readonly description?: string | undefined;
  },
): ModelledObject<"relationship"> {
  return buildObject(authorship, "relationship", {
    relationship_type: relation.kind,
    source_ref: relation.source,
    target_ref: relation.target,
    confidence: relation.confidence,
    description: relation.description,
  });
}
