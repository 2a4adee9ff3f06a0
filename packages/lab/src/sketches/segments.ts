import { finish, rotateLeft } from "./mixing.ts";
import { MOST_SEGMENTS } from "./sketch.ts";

/** Segment hashes of which the smallest is kept; a shared block of 8 + 16 - 1 = 23 tokens always tells. */
export const SEGMENT_WINDOW = 16;

/**
 * Winnowing (Schleimer, Wilkerson, Aiken, "Winnowing", SIGMOD 2003): the minima of all windows of 16
 * consecutive segment hashes, or the one minimum of a shorter text. A segment is 8 tokens, hashed as the three
 * shingles that begin at its tokens 0, 3 and 5.
 */
export function winnowedSegments(shingles: readonly bigint[]): Set<bigint> {
  const hashes = shingles
    .slice(5)
    .map((last, i) =>
      finish((shingles[i] ?? 0n) ^ rotateLeft(shingles[i + 3] ?? 0n, 21n) ^ rotateLeft(last, 42n)),
    );
  const minima = new Set<bigint>();
  if (hashes.length === 0) return minima;
  for (let from = 0; from === 0 || from + SEGMENT_WINDOW <= hashes.length; from++) {
    minima.add(hashes.slice(from, from + SEGMENT_WINDOW).reduce((a, b) => (b < a ? b : a)));
  }
  return minima;
}

/** The `most` smallest of the segments of all parts, ascending. */
export function smallestSegments(
  parts: readonly ReadonlySet<bigint>[],
  most: number = MOST_SEGMENTS,
): BigUint64Array {
  const all = new Set(parts.flatMap((part) => [...part]));
  const ascending = [...all].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return BigUint64Array.from(ascending.slice(0, most));
}
