/** What the builders refuse, as a closed set. */
export type ModellingErrorCode =
  | "key-too-short"
  | "handle-not-blinded"
  | "time-malformed"
  | "count-out-of-range"
  | "bucket-too-short"
  | "epsilon-without-noise"
  | "template-empty";

/** A refusal to make an object; the message says what would make it right and never repeats the input. */
export class ModellingError extends Error {
  readonly code: ModellingErrorCode;

  constructor(code: ModellingErrorCode, message: string) {
    super(message);
    this.name = "ModellingError";
    this.code = code;
  }
}
