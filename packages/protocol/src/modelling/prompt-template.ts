import { buildObservable, type Authorship, type ModelledObject } from "./build-object.ts";
import { ModellingError } from "./modelling-error.ts";

/** Extension that makes `ai-prompt` a type (muchdogesec/stix2extensions; OpenCTI knows it). */
export const AI_PROMPT_EXTENSION = "extension-definition--3557a8d5-4e04-5f87-a7af-d48a1384d3ca";

/** A part of a template. What stood in a slot has no place here: it may be somebody's. */
export type TemplatePart =
  { readonly kind: "fixed"; readonly text: string } | { readonly kind: "slot"; readonly name: string };

/**
 * Makes the `ai-prompt` of a template, with its slots as `{{name}}`. Its id follows from the text, as in the type's
 * definition; link it by relationship, since strict readers refuse it in `observed-data`.
 *
 * @throws ModellingError `template-empty` where there is no fixed text
 */
export function buildPromptTemplate(
  authorship: Authorship,
  parts: readonly TemplatePart[],
): ModelledObject<"ai-prompt"> {
  if (!parts.some((part) => part.kind === "fixed" && part.text.trim() !== "")) {
    throw new ModellingError("template-empty", "A template has some text that does not change.");
  }
  const value = parts.map((part) => (part.kind === "fixed" ? part.text : `{{${part.name}}}`)).join("");
  return buildObservable(authorship, "ai-prompt", {
    identifying: { value },
    others: { extensions: { [AI_PROMPT_EXTENSION]: { extension_type: "new-sco" } } },
  });
}
