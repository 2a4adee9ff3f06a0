const TWO_32 = 2 ** 32;

/** Writes a whole number of at most 53 bits as entry `at` of an int64 column, seen as signed halves (low, high). */
export function setInteger64(halves: Int32Array, at: number, value: number): void {
  halves[at * 2] = (value % TWO_32) | 0;
  halves[at * 2 + 1] = Math.floor(value / TWO_32);
}

/** Copies a 64-bit hash between columns of halves; as signed words, which V8 keeps off the heap. */
export function copyHash(to: Int32Array, at: number, from: Uint32Array, index: number): void {
  to[at * 2] = (from[index * 2] ?? 0) | 0;
  to[at * 2 + 1] = (from[index * 2 + 1] ?? 0) | 0;
}
