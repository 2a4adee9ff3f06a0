import { alloc } from "./memory";
import { MOST_TOKENS, MULTIPLIER_1, MULTIPLIER_2, MULTIPLIER_3, finish } from "./sketch-constants";
import { ENDS, FOLDED, STARTS } from "./sketch-text";

/** Hashes (u64) of the tokens of the part in hand. */
export const HASHES: usize = alloc(8 * MOST_TOKENS + 64);
/** Hashes (u64) of every three consecutive tokens. */
export const SHINGLES: usize = alloc(8 * MOST_TOKENS + 64);

/** Sixteen bytes of ones, then of zeros: a load at 16 - n masks all but the first n bytes. */
const MASKS: usize = alloc(48);
memory.fill(MASKS, 0xff, 16);
memory.fill(MASKS + 16, 0, 32);

/** Hashes the first `count` tokens into `HASHES`; returns the hash of their sequence, 0 for none. */
export function hashTokens(count: i32): u64 {
  let text = MULTIPLIER_3;
  for (let i: usize = 0, n = <usize>count; i < n; i++) {
    const start = load<u32>(STARTS + (i << 2));
    const length = load<u32>(ENDS + (i << 2)) - start;
    const hash = hashBytes(FOLDED + start, length);
    store<u64>(HASHES + (i << 3), hash);
    text = rotl(text ^ hash, 27) * MULTIPLIER_1;
  }
  if (count == 0) return 0;
  const hash = finish(text ^ <u64>count);
  return hash == 0 ? 1 : hash;
}

/** 64-bit hash of `length` bytes (at least one, none of them zero); 16 bytes behind them are readable. */
export function hashBytes(at: usize, length: u32): u64 {
  let hash = MULTIPLIER_1;
  while (length > 16) {
    hash = (rotl((hash ^ load<u64>(at)) * MULTIPLIER_2, 31) ^ load<u64>(at, 8)) * MULTIPLIER_3;
    at += 16;
    length -= 16;
  }
  const masks = MASKS + 16 - length;
  const low = load<u64>(at) & load<u64>(masks);
  const high = load<u64>(at, 8) & load<u64>(masks, 8);
  hash = (rotl((hash ^ low) * MULTIPLIER_2, 31) ^ high) * MULTIPLIER_3;
  return hash ^ (hash >> 32);
}

/** Fills `SHINGLES` from `HASHES`; returns how many there are. */
export function hashShingles(count: i32): i32 {
  if (count < 3) return 0;
  let first = load<u64>(HASHES);
  let second = load<u64>(HASHES, 8);
  const shingles = count - 2;
  for (let i: usize = 0, n = <usize>shingles; i < n; i++) {
    const third = load<u64>(HASHES + (i << 3), 16);
    store<u64>(SHINGLES + (i << 3), finish(first ^ rotl(second, 21) ^ rotl(third, 42)));
    first = second;
    second = third;
  }
  return shingles;
}
