import { buildObject, type Authorship, type ModelledObject } from "./build-object.ts";

/** `opinion-enum` of STIX 2.1, section 10.10. */
export type OpinionValue = "strongly-disagree" | "disagree" | "neutral" | "agree" | "strongly-agree";

/** One object at least. */
export type ObjectIds = readonly [string, ...string[]];

/** Makes an opinion of the author on what others said. */
export function buildOpinion(
  authorship: Authorship,
  input: {
    readonly objects: ObjectIds;
    readonly opinion: OpinionValue;
    readonly explanation?: string | undefined;
    readonly labels?: readonly string[] | undefined;
  },
): ModelledObject<"opinion"> {
  return buildObject(authorship, "opinion", {
    opinion: input.opinion,
    explanation: input.explanation,
    object_refs: input.objects,
    labels: input.labels,
  });
}

/** Says that something is a false positive, and why: strong disagreement, labelled `false-positive`. */
export function buildFalsePositive(
  authorship: Authorship,
  { objects, explanation }: { readonly objects: ObjectIds; readonly explanation: string },
): ModelledObject<"opinion"> {
  return buildOpinion(authorship, {
    objects,
    opinion: "strongly-disagree",
    explanation,
    labels: ["false-positive"],
  });
}

/** Makes a note: context, or a claim with a confidence (0–100) of its own. */
export function buildNote(
  authorship: Authorship,
  input: {
    readonly objects: ObjectIds;
    readonly content: string;
    readonly abstract?: string | undefined;
    readonly confidence?: number | undefined;
  },
): ModelledObject<"note"> {
  return buildObject(authorship, "note", {
    abstract: input.abstract,
    content: input.content,
    object_refs: input.objects,
    confidence: input.confidence,
  });
}
