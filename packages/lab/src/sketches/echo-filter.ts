/**
 * 2^17 buckets of 8 places of 8 bytes: 8 MiB, a million segments, those of some 200,000 answers of 300 bytes. Four times as
 * much would remember longer and push the admission filter out of the processor's caches.
 */
const BUCKET_BITS = 17;
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
 * A place is told by 17 bits of bucket and 32 bits of tag. A segment that was never remembered is taken for one of the
 * eight in its bucket with probability of at most 8 / 2^32 = 1.9e-9. An account number has 30 bits; greater ones are
 * never a source.
 */
export class EchoFilter {
  /** Per bucket eight tags, then for each account + 1 and changes of account above it; zeros where a place is free. */
  readonly #places: Int32Array;
  readonly #mask: number;

  constructor(bucketBits: number = BUCKET_BITS) {
    this.#places = new Int32Array(2 ** bucketBits * PLACES * 2);
    this.#mask = 2 ** bucketBits - 1;
  }

  /** The account that was given the segment (two halves of its hash) first; `NO_SOURCE` where none or several were. */
  sourceOf(low: number, high: number): number {
    const at = this.#find(low, high);
    if (at < 0) return NO_SOURCE;
    const held = this.#places[at + PLACES] ?? 0;
    return held >>> ACCOUNT_BITS >= MOST_CHANGES - 1 ? NO_SOURCE : (held & ACCOUNT_MASK) - 1;
  }

  /** An account is given an answer with this segment. */
  remember(low: number, high: number, account: number): void {
    if (account + 1 > ACCOUNT_MASK) return;
    const places = this.#places;
    const known = this.#find(low, high);
    if (known >= 0) {
      const held = places[known + PLACES] ?? 0;
      const changes = held >>> ACCOUNT_BITS;
      if ((held & ACCOUNT_MASK) !== account + 1 && changes < MOST_CHANGES)
        places[known + PLACES] = (held + 2 ** ACCOUNT_BITS) | 0;
      return;
    }
    const start = (low & this.#mask) * (PLACES * 2);
    for (let at = start + PLACES - 1; at > start; at--) {
      places[at] = places[at - 1] ?? 0;
      places[at + PLACES] = places[at + PLACES - 1] ?? 0;
    }
    places[start] = tagOf(low, high);
    places[start + PLACES] = account + 1;
  }

  #find(low: number, high: number): number {
    const places = this.#places;
    const start = (low & this.#mask) * (PLACES * 2);
    const tag = tagOf(low, high);
    for (let at = start; at < start + PLACES; at++) {
      if (places[at] === tag && places[at + PLACES] !== 0) return at;
    }
    return -1;
  }
}

/** Winnowed hashes are minima, whose upper bits are mostly zero: the upper bits of the low half make up for it. */
function tagOf(low: number, high: number): number {
  return high ^ (low & 0xfffe_0000);
}
