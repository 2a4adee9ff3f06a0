import { alloc } from "./memory";
import { MOST_TOKENS, finish } from "./sketch-constants";
import { HASHES } from "./sketch-tokens";

/** Tokens (u32) that end a pair with which a phrase may begin. */
const CANDIDATES: usize = alloc(4 * MOST_TOKENS);

// The automaton of src/sketches/phrase-automaton.ts, where its layout is written down.
let filter: usize = 0;
let filterMask: usize = 0;
let slots: usize = 0;
let slotMask: u64 = 0;

/** Installs a compiled automaton: a bit filter over token pairs, and a table of 16-byte slots. */
export function set_phrases(filterAt: usize, filterBytes: i32, slotsAt: usize, slotCount: i32): void {
  filter = filterAt;
  filterMask = <usize>(filterBytes - 1);
  slots = slotsAt;
  slotMask = <u64>(slotCount - 1);
}

/** Bits of all phrases within the first `count` tokens. */
export function matchPhrases(count: i32): u32 {
  if (count < 2 || filter == 0) return 0;
  // Candidates are gathered first: a branch on the filter would be mispredicted at each of them.
  let to = CANDIDATES;
  let first = load<u64>(HASHES);
  for (let i: i32 = 1; i < count; i++) {
    const second = load<u64>(HASHES + ((<usize>i) << 3));
    const pair = first ^ rotl(second, 21);
    store<u32>(to, i);
    const byte = <usize>load<u8>(filter + (<usize>(pair >> 3) & filterMask));
    to += ((byte >> (<usize>pair & 7)) & 1) << 2;
    first = second;
  }
  let bits: u32 = 0;
  for (let at = CANDIDATES; at < to; at += 4) bits |= follow(load<u32>(at), count);
  return bits;
}

/** Bits of the one-token entry that `kind` keeps of its own for `hash`: tags and words of a response. */
export function wordBits(kind: u64, hash: u64): u32 {
  const slot = find(finish(hash + kind));
  return slot == 0 ? 0 : load<u32>(slot, 12);
}

/** Walks down from the pair that ends with token `second`; bounded by the longest phrase. */
function follow(second: i32, count: i32): u32 {
  const at = HASHES + ((<usize>second) << 3);
  let key = finish(load<u64>(at - 8) ^ rotl(load<u64>(at), 21));
  let bits: u32 = 0;
  let next = second + 1;
  while (true) {
    const slot = find(key);
    if (slot == 0) return bits;
    bits |= load<u32>(slot, 12);
    const node = load<u32>(slot, 8);
    if (node == 0 || next >= count) return bits;
    key = finish(load<u64>(HASHES + ((<usize>next) << 3)) + <u64>node);
    next += 1;
  }
}

function find(key: u64): usize {
  let index = key & slotMask;
  while (true) {
    const slot = slots + (<usize>index << 4);
    const held = load<u64>(slot);
    if (held == key) return slot;
    if (held == 0) return 0;
    index = (index + 1) & slotMask;
  }
}
