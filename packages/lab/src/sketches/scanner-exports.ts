/**
 * What the scanning half of `dist/kernel.wasm` exports (`instantiateWasm` makes an instance). Addresses are
 * byte offsets in `memory`; anything that allocates may grow the memory and so detach views of it.
 */
export interface ScannerExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Address of a buffer for at least `size` bytes of lines and the padding that vector loads need. */
  input_buffer(size: number): number;
  /** Address of the next line feed from `at` on, or `end`. */
  line_end(at: number, end: number): number;
  /** 1 = understood, the field table is filled; 0 = the slow path must read this line. */
  scan_line(at: number, length: number): number;
  field_table(): number;
  /** Makes a dictionary of byte strings, which lives as long as the instance. */
  dictionary_new(): number;
  /** The string's number in the dictionary: 0, 1, 2… in the order of first sight. */
  intern(dictionary: number, at: number, length: number): number;
  /** Address of the entry's address and length (two u32). */
  dictionary_entry(dictionary: number, index: number): number;
  /** As `hash64`, but WASM hands 64 bits over as a signed number: `BigInt.asUintN(64, …)` makes them equal. */
  hash64(at: number, length: number): bigint;
  /** Writes the hash to `out`, low half first. */
  store_hash64(at: number, length: number, out: number): void;
  /** As `ipPrefix`. */
  ip_prefix(at: number, length: number): bigint;
  /** The same as a number; −1 where it is no IP address. */
  ip_prefix_number(at: number, length: number): number;
}

/** Numbers of the string fields, in the order of the field table (`assembly/fields.ts`). */
export const STRING_FIELDS = {
  requestId: 0,
  account: 1,
  organization: 2,
  apiKey: 3,
  session: 4,
  ip: 5,
  country: 6,
  userAgent: 7,
  tls: 8,
  provider: 9,
  endpoint: 10,
  model: 11,
  system: 12,
  firstUser: 13,
  lastUser: 14,
  responseText: 15,
} as const;

export type StringField = (typeof STRING_FIELDS)[keyof typeof STRING_FIELDS];

/** Numbers of the count fields. */
export const COUNT_FIELDS = { status: 0, asn: 1, inputTokens: 2, outputTokens: 3 } as const;

export type CountField = (typeof COUNT_FIELDS)[keyof typeof COUNT_FIELDS];

/** Byte offsets in the field table. */
export const FIELD_TABLE = {
  /** f64 */
  timeMs: 0,
  /** u32: bit i = string field i is there, bit 16 + i = count i is there */
  present: 8,
  /** u32: 0 or 1 */
  nonAscii: 12,
  /** u32: 0 or 1 */
  refused: 16,
  /** u32 */
  userTurns: 20,
  /** i32 each */
  counts: 24,
  /** address and length, two u32 each */
  strings: 40,
} as const;
