import { hash64 } from "./hash64";
import { alloc } from "./memory";

/**
 * Dictionaries of byte strings: each string gets the next number 0, 1, 2… when it is first seen, so that the host
 * decodes it once. A dictionary lives as long as the module.
 *
 * Header (32 bytes): slots address, slot mask, entries address, entries taken, entries size, free bytes address,
 * free bytes end, unused. A slot is the entry's number plus one and the upper half of its hash; an entry is the
 * address and the length of its bytes.
 */
const HEADER: usize = 32;
const SLOTS: usize = 0;
const MASK: usize = 4;
const ENTRIES: usize = 8;
const SIZE: usize = 12;
const CAPACITY: usize = 16;
const FREE: usize = 20;
const FREE_END: usize = 24;

const FIRST_SLOTS: u32 = 1024;
const BLOCK: usize = 1 << 16;

/** Makes an empty dictionary; what it returns names it in the other functions. */
export function dictionary_new(): usize {
  const dictionary = alloc(HEADER);
  memory.fill(dictionary, 0, HEADER);
  resize(dictionary, FIRST_SLOTS);
  return dictionary;
}

/** Where the entry's address and length stand (two u32). */
export function dictionary_entry(dictionary: usize, index: u32): usize {
  return load<usize>(dictionary + ENTRIES) + <usize>index * 8;
}

/** The string's number; it is copied when it is new. Reads up to seven bytes behind it. */
export function intern(dictionary: usize, p: usize, length: usize): u32 {
  const hash = hash64(p, length);
  const tag = <u32>(hash >> 32);
  const slots = load<usize>(dictionary + SLOTS);
  const mask = load<u32>(dictionary + MASK);
  const entries = load<usize>(dictionary + ENTRIES);
  let at = (<u32>hash) & mask;
  while (true) {
    const slot = slots + <usize>at * 8;
    const taken = load<u32>(slot);
    if (taken == 0) break;
    if (load<u32>(slot + 4) == tag) {
      const entry = entries + <usize>(taken - 1) * 8;
      if (load<u32>(entry + 4) == <u32>length && sameBytes(load<usize>(entry), p, length)) return taken - 1;
    }
    at = (at + 1) & mask;
  }
  return insert(dictionary, p, length, hash, at);
}

function insert(dictionary: usize, p: usize, length: usize, hash: u64, at: u32): u32 {
  const index = load<u32>(dictionary + SIZE);
  const entry = dictionary_entry(dictionary, index);
  store<usize>(entry, keepBytes(dictionary, p, length));
  store<u32>(entry + 4, <u32>length);
  const slot = load<usize>(dictionary + SLOTS) + <usize>at * 8;
  store<u32>(slot, index + 1);
  store<u32>(slot + 4, <u32>(hash >> 32));
  store<u32>(dictionary + SIZE, index + 1);
  if (index + 1 == load<u32>(dictionary + CAPACITY))
    resize(dictionary, (load<u32>(dictionary + MASK) + 1) * 2);
  return index;
}

/** Copies the bytes to where they stay, eight readable bytes behind them. */
function keepBytes(dictionary: usize, p: usize, length: usize): usize {
  const need = (length + 15) & ~7;
  let free = load<usize>(dictionary + FREE);
  if (load<usize>(dictionary + FREE_END) - free < need) {
    const block = max<usize>(BLOCK, need);
    free = alloc(block);
    store<usize>(dictionary + FREE_END, free + block);
  }
  memory.copy(free, p, length);
  store<usize>(dictionary + FREE, free + need);
  return free;
}

/** Gives the dictionary new tables, half of whose slots may be taken. */
function resize(dictionary: usize, slotCount: u32): void {
  const size = load<u32>(dictionary + SIZE);
  const capacity = slotCount / 2;
  const slots = alloc(<usize>slotCount * 8);
  const entries = alloc(<usize>capacity * 8);
  memory.fill(slots, 0, <usize>slotCount * 8);
  memory.copy(entries, load<usize>(dictionary + ENTRIES), <usize>size * 8);
  for (let i: u32 = 0; i < size; i++) {
    const entry = entries + <usize>i * 8;
    const hash = hash64(load<usize>(entry), load<u32>(entry + 4));
    let at = (<u32>hash) & (slotCount - 1);
    while (load<u32>(slots + <usize>at * 8) != 0) at = (at + 1) & (slotCount - 1);
    store<u32>(slots + <usize>at * 8, i + 1);
    store<u32>(slots + <usize>at * 8 + 4, <u32>(hash >> 32));
  }
  store<usize>(dictionary + SLOTS, slots);
  store<u32>(dictionary + MASK, slotCount - 1);
  store<usize>(dictionary + ENTRIES, entries);
  store<u32>(dictionary + CAPACITY, capacity);
}

function sameBytes(a: usize, b: usize, length: usize): bool {
  const end = a + (length & ~7);
  while (a < end) {
    if (load<u64>(a) != load<u64>(b)) return false;
    a += 8;
    b += 8;
  }
  const rest = <u64>(length & 7) * 8;
  return rest == 0 || (load<u64>(a) ^ load<u64>(b)) << (64 - rest) == 0;
}
