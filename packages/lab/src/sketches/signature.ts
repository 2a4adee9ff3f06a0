import { MULTIPLIER_2, MULTIPLIER_3, add, finish, multiply, rotateLeft, splitMix64 } from "./mixing.ts";
import { SIGNATURE_BANDS, SIGNATURE_LENGTH } from "./sketch.ts";

/** Entries that make a band; with 8 bands a pair of Jaccard 0.5 meets with probability 0.66, of 0.8 with 0.997. */
export const SIGNATURE_ROWS_PER_BAND = 3;

const MASK = 0xffffffffffffffffn;

/** The signature of a set of shingle hashes, and its band hashes. */
export interface Signature {
  readonly bytes: Uint8Array;
  readonly bands: BigUint64Array;
}

/**
 * FastSimilaritySketch with 64 entries (Dahlgaard, Knudsen, Thorup, "Fast Similarity Sketching", FOCS 2017):
 * round by round every shingle is thrown into one entry; an entry takes the smallest value of the first round
 * that reaches it; the last 64 rounds aim at one entry each, so that none stays empty.
 */
export function signatureOf(shingles: readonly bigint[]): Signature {
  const values: (bigint | undefined)[] = new Array<undefined>(SIGNATURE_LENGTH).fill(undefined);
  for (let round = 0; round < 2 * SIGNATURE_LENGTH && values.includes(undefined); round++) {
    for (const [entry, value] of leastOfRound(shingles, round)) values[entry] ??= value;
  }
  const entries = values.map((value) => value ?? 0n);
  return {
    bytes: Uint8Array.from(entries, (value) => Number((value >> 6n) & 0xffn)),
    bands: BigUint64Array.from({ length: SIGNATURE_BANDS }, (_, band) => bandHash(entries, band)),
  };
}

function leastOfRound(shingles: readonly bigint[], round: number): Map<number, bigint> {
  const multiplier = splitMix64(BigInt(round)) | 1n;
  const least = new Map<number, bigint>();
  for (const shingle of shingles) {
    const product = multiply(shingle, multiplier);
    const entry = round < SIGNATURE_LENGTH ? Number(product >> 58n) : round - SIGNATURE_LENGTH;
    const value = (product << 6n) & MASK;
    const held = least.get(entry);
    if (held === undefined || value < held) least.set(entry, value);
  }
  return least;
}

function bandHash(entries: readonly bigint[], band: number): bigint {
  const [a = 0n, b = 0n, c = 0n] = entries.slice(band * SIGNATURE_ROWS_PER_BAND);
  const mixed = multiply(rotateLeft(multiply(a, MULTIPLIER_2), 31n) ^ b, MULTIPLIER_3);
  const salted = add(rotateLeft(mixed, 31n) ^ c, splitMix64(200n + BigInt(band)));
  return finish(multiply(salted, MULTIPLIER_3));
}
