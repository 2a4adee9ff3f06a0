/**
 * 2^21 slots of 4 bytes, 8 MiB: a key is remembered over some two million others, the keys of about 120,000 requests of
 * 500 bytes. A larger table would remember longer and miss the processor's caches at every key.
 */
const SLOT_BITS = 21;

/**
 * Lets a text key into the engine only from its second sight on. Ordinary text is full of keys that occur
 * once; a shared block's keys recur. The memory is fixed: a slot holds the last key that fell on it, so a
 * key that recurs only after many millions of others is forgotten and counts as new again. What it
 * costs: the first carrier of each key stays out of the key's group.
 *
 * The order of calls is the order of the log, so the same log gives the same answers.
 */
export class AdmissionFilter {
  readonly #slots: Uint32Array;
  readonly #mask: number;

  constructor(slotBits: number = SLOT_BITS) {
    this.#slots = new Uint32Array(2 ** slotBits);
    this.#mask = 2 ** slotBits - 1;
  }

  /** Tells whether the 64-bit key was met before and is not forgotten. */
  knows(low: number, high: number): boolean {
    return this.#slots[(low & this.#mask) >>> 0] === (high | 1) >>> 0;
  }

  /** Tells whether the 64-bit key (two halves) was met before and is not forgotten; remembers it. */
  admit(low: number, high: number): boolean {
    const slot = (low & this.#mask) >>> 0;
    const tag = (high | 1) >>> 0;
    if (this.#slots[slot] === tag) return true;
    this.#slots[slot] = tag;
    return false;
  }
}
