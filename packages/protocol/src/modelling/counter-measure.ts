import { buildObject, type Authorship, type ModelledObject } from "./build-object.ts";

/** Makes a counter-measure that anybody may take; who took one is never said. */
export function buildCounterMeasure(
  authorship: Authorship,
  input: { readonly name: string; readonly description?: string | undefined },
): ModelledObject<"course-of-action"> {
  return buildObject(authorship, "course-of-action", { ...input });
}
