/**
 * Why bytes are not JSON that may come in, as a closed set. Where RFC 8259 leaves the reader free, RFC 7493 (I-JSON)
 * decides: no duplicate names, no lone surrogates, no number beyond a double.
 */
export type JsonRefusalCode =
  | "invalid-utf8"
  | "malformed"
  | "too-deep"
  | "duplicate-key"
  | "lone-surrogate"
  | "number-out-of-range"
  | "too-large"
  | "too-many-objects"
  | "not-an-envelope";

/** A refusal is a result, not an exception: bad input is expected here. */
export interface JsonRefusal {
  readonly kind: "refused";
  readonly code: JsonRefusalCode;
  /** Where in the input, counted in bytes from its start. */
  readonly offset: number;
  /** What was being read there, as a JSON pointer (RFC 6901), cut at 200 characters; "" is the whole. */
  readonly path: string;
  /** What is wrong and what would make it right; without any text of the input. */
  readonly message: string;
}
