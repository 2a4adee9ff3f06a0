import { FUNCTION_WORDS } from "./language-vocabulary.ts";
import { languageCode } from "./languages.ts";
import { hashToken } from "./tokens.ts";

const BUCKETS = 256;
const PLACES = 1024;
/** 64-bit hash, 8 unused bytes, then one byte 0 or 1 per language: byte i for the code i + 1. */
const ENTRY_BYTES = 48;
const VOTES_AT = 16;

/** Byte offsets in the table; `assembly/sketch-language.ts` has the same. */
export const LANGUAGE_TABLE = {
  /** 256 × u16: by the low byte of a hash, what is added to find its place */
  shifts: 0,
  /** 1,024 × u16: the entry at a place; 0, of which all bytes are zero, where there is none */
  places: 2 * BUCKETS,
  entries: 2 * BUCKETS + 2 * PLACES,
} as const;

/**
 * All function words in a table without collisions, so that a look-up has no branch: the place of a hash is
 * (bits 32–41 + shift of its low byte) modulo 1,024 ("hash and displace": Pagh, WADS 1999).
 */
export function languageTable(): Uint8Array {
  const votes = votesByHash();
  const table = new Uint8Array(LANGUAGE_TABLE.entries + ENTRY_BYTES * (votes.size + 1));
  const view = new DataView(table.buffer);
  const taken = new Set<number>();
  let entry = 0;
  for (const [bucket, hashes] of fullestFirst([...votes.keys()])) {
    const shift = freeShift(hashes, taken);
    view.setUint16(LANGUAGE_TABLE.shifts + 2 * bucket, shift, true);
    for (const hash of hashes) {
      entry += 1;
      taken.add(placeOf(hash, shift));
      view.setUint16(LANGUAGE_TABLE.places + 2 * placeOf(hash, shift), entry, true);
      const at = LANGUAGE_TABLE.entries + ENTRY_BYTES * entry;
      view.setBigUint64(at, hash, true);
      for (const code of votes.get(hash) ?? []) table[at + VOTES_AT + code - 1] = 1;
    }
  }
  return table;
}

function votesByHash(): ReadonlyMap<bigint, readonly number[]> {
  const votes = new Map<bigint, number[]>();
  for (const [language, words] of Object.entries(FUNCTION_WORDS)) {
    for (const word of words) {
      const hash = hashToken(word);
      votes.set(hash, [...(votes.get(hash) ?? []), languageCode(language)]);
    }
  }
  return votes;
}

/** Buckets with most hashes first: they are the hardest to place. */
function fullestFirst(hashes: readonly bigint[]): [bucket: number, hashes: bigint[]][] {
  const buckets = new Map<number, bigint[]>();
  for (const hash of hashes) {
    const bucket = Number(hash & BigInt(BUCKETS - 1));
    buckets.set(bucket, [...(buckets.get(bucket) ?? []), hash]);
  }
  return [...buckets].sort(([a, of], [b, than]) => than.length - of.length || a - b);
}

function freeShift(hashes: readonly bigint[], taken: ReadonlySet<number>): number {
  for (let shift = 0; shift < PLACES; shift++) {
    const places = new Set(hashes.map((hash) => placeOf(hash, shift)));
    if (places.size === hashes.length && ![...places].some((place) => taken.has(place))) return shift;
  }
  throw new RangeError("The function words do not fit into the table of languages; take some out.");
}

function placeOf(hash: bigint, shift: number): number {
  return (Number((hash >> 32n) & BigInt(PLACES - 1)) + shift) % PLACES;
}
