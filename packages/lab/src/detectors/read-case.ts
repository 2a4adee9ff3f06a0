import type { z } from "zod";

/** A case that its author has to mend: the message begins with the name of the field. */
export class CaseError extends TypeError {
  constructor(message: string) {
    super(message);
    this.name = "CaseError";
  }
}

/**
 * Reads the input of a rule's inline case.
 *
 * @throws CaseError that begins with the name of the first field that does not fit
 */
export function readCase<Shape>(shape: z.ZodType<Shape>, input: unknown): Shape {
  const result = shape.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  const field = [...(issue?.path ?? []), ...unknown].map(String).join(".");
  throw new CaseError(`${field === "" ? "case" : field}: ${issue?.message ?? "does not fit"}`);
}
