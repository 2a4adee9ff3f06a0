/**
 * What `scan_line` leaves: a table of fixed layout, valid until the next call.
 *
 * | offset | type | what |
 * | 0 | f64 | time, epoch milliseconds |
 * | 8 | u32 | bit i: string field i is present; bit 16 + i: count i is present |
 * | 12 | u32 | 1 if the line has a byte above 127, else 0 |
 * | 16 | u32 | 1 if the provider marked the answer as refused, else 0 |
 * | 20 | u32 | user turns |
 * | 24 | i32 × 4 | counts in the order of `Count` |
 * | 40 | (u32, u32) × 16 | address and length of the string fields in the order of `Field` |
 *
 * The four texts (system to response text) are always present, with length 0 where there is none.
 */
const table: usize = memory.data(40 + 16 * 8, 16);
const PRESENT: usize = 8;
const NON_ASCII: usize = 12;
const REFUSED: usize = 16;
const USER_TURNS: usize = 20;
const COUNTS: usize = 24;
const STRINGS: usize = 40;

export const enum Field {
  RequestId,
  Account,
  Organization,
  ApiKey,
  Session,
  Ip,
  Country,
  UserAgent,
  Tls,
  Provider,
  Endpoint,
  Model,
  System,
  FirstUser,
  LastUser,
  ResponseText,
}

export const enum Count {
  Status,
  Asn,
  InputTokens,
  OutputTokens,
}

/** Address of the table. */
export function field_table(): usize {
  return table;
}

/** Forgets the last line. */
export function resetFields(): void {
  store<u32>(table + PRESENT, 0xf000);
  store<u32>(table + REFUSED, 0);
  store<u32>(table + USER_TURNS, 0);
  const texts = table + STRINGS + <usize>Field.System * 8;
  v128.store(texts, i64x2.splat(0));
  v128.store(texts + 16, i64x2.splat(0));
}

export function setTime(ms: f64): void {
  store<f64>(table, ms);
}

export function setNonAscii(is: bool): void {
  store<u32>(table + NON_ASCII, <u32>is);
}

export function setRefused(): void {
  store<u32>(table + REFUSED, 1);
}

export function setString(field: i32, p: usize, length: usize): void {
  store<u32>(table + PRESENT, load<u32>(table + PRESENT) | (1 << field));
  store<usize>(table + STRINGS + <usize>field * 8, p);
  store<u32>(table + STRINGS + <usize>field * 8 + 4, <u32>length);
}

export function hasString(field: i32): bool {
  return (load<u32>(table + PRESENT) & (1 << field)) != 0;
}

export function setCount(count: i32, value: i32): void {
  store<u32>(table + PRESENT, load<u32>(table + PRESENT) | (0x10000 << count));
  store<i32>(table + COUNTS + <usize>count * 4, value);
}

/** Notes the text of one more user message. */
export function addUserTurn(p: usize, length: usize): void {
  const turns = load<u32>(table + USER_TURNS);
  if (turns == 0) setString(Field.FirstUser, p, length);
  setString(Field.LastUser, p, length);
  store<u32>(table + USER_TURNS, turns + 1);
}
