import { alloc } from "./memory";
import { finish } from "./sketch-constants";
import { SHINGLES } from "./sketch-tokens";

const MOST_SEGMENTS: usize = 128;
const ROOM: usize = 512;
const WINDOW: usize = 16;
const BUCKETS: usize = 128;

const FOUND: usize = alloc(8 * ROOM + 64);
const SORTED: usize = alloc(8 * ROOM + 64);
const COUNTS: usize = alloc(4 * BUCKETS);
/** Two blocks of 16 minima each, and one more that is always at the top. */
const SUFFIXES_A: usize = alloc(17 * 8);
const SUFFIXES_B: usize = alloc(17 * 8);
store<u64>(SUFFIXES_B, <u64>~0, 16 * 8);

let found: usize = FOUND;
/** Hashes above it cannot be among the smallest 128. */
let limit: u64 = ~0;

export function startSegments(): void {
  found = FOUND;
  limit = ~0;
}

/**
 * Winnowing (Schleimer, Wilkerson, Aiken 2003) of one part: the minimum of every 16 consecutive segment
 * hashes. A block of 8 tokens is the three shingles that begin at its tokens 0, 3 and 5.
 *
 * A window spans the end of one block of 16 and the beginning of the next: its minimum is that of a suffix
 * and a prefix (van Herk 1992, Gil and Werman 1993), with no branch to mispredict.
 */
export function addSegments(shingles: i32): void {
  if (shingles < 6) return;
  const count = <usize>(shingles - 5);
  let last: u64 = 0;
  let previous = SUFFIXES_A;
  let current = SUFFIXES_B;
  for (let i: usize = 0; i <= 16 * 8; i += 8) store<u64>(previous + i, <u64>~0);
  for (let from: usize = 0; from < count; from += WINDOW) {
    const size = min(count - from, WINDOW);
    hashSegments(SHINGLES + (from << 3), current, size);
    let to = found;
    let prefix: u64 = ~0;
    // Before the first full window only a text without any has something to say: its minimum, below.
    const first: usize = from == 0 ? WINDOW - 1 : 0;
    for (let i: usize = 0; i < first && i < size; i++) prefix = min(prefix, load<u64>(current + (i << 3)));
    for (let i = first; i < size; i++) {
      prefix = min(prefix, load<u64>(current + (i << 3)));
      const least = min(prefix, load<u64>(previous + (i << 3), 8));
      store<u64>(to, least);
      to += (<usize>(least != last) & <usize>(least < limit)) << 3;
      last = least;
    }
    if (count < WINDOW) {
      store<u64>(to, prefix);
      to += (<usize>(prefix < limit)) << 3;
    }
    if (to > FOUND + 8 * (ROOM - 32)) to = keepSmallest(to);
    found = to;
    if (size == WINDOW) makeSuffixes(current);
    const swap = previous;
    previous = current;
    current = swap;
  }
}

function hashSegments(from: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 8) {
    const at = from + i;
    store<u64>(to + i, finish(load<u64>(at) ^ rotl(load<u64>(at, 24), 21) ^ rotl(load<u64>(at, 40), 42)));
  }
}

/** Turns 16 hashes into the minima from each to the last; the seventeenth, of none, stays at the top. */
function makeSuffixes(block: usize): void {
  let least = load<u64>(block, 15 * 8);
  for (let at = block + 14 * 8; at >= block; at -= 8) {
    least = min(least, load<u64>(at));
    store<u64>(at, least);
  }
}

/** Writes the distinct segments in ascending order, at most `most` (up to 128); returns their number. */
export function finishSegments(to: usize, most: usize): i32 {
  const count = sortDistinct(<i32>((found - FOUND) >> 3));
  const kept = min(<usize>count, most);
  for (let i: usize = 0; i < kept; i++) store<u64>(to + (i << 3), load<u64>(FOUND + (i << 3)));
  return <i32>kept;
}

/** Makes room in a `FOUND` that is nearly full; returns its new end. */
function keepSmallest(end: usize): usize {
  const count = <usize>sortDistinct(<i32>((end - FOUND) >> 3));
  if (count <= MOST_SEGMENTS) return FOUND + (count << 3);
  limit = load<u64>(FOUND + ((MOST_SEGMENTS - 1) << 3));
  return FOUND + (MOST_SEGMENTS << 3);
}

/** Sorts `FOUND` and drops repetitions; returns the new count. */
function sortDistinct(count: i32): i32 {
  if (count > 32) bucketSort(count);
  insertionSort(count);
  let to = FOUND;
  let last: u64 = 0;
  for (let at = FOUND, end = FOUND + (<usize>count << 3); at < end; at += 8) {
    const hash = load<u64>(at);
    if (at != FOUND && hash == last) continue;
    store<u64>(to, hash);
    to += 8;
    last = hash;
  }
  return <i32>((to - FOUND) >> 3);
}

function insertionSort(count: i32): void {
  for (let at = FOUND + 8, end = FOUND + (<usize>count << 3); at < end; at += 8) {
    const hash = load<u64>(at);
    let slot = at;
    while (slot > FOUND && load<u64>(slot - 8) > hash) {
      store<u64>(slot, load<u64>(slot - 8));
      slot -= 8;
    }
    store<u64>(slot, hash);
  }
}

/** Minima of 16 crowd below 2^62; 128 buckets there leave next to nothing for the insertion sort. */
function bucketSort(count: i32): void {
  memory.fill(COUNTS, 0, 4 * BUCKETS);
  const end = FOUND + (<usize>count << 3);
  for (let at = FOUND; at < end; at += 8) {
    const slot = COUNTS + (bucketOf(load<u64>(at)) << 2);
    store<u32>(slot, load<u32>(slot) + 1);
  }
  let before: u32 = 0;
  for (let slot = COUNTS; slot < COUNTS + 4 * BUCKETS; slot += 4) {
    const size = load<u32>(slot);
    store<u32>(slot, before);
    before += size;
  }
  for (let at = FOUND; at < end; at += 8) {
    const hash = load<u64>(at);
    const slot = COUNTS + (bucketOf(hash) << 2);
    const place = load<u32>(slot);
    store<u32>(slot, place + 1);
    store<u64>(SORTED + (<usize>place << 3), hash);
  }
  memory.copy(FOUND, SORTED, <usize>count << 3);
}

function bucketOf(hash: u64): usize {
  return <usize>min(hash >> 55, BUCKETS - 1);
}
