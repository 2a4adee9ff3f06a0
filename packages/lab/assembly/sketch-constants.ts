/** Odd multipliers and sizes of docs/sketch-kernel.md; `src/sketches/constants.ts` holds the same figures. */
export const MULTIPLIER_1: u64 = 0x9e3779b97f4a7c15;
export const MULTIPLIER_2: u64 = 0xbf58476d1ce4e5b9;
export const MULTIPLIER_3: u64 = 0x94d049bb133111eb;

export const PART_LIMIT: i32 = 65536;
export const HALF_PART: i32 = 32768;
/** NFC grows UTF-8 at most threefold (UAX 15), so a normalised part always fits. */
export const NORMALISED_LIMIT: i32 = 4 * 65536;
/** Two tokens of one byte each need a byte between them; single-code-point tokens have two bytes or more. */
export const MOST_TOKENS: i32 = NORMALISED_LIMIT / 2 + 64;

/** Advances a SplitMix64 state by `index + 1` steps from zero and returns its output. */
export function splitMix64(index: u64): u64 {
  let z = (index + 1) * MULTIPLIER_1;
  z = (z ^ (z >> 30)) * MULTIPLIER_2;
  z = (z ^ (z >> 27)) * MULTIPLIER_3;
  return z ^ (z >> 31);
}

/** One-multiply finaliser: every input bit reaches both halves. */
export function finish(x: u64): u64 {
  x = (x ^ (x >> 32)) * MULTIPLIER_2;
  return x ^ (x >> 29);
}
