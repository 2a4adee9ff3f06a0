/** 2^19 buckets of 8 places of 8 bytes: 32 MiB, some four million segments, those of about 700,000 answers of 300 bytes. */
const BUCKET_BITS = 19;
const PLACES = 8;
/** An account number and how often the segment came for another account, in one word. */
const ACCOUNT_BITS = 30;
const ACCOUNT_MASK = 2 ** ACCOUNT_BITS - 1;
const MOST_CHANGES = 3;

/** No account: the segment is not remembered, or it is common text. */
export const NO_SOURCE = -1;

/**
 * Which account was given an answer with a segment. Fixed memory that it owns: a bucket holds the last eight segments that
 * fell on it, so the oldest are forgotten first, bucket by bucket.
 *
 * A segment that came for another account than the one it is remembered for, twice or more, counts as common text:
 * three accounts have it, or two have it again and again.
 *
 * A place is told by 19 bits of bucket and 32 bits of tag. A segment that was never remembered is taken for one of the
 * eight in its bucket with probability of at most 8 / 2^32 = 1.9e-9. An account number has 30 bits; greater ones are
 * never a source.
 */
export class EchoFilter {
  /** Tag, then account + 1 and changes of account above it; zeros where a place is free. */
  readonly #places: Uint32Array;
  readonly #mask: number;

  constructor(bucketBits: number = BUCKET_BITS) {
    this.#places = new Uint32Array(2 ** bucketBits * PLACES * 2);
    this.#mask = 2 ** bucketBits - 1;
  }

  /** The account that was given the segment (two halves of its hash) first; `NO_SOURCE` where none or several were. */
  sourceOf(low: number, high: number): number {
    const at = this.#find(low, high);
    if (at < 0) return NO_SOURCE;
    const held = this.#places[at + 1] ?? 0;
    return held >>> ACCOUNT_BITS >= MOST_CHANGES - 1 ? NO_SOURCE : (held & ACCOUNT_MASK) - 1;
  }

  /** An account is given an answer with this segment. */
  remember(low: number, high: number, account: number): void {
    if (account + 1 > ACCOUNT_MASK) return;
    const places = this.#places;
    const known = this.#find(low, high);
    if (known >= 0) {
      const held = places[known + 1] ?? 0;
      const changes = held >>> ACCOUNT_BITS;
      if ((held & ACCOUNT_MASK) !== account + 1 && changes < MOST_CHANGES)
        places[known + 1] = held + 2 ** ACCOUNT_BITS;
      return;
    }
    const start = (low & this.#mask) * (PLACES * 2);
    places.copyWithin(start + 2, start, start + PLACES * 2 - 2);
    places[start] = tagOf(low, high);
    places[start + 1] = account + 1;
  }

  #find(low: number, high: number): number {
    const places = this.#places;
    const start = (low & this.#mask) * (PLACES * 2);
    const tag = tagOf(low, high);
    for (let at = start; at < start + PLACES * 2; at += 2) {
      if (places[at] === tag && places[at + 1] !== 0) return at;
    }
    return -1;
  }
}

/** Winnowed hashes are minima, whose upper bits are mostly zero: the upper bits of the low half make up for it. */
function tagOf(low: number, high: number): number {
  return (high ^ (low & 0xfff8_0000)) >>> 0;
}
