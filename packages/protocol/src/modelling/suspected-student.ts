import { distillationExtension, markingRefs, type Authorship, type ModelledObject } from "./build-object.ts";
import type { SoftwareProperties } from "./extension.ts";
import { buildRelationship } from "./relationship.ts";
import { buildNote } from "./remarks.ts";

export interface SuspectedStudentInput {
  readonly model: { readonly name: string; readonly vendor?: string; readonly version?: string };
  readonly facts: SoftwareProperties;
  /** What is claimed, its alternatives among it: a text that counsel released. */
  readonly claim: { readonly abstract: string; readonly content: string; readonly confidence: number };
  /**
   * `software--…` of the model it may derive from. It tells who wrote this where the author is its provider: leave it
   * out where authors are pseudonymous.
   */
  readonly teacher?: string | undefined;
}

/**
 * Makes a model whose origin is in question: the software with its tests, `derived-from` the teacher where that may be
 * said, and the claim as a note of its own with its own confidence, which others contest by opinion.
 *
 * The software has a random id: with one that follows from its name, two members' findings would pass for versions of
 * one object.
 */
export function buildSuspectedStudent(
  authorship: Authorship,
  input: SuspectedStudentInput,
): readonly ModelledObject[] {
  const software: ModelledObject<"software"> = {
    type: "software",
    spec_version: "2.1",
    id: `software--${authorship.newId("software")}`,
    ...input.model,
    extensions: distillationExtension("software", input.facts),
    object_marking_refs: markingRefs(authorship),
  };
  const derivation =
    input.teacher === undefined
      ? []
      : [
          buildRelationship(authorship, {
            source: software.id,
            kind: "derived-from",
            target: input.teacher,
            confidence: input.claim.confidence,
          }),
        ];
  const subjects = [software.id, ...derivation.map(({ id }) => id)] as const;
  return [software, ...derivation, buildNote(authorship, { ...input.claim, objects: subjects })];
}
