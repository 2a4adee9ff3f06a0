import { alloc } from "./memory";
import { MOST_TOKENS, MULTIPLIER_2, MULTIPLIER_3, finish, splitMix64 } from "./sketch-constants";
import { SHINGLES } from "./sketch-tokens";

const ENTRIES: usize = 64;
/** Full-precision entries (u64): the 58 low bits of a product, moved up by 6. */
const VALUES: usize = alloc(8 * 64);
/** One odd multiplier for each round, random and fixed. */
const ROUNDS: usize = alloc(8 * 128);
for (let round: usize = 0; round < 128; round++) {
  store<u64>(ROUNDS + (round << 3), splitMix64(<u64>round) | 1);
}

/** What tells a band from the others. */
const SALTS: usize = alloc(8 * 8);
for (let band: usize = 0; band < 8; band++) store<u64>(SALTS + (band << 3), splitMix64(200 + <u64>band));

/** Products of one round that fall into empty entries. */
const HITS: usize = alloc(8 * MOST_TOKENS);

/** Below this, telling repeated shingles apart costs more than it saves. */
const DEDUPLICATE_FROM: i32 = 512;
const SEEN: usize = alloc(8 * 1024);

/**
 * FastSimilaritySketch (Dahlgaard, Knudsen, Thorup 2017, FOCS) of the first `count` shingles: 64 bytes to
 * `signature`, 8 band hashes to `bands`. May drop repeated shingles.
 */
export function sign(count: i32, signature: usize, bands: usize): void {
  for (let i: usize = 0; i < 512; i += 16) v128.store(VALUES + i, i64x2.splat(-1));
  let empty = ~firstRound(count);
  for (let round: usize = 1; empty != 0 && round < ENTRIES; round++) {
    if (round == 3 && count > DEDUPLICATE_FROM) count = dropRepeated(count);
    empty &= ~nextRound(count, load<u64>(ROUNDS + (round << 3)), empty);
  }
  for (; empty != 0; empty &= empty - 1) fillEntry(count, <usize>ctz(empty));
  for (let i: usize = 0; i < 64; i++) {
    store<u8>(signature + i, load<u64>(VALUES + (i << 3)) >> 6);
  }
  for (let band: usize = 0; band < 8; band++) {
    const at = VALUES + band * 24;
    const mixed = (rotl(load<u64>(at) * MULTIPLIER_2, 31) ^ load<u64>(at, 8)) * MULTIPLIER_3;
    const salted = (rotl(mixed, 31) ^ load<u64>(at, 16)) + load<u64>(SALTS + (band << 3));
    store<u64>(bands + (band << 3), finish(salted * MULTIPLIER_3));
  }
}

/** Every shingle falls into one entry, which keeps the smallest value; returns the set of filled entries. */
function firstRound(count: i32): u64 {
  const multiplier = load<u64>(ROUNDS);
  let filled: u64 = 0;
  for (let at = SHINGLES, end = SHINGLES + ((<usize>count) << 3); at < end; at += 8) {
    const product = load<u64>(at) * multiplier;
    const entry = product >> 58;
    const slot = VALUES + ((<usize>entry) << 3);
    store<u64>(slot, min(load<u64>(slot), product << 6));
    filled |= (<u64>1) << entry;
  }
  return filled;
}

/** As the first round, for entries that are still empty. */
function nextRound(count: i32, multiplier: u64, empty: u64): u64 {
  // Hits are gathered first: a branch on them would be mispredicted all the time.
  let hits = HITS;
  for (let at = SHINGLES, end = SHINGLES + ((<usize>count) << 3); at < end; at += 8) {
    const product = load<u64>(at) * multiplier;
    store<u64>(hits, product);
    hits += (<usize>(empty >> (product >> 58)) & 1) << 3;
  }
  let filled: u64 = 0;
  for (let at = HITS; at < hits; at += 8) {
    const product = load<u64>(at);
    const entry = product >> 58;
    const slot = VALUES + ((<usize>entry) << 3);
    store<u64>(slot, min(load<u64>(slot), product << 6));
    filled |= (<u64>1) << entry;
  }
  return filled;
}

/** The second half of the rounds aims all shingles at one entry, so that none stays empty. */
function fillEntry(count: i32, entry: usize): void {
  const multiplier = load<u64>(ROUNDS + ((64 + entry) << 3));
  let least: u64 = ~0;
  for (let at = SHINGLES, end = SHINGLES + ((<usize>count) << 3); at < end; at += 8) {
    least = min(least, (load<u64>(at) * multiplier) << 6);
  }
  store<u64>(VALUES + (entry << 3), least);
}

/**
 * A long text that leaves entries empty repeats itself; a lossy table of the last-seen shingles drops most
 * repetitions, so that hostile text costs a few passes and not 64. A minimum does not notice.
 */
function dropRepeated(count: i32): i32 {
  memory.fill(SEEN, 0, 8 * 1024);
  let to = SHINGLES;
  for (let at = SHINGLES, end = SHINGLES + ((<usize>count) << 3); at < end; at += 8) {
    const shingle = load<u64>(at);
    const slot = SEEN + (((<usize>shingle) & 1023) << 3);
    if (load<u64>(slot) == shingle && shingle != 0) continue;
    store<u64>(slot, shingle);
    store<u64>(to, shingle);
    to += 8;
  }
  return <i32>((to - SHINGLES) >> 3);
}
