import type { RejectedLine } from "../events/request-event.ts";

/** Bands take the key kinds 0 … `SIGNATURE_BANDS` − 1; a segment has this kind. */
export const SEGMENT_KIND = 255;

/** Attributes of an account that single requests show; each distinct (account, kind, value) is kept once. */
export const ATTRIBUTE_KINDS = {
  organization: 0,
  network: 1,
  asn: 2,
  country: 3,
  tls: 4,
  userAgent: 5,
} as const;

/**
 * One chunk of a log after reading and sketching: columns of integers and the strings that were new.
 * Ids in `account`, `model` and string-valued attributes are local to the worker that made the chunk;
 * the loader turns them into ids of the run, in chunk order, so that the result does not depend on scheduling.
 */
export interface SketchedChunk {
  readonly rows: number;
  /** Lines looked at, readable or not. */
  readonly lines: number;
  /** Epoch milliseconds. */
  readonly time: Float64Array;
  readonly account: Uint32Array;
  readonly model: Uint32Array;
  readonly status: Int16Array;
  readonly inputTokens: Int32Array;
  readonly outputTokens: Int32Array;
  readonly intents: Uint16Array;
  readonly shape: Uint16Array;
  /** Codes of `LANGUAGES`. */
  readonly language: Uint8Array;
  /** 64-bit hash of the request id, as two 32-bit halves (low, high) per row. */
  readonly idHash: Uint32Array;
  /** 64-bit hash of the last user text, two halves per row. */
  readonly textHash: Uint32Array;
  /** 64-bit hash of the system text, two halves per row; zeros where there is none. */
  readonly systemHash: Uint32Array;
  /** `SIGNATURE_LENGTH` bytes per row; zeros where a row has no signature. */
  readonly signature: Uint8Array;
  /** Band and segment hashes of all rows: row index, kind, and two 32-bit halves each. */
  readonly keyRow: Uint32Array;
  readonly keyKind: Uint8Array;
  readonly keyHash: Uint32Array;
  /** Segment hashes of the answers: row index, and two 32-bit halves each. */
  readonly answerRow: Uint32Array;
  readonly answerHash: Uint32Array;
  /** Attribute observations: row index, kind, value (number, or local string id where the kind is a string). */
  readonly attributeRow: Uint32Array;
  readonly attributeKind: Uint8Array;
  readonly attributeValue: Float64Array;
  /**
   * Reasoning tokens: row index, 1 where the answer issued it and 0 where the request presented it, hash of the token
   * and of the session (zeros where the log names none), two halves each.
   */
  readonly tokenRow: Uint32Array;
  readonly tokenIssued: Uint8Array;
  readonly tokenHash: Uint32Array;
  readonly tokenSession: Uint32Array;
  /** Strings that this worker met for the first time, in the order of their local ids. */
  readonly newAccounts: readonly string[];
  readonly newModels: readonly string[];
  readonly newStrings: readonly string[];
  readonly rejected: readonly RejectedLine[];
}
