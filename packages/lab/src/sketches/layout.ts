import { MOST_ANSWER_SEGMENTS, MOST_SEGMENTS, SIGNATURE_BANDS, SIGNATURE_LENGTH } from "./sketch.ts";

const AFTER_SEGMENTS = 40 + SIGNATURE_LENGTH + 8 * SIGNATURE_BANDS + 8 * MOST_SEGMENTS;

/**
 * Byte offsets of what the WASM function `sketch_row` writes; little-endian, the whole 8-byte aligned.
 * `signature` and `bands` are zero where `hasSignature` is 0; of `segments`, `segmentCount` are valid.
 */
export const SKETCH_LAYOUT = {
  /** u64 */
  textHash: 0,
  /** u64 */
  systemHash: 8,
  /** u32 */
  promptTokens: 16,
  /** u32 */
  responseTokens: 20,
  /** u32, `INTENT_BITS` */
  intents: 24,
  /** u32, `SHAPE_BITS` */
  shape: 28,
  /** u32, 0 or 1 */
  hasSignature: 32,
  /** u32, 0..128 */
  segmentCount: 36,
  /** 64 bytes */
  signature: 40,
  /** 8 × u64 */
  bands: 40 + SIGNATURE_LENGTH,
  /** 128 × u64 */
  segments: 40 + SIGNATURE_LENGTH + 8 * SIGNATURE_BANDS,
  /** u32, code of `LANGUAGES` */
  language: AFTER_SEGMENTS,
  /** u32, 0..64 */
  answerSegmentCount: AFTER_SEGMENTS + 4,
  /** 64 × u64 */
  answerSegments: AFTER_SEGMENTS + 8,
  /** Bytes of the whole. */
  size: AFTER_SEGMENTS + 8 + 8 * MOST_ANSWER_SEGMENTS,
} as const;

/** Bits of the mask that `sketch_row` returns and of its argument `normalisedMask`. */
export const PART_BITS = { system: 1, firstUser: 2, lastUser: 4, response: 8 } as const;
