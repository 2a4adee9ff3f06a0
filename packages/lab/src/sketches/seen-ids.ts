/** Ids per generation; its table has 2^25 places of 8 bytes by then, so that two take 512 MiB at the worst. */
const GENERATION_ENTRIES = 2 ** 24;

/**
 * Remembers request ids by 64-bit hash, to drop lines that a log delivered twice. Exact (up to a hash
 * collision, about 10⁻⁵ for 16 million ids) for the last 16 to 32 million ids; older ones are forgotten, so the memory stays bounded.
 */
export class SeenIds {
  #current: Generation;
  #previous: Generation | undefined;
  readonly #generationEntries: number;

  constructor(generationEntries: number = GENERATION_ENTRIES) {
    this.#generationEntries = generationEntries;
    this.#current = new Generation(1024);
  }

  /** Adds an id; true if it was there already. */
  add(low: number, high: number): boolean {
    if (this.#previous?.has(low, high) === true) return true;
    if (!this.#current.add(low, high)) return true;
    if (this.#current.size >= this.#generationEntries) {
      this.#previous = this.#current;
      this.#current = new Generation(1024);
    }
    return false;
  }
}

/** Open addressing over pairs of 32-bit halves; the pair (0, 0) is stored as (1, 0). */
class Generation {
  size = 0;
  #capacity: number;
  #halves: Uint32Array;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#halves = new Uint32Array(capacity * 2);
  }

  has(low: number, high: number): boolean {
    const first = low === 0 && high === 0 ? 1 : low;
    const at = this.#find(first, high) * 2;
    return this.#halves[at] === first && this.#halves[at + 1] === high;
  }

  /** False if the id is present. */
  add(low: number, high: number): boolean {
    if ((this.size + 1) * 3 > this.#capacity * 2) this.#grow();
    const first = low === 0 && high === 0 ? 1 : low;
    const at = this.#find(first, high) * 2;
    if (this.#halves[at] !== 0 || this.#halves[at + 1] !== 0) return false;
    this.#halves[at] = first;
    this.#halves[at + 1] = high;
    this.size++;
    return true;
  }

  #find(low: number, high: number): number {
    const halves = this.#halves;
    const mask = this.#capacity - 1;
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & mask;
    for (;;) {
      const at = slot * 2;
      const there = halves[at];
      const thereHigh = halves[at + 1];
      if ((there === 0 && thereHigh === 0) || (there === low && thereHigh === high)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const old = this.#halves;
    this.#capacity *= 2;
    this.#halves = new Uint32Array(this.#capacity * 2);
    for (let at = 0; at < old.length; at += 2) {
      const low = old[at] ?? 0;
      const high = old[at + 1] ?? 0;
      if (low === 0 && high === 0) continue;
      const slot = this.#find(low, high) * 2;
      this.#halves[slot] = low;
      this.#halves[slot + 1] = high;
    }
  }
}
