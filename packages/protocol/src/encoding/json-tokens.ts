import type { JsonRefusalCode } from "./json-refusal.ts";

/** What is wrong with a token, and where. */
export interface TokenProblem {
  readonly code: JsonRefusalCode;
  readonly offset: number;
  readonly message: string;
}

/**
 * Reads the string that begins with a quote at `start` (RFC 8259 section 7), of which RFC 7493 section 2.1 asks that
 * surrogates come in pairs. The bytes are valid UTF-8.
 *
 * @returns where it ends, after its closing quote
 */
export function endOfString(bytes: Uint8Array, start: number): number | TokenProblem {
  let position = start + 1;
  while (position < bytes.length) {
    const byte = bytes[position]!;
    if (byte === QUOTE) return position + 1;
    if (byte < 0x20)
      return malformed(position, "A control character stands in a string. Write it as \\u00XX.");
    if (byte === BACKSLASH) {
      const end = endOfEscape(bytes, position);
      if (typeof end !== "number") return end;
      position = end;
    } else {
      position += 1;
    }
  }
  return malformed(bytes.length, "A string does not end.");
}

/**
 * Reads the number at `start` (RFC 8259 section 6), which must be one that a double can hold (RFC 7493 section 2.2).
 *
 * @returns where it ends
 */
export function endOfNumber(bytes: Uint8Array, start: number): number | TokenProblem {
  const first = bytes[start] === MINUS ? start + 1 : start;
  let position = endOfDigits(bytes, first);
  if (position === first) return malformed(start, "A value is missing here.");
  if (bytes[first] === ZERO && position > first + 1) {
    return malformed(start, "A number may not begin with a superfluous zero.");
  }
  if (bytes[position] === POINT) {
    const digits = position + 1;
    position = endOfDigits(bytes, digits);
    if (position === digits) return malformed(start, "Digits are missing after the decimal point.");
  }
  const hasExponent = bytes[position] === SMALL_E || bytes[position] === LARGE_E;
  if (hasExponent) {
    const isSigned = bytes[position + 1] === PLUS || bytes[position + 1] === MINUS;
    const digits = position + (isSigned ? 2 : 1);
    position = endOfDigits(bytes, digits);
    if (position === digits) return malformed(start, "Digits are missing in the exponent.");
  }
  if ((hasExponent || position - start > SURELY_FINITE_CHARACTERS) && !isFinite(bytes, start, position)) {
    const message = "A number is too large for a double (RFC 7493 section 2.2).";
    return { code: "number-out-of-range", offset: start, message };
  }
  return position;
}

/** Reads `true`, `false` or `null` at `start`. */
export function endOfWord(bytes: Uint8Array, start: number): number | TokenProblem {
  for (const word of WORDS) {
    if (word.every((byte, index) => bytes[start + index] === byte)) return start + word.length;
  }
  return malformed(start, "A value is missing here.");
}

export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;
const SMALL_E = 0x65;
const LARGE_E = 0x45;
const SMALL_U = 0x75;

const WORDS = ["true", "false", "null"].map((word) => new TextEncoder().encode(word));

/** What may follow a backslash but for `u`. */
const ESCAPED: ReadonlySet<number> = new Set(new TextEncoder().encode('"\\/bfnrt'));

/** No number of so few characters without an exponent leaves the range of a double. */
const SURELY_FINITE_CHARACTERS = 300;

function endOfEscape(bytes: Uint8Array, start: number): number | TokenProblem {
  const letter = bytes[start + 1];
  if (letter !== SMALL_U) {
    return letter !== undefined && ESCAPED.has(letter)
      ? start + 2
      : malformed(start, "An unknown escape stands in a string (RFC 8259 section 7).");
  }
  const unit = unitAt(bytes, start);
  if (unit < 0) return malformed(start, "\\u must be followed by four hexadecimal digits.");
  if (unit < 0xd800 || unit > 0xdfff) return start + 6;
  const low = unit < 0xdc00 ? unitAt(bytes, start + 6) : -1;
  if (low >= 0xdc00 && low <= 0xdfff) return start + 12;
  const message = "A \\u escape is half of a surrogate pair. Write both halves.";
  return { code: "lone-surrogate", offset: start, message };
}

/** The number in the escape `\uXXXX` at `start`; -1 where there is none. */
function unitAt(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== BACKSLASH || bytes[start + 1] !== SMALL_U) return -1;
  let unit = 0;
  for (let index = start + 2; index < start + 6; index += 1) {
    const digit = hexDigit(bytes[index]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

function endOfDigits(bytes: Uint8Array, start: number): number {
  let position = start;
  while (position < bytes.length && bytes[position]! >= 0x30 && bytes[position]! <= 0x39) position += 1;
  return position;
}

function isFinite(bytes: Uint8Array, start: number, end: number): boolean {
  return Number.isFinite(Number(Buffer.from(bytes.subarray(start, end)).toString("latin1")));
}

function malformed(offset: number, message: string): TokenProblem {
  return { code: "malformed", offset, message };
}
