import { add, finish } from "./mixing.ts";
import { normalisedText } from "./normalised-text.ts";
import { determinised } from "./phrase-states.ts";
import type { PhrasePattern } from "./phrase-pattern.ts";
import { REASONING_TAGS, SCORE_KEYS, SCORE_SIDE_KEYS, SCORE_WORDS } from "./response-vocabulary.ts";
import { hashToken } from "./tokens.ts";

/** Phrases of two tokens or more, and the bits that they set (`INTENT_BITS` or `REFUSAL_PHRASE_BIT`). */
export interface Phrase {
  readonly pattern: PhrasePattern;
  readonly bits: number;
}

/** Bit of phrases that refuse; not an intent. */
export const REFUSAL_PHRASE_BIT = 0x8000_0000;

/** States of their own for single tokens of a response: `finish(hash + kind)` is the slot's key. */
export const WORD_KINDS = { tag: 0xffff_fff1n, key: 0xffff_fff2n, scoreWord: 0xffff_fff3n } as const;
/** Bits in a slot of kind `key`. */
export const SCORE_KEY_BITS = { score: 1, side: 2 } as const;

/**
 * A deterministic automaton over token hashes, in two flat tables that the WASM kernel reads as they are.
 *
 * `filter`, a power of two of bytes: for the first two tokens of every phrase, bit `pair & 7` of byte
 * `(pair >> 3) & (length - 1)` is set. `slots`, open addressing with linear probing, a power of two of slots of
 * two words: the key (0 is free), then the node that follows (low half; 0 where no phrase goes on) and the bits
 * of phrases that end here (high half). The key of a first pair is `finish(pair)`, of a further token
 * `finish(hash + node)`.
 */
export interface PhraseAutomaton {
  readonly phrases: readonly Phrase[];
  readonly filter: Uint8Array;
  readonly slots: BigUint64Array;
}

/** Compiles phrases; throws `RangeError` for a pattern of fewer than two tokens. */
export function compilePhrases(phrases: readonly Phrase[]): PhraseAutomaton {
  const { pairs, transitions } = determinised(phrases);
  const slots = new Map(transitions);
  for (const [kind, words, bits] of VOCABULARY) {
    for (const word of words) {
      const key = finish(add(hashToken(normalisedText(word)), kind));
      slots.set(key, { node: 0, bits: (slots.get(key)?.bits ?? 0) | bits });
    }
  }
  return { phrases, filter: filterOf(pairs), slots: slotsOf(slots) };
}

const VOCABULARY: readonly (readonly [kind: bigint, words: readonly string[], bits: number])[] = [
  [WORD_KINDS.tag, REASONING_TAGS, 1],
  [WORD_KINDS.key, SCORE_KEYS, SCORE_KEY_BITS.score],
  [WORD_KINDS.key, SCORE_SIDE_KEYS, SCORE_KEY_BITS.side],
  [WORD_KINDS.scoreWord, SCORE_WORDS, 1],
];

/** One bit in thirty or fewer is set, but the filter stays near a first-level cache. */
function filterOf(pairs: ReadonlySet<bigint>): Uint8Array {
  let length = 1024;
  while (length < 4 * pairs.size && length < 32_768) length *= 2;
  const filter = new Uint8Array(length);
  for (const pair of pairs) {
    const byte = Number((pair >> 3n) & BigInt(length - 1));
    filter[byte] = (filter[byte] ?? 0) | (1 << Number(pair & 7n));
  }
  return filter;
}

function slotsOf(
  entries: ReadonlyMap<bigint, { readonly node: number; readonly bits: number }>,
): BigUint64Array {
  let count = 16;
  while (count < 1.33 * entries.size) count *= 2;
  const slots = new BigUint64Array(2 * count);
  for (const [key, { node, bits }] of entries) {
    let slot = Number(key & BigInt(count - 1));
    while (slots[2 * slot] !== 0n) slot = (slot + 1) % count;
    slots[2 * slot] = key;
    slots[2 * slot + 1] = (BigInt(bits) << 32n) | BigInt(node);
  }
  return slots;
}
