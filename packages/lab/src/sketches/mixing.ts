/** Odd multipliers of docs/sketch-kernel.md section 1; `assembly/sketch-constants.ts` holds the same figures. */
export const MULTIPLIER_1: bigint = 0x9e3779b97f4a7c15n;
export const MULTIPLIER_2: bigint = 0xbf58476d1ce4e5b9n;
export const MULTIPLIER_3: bigint = 0x94d049bb133111ebn;

const MASK = 0xffffffffffffffffn;

/** Product modulo 2^64. */
export function multiply(a: bigint, b: bigint): bigint {
  return (a * b) & MASK;
}

/** Sum modulo 2^64. */
export function add(a: bigint, b: bigint): bigint {
  return (a + b) & MASK;
}

/** `x` rotated left by `bits` (1..63) within 64 bits. */
export function rotateLeft(x: bigint, bits: bigint): bigint {
  return ((x << bits) | (x >> (64n - bits))) & MASK;
}

/** One-multiply finaliser: every input bit reaches both halves. */
export function finish(x: bigint): bigint {
  const product = multiply(x ^ (x >> 32n), MULTIPLIER_2);
  return product ^ (product >> 29n);
}

/** Output number `index` (from 0) of SplitMix64 seeded with 0 (Steele, Lea, Flood 2014). */
export function splitMix64(index: bigint): bigint {
  let z = multiply(index + 1n, MULTIPLIER_1);
  z = multiply(z ^ (z >> 30n), MULTIPLIER_2);
  z = multiply(z ^ (z >> 27n), MULTIPLIER_3);
  return z ^ (z >> 31n);
}
