/** Entries of a resemblance signature (one byte each). */
export const SIGNATURE_LENGTH = 64;
/** Bands of a signature; each is a 64-bit hash of `SIGNATURE_ROWS_PER_BAND` entries. */
export const SIGNATURE_BANDS = 8;
/** Most segments kept per request (the smallest hashes, so that the choice agrees across requests). */
export const MOST_SEGMENTS = 128;

/** Most segments kept of a response. */
export const MOST_ANSWER_SEGMENTS = 64;
/** Shorter responses get no segments: one full window of them. */
export const MIN_ANSWER_TOKENS = 23;

/** Bits of `Sketch.intents`, found in the prompt by phrases (`intents/*.yaml`). */
export const INTENT_BITS = {
  reasoningElicitation: 1 << 0,
  rubricGrading: 1 << 1,
  taskGeneration: 1 << 2,
  censorshipSafeRewriting: 1 << 3,
  traceCleaning: 1 << 4,
  languageMatchedThinking: 1 << 5,
  reasoningExtraction: 1 << 6,
  /** The client makes the model claim to be the assistant of another model maker. */
  foreignIdentity: 1 << 7,
} as const;

/** Bits of `Sketch.shape`, found in the response. */
export const SHAPE_BITS = {
  inlineTaggedReasoning: 1 << 0,
  scoreOnly: 1 << 1,
  refusal: 1 << 2,
  empty: 1 << 3,
  structuredJson: 1 << 4,
} as const;

/**
 * What remains of a request's text after the kernel: integers only, fixed size but for the segments.
 * Specified bit by bit in docs/sketch-kernel.md; the TypeScript reference and the WASM kernel agree.
 */
export interface Sketch {
  /** 64-bit hash of the normalised last user text; 0n if it has no token. */
  readonly textHash: bigint;
  /** 64-bit hash of the normalised system text; 0n if absent. */
  readonly systemHash: bigint;
  /** Tokens of the last user text (our tokens, not the model's). */
  readonly promptTokens: number;
  /** Tokens of the response text (our tokens). */
  readonly responseTokens: number;
  /** `SIGNATURE_LENGTH` bytes over the last user text; all zero where it has fewer than `MIN_SIGNATURE_TOKENS` tokens. */
  readonly signature: Uint8Array;
  /** `SIGNATURE_BANDS` hashes, or none where there is no signature. */
  readonly bands: BigUint64Array;
  /** Winnowed containment hashes over system, first and last user text; distinct, ascending. */
  readonly segments: BigUint64Array;
  /** Winnowed containment hashes of the response; distinct, ascending. */
  readonly answerSegments: BigUint64Array;
  readonly intents: number;
  readonly shape: number;
  /** Code of the last user text's language (`LANGUAGES`); 0 where it cannot be told. */
  readonly language: number;
}

/** Shorter texts get no signature: "continue" resembles "continue" and says nothing. */
export const MIN_SIGNATURE_TOKENS = 12;
