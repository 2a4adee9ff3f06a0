import { SIGNATURE_LENGTH } from "./sketch.ts";

/** Unequal entries agree in their eight bits by chance (b-bit minwise hashing, Li and König 2010). */
const CHANCE = 1 / 256;

/**
 * Estimated Jaccard similarity, 0..1, of the shingle sets behind two signatures of 64 bytes.
 * Not meaningful for the all-zero signature of a short text.
 */
export function estimateJaccard(a: Uint8Array, b: Uint8Array): number {
  let equal = 0;
  for (let i = 0; i < SIGNATURE_LENGTH; i++) if (a[i] === b[i]) equal += 1;
  return Math.max(0, (equal / SIGNATURE_LENGTH - CHANCE) / (1 - CHANCE));
}
