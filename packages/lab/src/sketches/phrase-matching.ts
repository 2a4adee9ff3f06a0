import type { Phrase } from "./phrase-automaton.ts";
import { patternEnds } from "./phrase-pattern.ts";
import type { PhrasePattern } from "./phrase-pattern.ts";

/** Bits of all phrases that occur in a sequence of token hashes; the plain way, for the reference. */
export function phraseBits(hashes: readonly bigint[], phrases: readonly Phrase[]): number {
  const byFirst = indexOf(phrases);
  let bits = 0;
  hashes.forEach((hash, at) => {
    for (const phrase of byFirst.get(hash) ?? []) {
      if (patternEnds(phrase.pattern, hashes, at).size > 0) bits |= phrase.bits;
    }
  });
  return bits >>> 0;
}

type PhraseIndex = ReadonlyMap<bigint, ReadonlySet<Phrase>>;

/** An automaton's phrases are read for every request, so that their index is kept as long as they are. */
const indexes = new WeakMap<readonly Phrase[], PhraseIndex>();

function indexOf(phrases: readonly Phrase[]): PhraseIndex {
  const held = indexes.get(phrases);
  if (held !== undefined) return held;
  const index = new Map<bigint, Set<Phrase>>();
  for (const phrase of phrases) {
    for (const token of firstTokens(phrase.pattern)) {
      const same = index.get(token);
      if (same === undefined) index.set(token, new Set([phrase]));
      else same.add(phrase);
    }
  }
  indexes.set(phrases, index);
  return index;
}

/** Tokens with which a phrase of the pattern may begin; an option may be empty, then the next piece begins. */
function firstTokens([first, ...rest]: PhrasePattern): bigint[] {
  if (first === undefined) return [];
  if (typeof first === "bigint") return [first];
  return first.flatMap((option) =>
    option.length === 0 ? firstTokens(rest) : firstTokens([...option, ...rest]),
  );
}
