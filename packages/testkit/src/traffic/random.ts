/**
 * A seeded stream of pseudo-random numbers (sfc32, 128 bits of state). The same seed gives the same draws on
 * every machine. `Math.random` is used nowhere in the test kit.
 */
export interface Random {
  /** Uniform in [0, 1). */
  readonly unit: () => number;
  /** Uniform integer in [0, limit); `limit` must be at least 1. */
  readonly below: (limit: number) => number;
}

/**
 * Source: sfc32 of PractRand (Chris Doty-Humphrey, public domain description); seeded through a 32-bit mixer and
 * warmed up by 12 rounds, as its author asks.
 */
export function randomFrom(seed: number): Random {
  let a = mix(seed);
  let b = mix(a ^ 0x9e3779b9);
  let c = mix(b ^ 0x85ebca6b);
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) next();
  return {
    unit: () => next() / 4294967296,
    below: (limit) => Math.floor((next() / 4294967296) * limit),
  };
}

/** A 32-bit seed for a named part, independent of the order in which the parts are made. */
export function seedFor(seed: number, ...names: readonly (string | number)[]): number {
  let hash = mix(seed);
  for (const name of names) {
    const text = typeof name === "number" ? `#${name}` : name;
    for (let index = 0; index < text.length; index++)
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    hash = mix(hash ^ 0xff);
  }
  return hash >>> 0;
}

/** One of the values, all equally likely. Throws on an empty list, which is a defect of the caller. */
export function pick<T>(random: Random, values: readonly T[]): T {
  const value = values[random.below(values.length)];
  if (value === undefined) throw new RangeError("cannot pick from an empty list");
  return value;
}

/** One of the values, each with its weight. */
export function pickWeighted<T>(random: Random, values: readonly (readonly [T, number])[]): T {
  let total = 0;
  for (const [, weight] of values) total += weight;
  let left = random.unit() * total;
  for (const [value, weight] of values) {
    left -= weight;
    if (left < 0) return value;
  }
  const last = values[values.length - 1];
  if (last === undefined) throw new RangeError("cannot pick from an empty list");
  return last[0];
}

/** True with the given probability. */
export function chance(random: Random, probability: number): boolean {
  return random.unit() < probability;
}

/** Uniform integer between `low` and `high`, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + random.below(high - low + 1);
}

/** Index in [0, size) with P(i) falling like 1/(i+1): popularity of prompts, clients, networks. */
export function zipfIndex(random: Random, size: number): number {
  return Math.min(size - 1, Math.floor(Math.exp(random.unit() * Math.log(size + 1)) - 1));
}

/** A copy in random order (Fisher and Yates). */
export function shuffled<T>(random: Random, values: readonly T[]): T[] {
  const copy = [...values];
  for (let index = copy.length - 1; index > 0; index--) {
    const other = random.below(index + 1);
    const kept = copy[index] as T;
    copy[index] = copy[other] as T;
    copy[other] = kept;
  }
  return copy;
}

/** An opaque token of `length` characters out of a–z and 0–9. */
export function token(random: Random, length: number): string {
  const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
  let text = "";
  for (let index = 0; index < length; index++) text += alphabet[random.below(36)];
  return text;
}

/** The finaliser of MurmurHash3 (Austin Appleby, public domain). */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
