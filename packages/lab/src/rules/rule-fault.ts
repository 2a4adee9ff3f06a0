/** Why a rule, or a whole file, cannot be used. */
export type RuleFaultCode =
  | "file-too-large"
  | "too-many-rules"
  | "not-yaml"
  | "bad-field"
  | "unknown-measure"
  | "engine-too-old"
  | "same-id";

/** One thing to mend; the message names file, document and field. */
export interface RuleFault {
  readonly code: RuleFaultCode;
  /** File and number of the document in it, from 1. */
  readonly place: string;
  readonly field: string;
  readonly message: string;
}

/** A fault of one field. */
export function fault(code: RuleFaultCode, place: string, field: string, remedy: string): RuleFault {
  return { code, place, field, message: `${place}: ${field}: ${remedy}` };
}
