import type { Phrase } from "./phrase-automaton.ts";
import { patternEnds } from "./phrase-pattern.ts";
import type { PhrasePattern } from "./phrase-pattern.ts";

/** Bits of all phrases that occur in a sequence of token hashes; the plain way, for the reference. */
export function phraseBits(hashes: readonly bigint[], phrases: readonly Phrase[]): number {
  const present = new Set(hashes);
  let bits = 0;
  for (const { pattern, bits: added } of phrases) {
    if (!mayStartIn(pattern, present)) continue;
    if (hashes.some((_, from) => patternEnds(pattern, hashes, from).size > 0)) bits |= added;
  }
  return bits >>> 0;
}

/** Whether some token with which the pattern may begin is present. */
function mayStartIn(pattern: PhrasePattern, present: ReadonlySet<bigint>): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return true;
  if (typeof first === "bigint") return present.has(first);
  return first.some((option) => mayStartIn([...option, ...rest], present));
}
