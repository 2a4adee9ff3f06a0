/**
 * Strict JSON (RFC 8259) on bytes, one value at a time. Every reader takes the address of the first byte to
 * look at and returns the address behind what it read, or 0 where the bytes are not what it accepts. Given 0 (where
 * this module's memory holds zeros) a reader returns 0, so that a failure passes through a chain of them.
 *
 * No reader knows the end of the input: the caller puts a line feed behind it, which no token may contain and
 * which `skipSpace` does not skip, and at least 32 readable bytes behind that.
 */

const QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;
const OPEN_BRACE: u8 = 0x7b;
const CLOSE_BRACE: u8 = 0x7d;
const OPEN_BRACKET: u8 = 0x5b;
const CLOSE_BRACKET: u8 = 0x5d;
const COMMA: u8 = 0x2c;
const COLON: u8 = 0x3a;

/** Deepest nesting that `skipValue` follows; its bit stack is one 64-bit integer. */
const MOST_NESTING: i32 = 64;

/** Skips blanks, tabs and carriage returns; a line feed ends a record and is not skipped. */
export function skipSpace(p: usize): usize {
  let c = load<u8>(p);
  if (c > 0x20) return p;
  while (c == 0x20 || c == 0x09 || c == 0x0d) c = load<u8>(++p);
  return p;
}

/** From an object's brace to its first key's quote or to its closing brace. */
export function firstMember(p: usize): usize {
  if (load<u8>(p) != OPEN_BRACE) return 0;
  p = skipSpace(p + 1);
  const c = load<u8>(p);
  return c == QUOTE || c == CLOSE_BRACE ? p : 0;
}

/** From behind a member's value to the next key's quote or to the closing brace. */
export function nextMember(p: usize): usize {
  p = skipSpace(p);
  const c = load<u8>(p);
  if (c == COMMA) {
    p = skipSpace(p + 1);
    return load<u8>(p) == QUOTE ? p : 0;
  }
  return c == CLOSE_BRACE ? p : 0;
}

/** From an array's bracket to its first element or to its closing bracket. */
export function firstElement(p: usize): usize {
  return load<u8>(p) == OPEN_BRACKET ? skipSpace(p + 1) : 0;
}

/** From behind an element to the next one or to the closing bracket. */
export function nextElement(p: usize): usize {
  p = skipSpace(p);
  const c = load<u8>(p);
  if (c == COMMA) {
    p = skipSpace(p + 1);
    return load<u8>(p) == CLOSE_BRACKET ? 0 : p;
  }
  return c == CLOSE_BRACKET ? p : 0;
}

/** Whether the walk over an object's members or an array's elements goes on. */
export function goesOn(p: usize): bool {
  if (p == 0) return false;
  const c = load<u8>(p);
  return c != CLOSE_BRACE && c != CLOSE_BRACKET;
}

/** From a closing brace or bracket to behind it. */
export function close(p: usize): usize {
  return p == 0 ? 0 : p + 1;
}

/** Of the 16 bytes at `p`: bit i is set where byte i ends a run of plain string bytes: a quote, a backslash or a control character. */
export function stringStops(p: usize): i32 {
  const bytes = v128.load(p);
  return i8x16.bitmask(
    v128.or(
      v128.or(
        i8x16.eq(bytes, i8x16.splat(QUOTE)),
        i8x16.eq(bytes, i8x16.splat(BACKSLASH)),
      ),
      i8x16.eq(i8x16.min_u(bytes, i8x16.splat(0x1f)), bytes),
    ),
  );
}

/** From behind the opening quote to behind the closing one. */
export function skipString(p: usize): usize {
  while (true) {
    const stops = stringStops(p);
    if (stops == 0) {
      p += 16;
      continue;
    }
    p += ctz(stops);
    const c = load<u8>(p);
    if (c == QUOTE) return p + 1;
    if (c != BACKSLASH) return 0;
    // Escapes often follow each other.
    do {
      const escape = load<u8>(p + 1);
      if (escape == 0x75) {
        if (hexQuad(p + 2) < 0) return 0;
        p += 6;
      } else {
        if (load<u8>(plainEscapes + escape) == 0) return 0;
        p += 2;
      }
    } while (load<u8>(p) == BACKSLASH);
  }
}

/** For each byte behind a backslash the byte that the two stand for, 0 where they are no such escape. */
const plainEscapes: usize = memory.data(256, 16);
store<u8>(plainEscapes + QUOTE, QUOTE);
store<u8>(plainEscapes + BACKSLASH, BACKSLASH);
store<u8>(plainEscapes + 0x2f, 0x2f);
store<u8>(plainEscapes + 0x62, 0x08);
store<u8>(plainEscapes + 0x66, 0x0c);
store<u8>(plainEscapes + 0x6e, 0x0a);
store<u8>(plainEscapes + 0x72, 0x0d);
store<u8>(plainEscapes + 0x74, 0x09);

/** For each byte its value as a hexadecimal digit, -1 where it is none. */
const hexDigits: usize = memory.data(256, 16);
memory.fill(hexDigits, 0xff, 256);
for (let digit = 0; digit < 10; digit++) store<i8>(hexDigits + 0x30 + digit, <i8>digit);
for (let digit = 10; digit < 16; digit++) {
  store<i8>(hexDigits + 0x57 + digit, <i8>digit);
  store<i8>(hexDigits + 0x37 + digit, <i8>digit);
}

/** Four hexadecimal digits as a number, negative where they are not. */
function hexQuad(p: usize): i32 {
  return (hexDigit(p) << 12) | (hexDigit(p + 1) << 8) | (hexDigit(p + 2) << 4) | hexDigit(p + 3);
}

function hexDigit(p: usize): i32 {
  return load<i8>(hexDigits + load<u8>(p));
}

/** Text that the last `readString` found: in the input where it has no escapes, else in the arena. */
export let textPtr: usize = 0;
/** Its length in bytes. */
export let textLen: usize = 0;

let arenaTop: usize = 0;

/** Starts a record: unescaped text is put from `start` on. It needs one byte more than the input for each text. */
export function resetArena(start: usize): void {
  arenaTop = start;
}

/** First free byte of the arena. */
export function arenaEnd(): usize {
  return arenaTop;
}

/** Says that the arena is filled up to here. */
export function setArenaEnd(top: usize): void {
  arenaTop = top;
}

/** Reads a string into `textPtr` and `textLen`; refuses lone surrogates. */
export function readString(p: usize): usize {
  if (load<u8>(p) != QUOTE) return 0;
  const start = ++p;
  while (true) {
    const stops = stringStops(p);
    if (stops == 0) {
      p += 16;
      continue;
    }
    p += ctz(stops);
    const c = load<u8>(p);
    if (c == BACKSLASH) return unescapeString(start, p);
    if (c != QUOTE) return 0;
    textPtr = start;
    textLen = p - start;
    return p + 1;
  }
}

/**
 * Copies the string into the arena, where `p` is at its first backslash. One byte in front of the text stays free:
 * `joinText` makes it a line feed where the text before ends there, and so joins without copying.
 */
function unescapeString(start: usize, p: usize): usize {
  const target = arenaTop + 1;
  let out = target + (p - start);
  memory.copy(target, start, p - start);
  while (true) {
    const stops = stringStops(p);
    v128.store(out, v128.load(p));
    if (stops == 0) {
      p += 16;
      out += 16;
      continue;
    }
    const plain = <usize>ctz(stops);
    p += plain;
    out += plain;
    const c = load<u8>(p);
    if (c == QUOTE) break;
    if (c != BACKSLASH) return 0;
    do {
      const escape = load<u8>(p + 1);
      if (escape == 0x75) {
        const code = escapedCodePoint(p);
        if (code < 0) return 0;
        p += code > 0xffff ? 12 : 6;
        out = storeCodePoint(out, code);
      } else {
        const byte = load<u8>(plainEscapes + escape);
        if (byte == 0) return 0;
        store<u8>(out++, byte);
        p += 2;
      }
    } while (load<u8>(p) == BACKSLASH);
  }
  textPtr = target;
  textLen = out - target;
  arenaTop = out;
  return p + 1;
}

/** The code point of a \u escape, which may be a pair of surrogates; negative where it is none. */
function escapedCodePoint(p: usize): i32 {
  const unit = hexQuad(p + 2);
  if ((unit & 0xf800) != 0xd800) return unit;
  if (unit >= 0xdc00 || load<u16>(p + 6) != 0x755c) return -1;
  const low = hexQuad(p + 8);
  if (low < 0xdc00 || low >= 0xe000) return -1;
  return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
}

function storeCodePoint(out: usize, code: i32): usize {
  if (code < 0x80) {
    store<u8>(out, <u8>code);
    return out + 1;
  }
  if (code < 0x800) {
    store<u8>(out, <u8>(0xc0 | (code >> 6)));
    store<u8>(out + 1, <u8>(0x80 | (code & 0x3f)));
    return out + 2;
  }
  if (code < 0x10000) {
    store<u8>(out, <u8>(0xe0 | (code >> 12)));
    store<u8>(out + 1, <u8>(0x80 | ((code >> 6) & 0x3f)));
    store<u8>(out + 2, <u8>(0x80 | (code & 0x3f)));
    return out + 3;
  }
  store<u8>(out, <u8>(0xf0 | (code >> 18)));
  store<u8>(out + 1, <u8>(0x80 | ((code >> 12) & 0x3f)));
  store<u8>(out + 2, <u8>(0x80 | ((code >> 6) & 0x3f)));
  store<u8>(out + 3, <u8>(0x80 | (code & 0x3f)));
  return out + 4;
}

/** What the last `readCount` found. */
export let countValue: i32 = 0;

/**
 * Reads a whole number from 0 to 2147483647. What would make it another number (a digit behind a leading zero, a
 * fraction, an exponent) is left standing, where no caller accepts it.
 */
export function readCount(p: usize): usize {
  let digit = <u32>load<u8>(p) - 0x30;
  if (digit > 9) return 0;
  let value: u64 = digit;
  const limit = p + 10;
  while (value != 0) {
    digit = <u32>load<u8>(p + 1) - 0x30;
    if (digit > 9) break;
    if (++p == limit) return 0;
    value = value * 10 + digit;
  }
  if (value > <u64>i32.MAX_VALUE) return 0;
  countValue = <i32>value;
  return p + 1;
}

function skipDigits(p: usize): usize {
  const start = p;
  while (<u32>load<u8>(p) - 0x30 <= 9) p++;
  return p == start ? 0 : p;
}

function skipNumber(p: usize): usize {
  if (load<u8>(p) == 0x2d) p++;
  if (load<u8>(p) == 0x30) p++;
  else p = skipDigits(p);
  if (p == 0) return 0;
  if (load<u8>(p) == 0x2e) {
    p = skipDigits(p + 1);
    if (p == 0) return 0;
  }
  if ((load<u8>(p) | 0x20) == 0x65) {
    p++;
    const sign = load<u8>(p);
    if (sign == 0x2b || sign == 0x2d) p++;
    p = skipDigits(p);
  }
  return p;
}

/** Whether the four bytes are `null`. */
export function isNull(p: usize): bool {
  return load<u32>(p) == 0x6c6c756e;
}

function skipLiteral(p: usize): usize {
  const word = load<u32>(p);
  if (word == 0x65757274 || word == 0x6c6c756e) return p + 4;
  if (word == 0x736c6166 && load<u8>(p + 4) == 0x65) return p + 5;
  return 0;
}

/** Reads any value, wholly checked, and forgets it; without recursion, refusing more than 64 levels. */
export function skipValue(p: usize): usize {
  let depth = 0;
  // The lowest bit tells of the innermost bracket: 1 an object, 0 an array.
  let kinds: u64 = 0;
  while (true) {
    const c = load<u8>(p);
    if (c == QUOTE) {
      p = skipString(p + 1);
    } else if (c == OPEN_BRACE) {
      p = skipSpace(p + 1);
      if (load<u8>(p) == CLOSE_BRACE) {
        p++;
      } else {
        if (depth == MOST_NESTING) return 0;
        depth++;
        kinds = (kinds << 1) | 1;
        p = skipKey(p);
        if (p == 0) return 0;
        continue;
      }
    } else if (c == OPEN_BRACKET) {
      p = skipSpace(p + 1);
      if (load<u8>(p) == CLOSE_BRACKET) {
        p++;
      } else {
        if (depth == MOST_NESTING) return 0;
        depth++;
        kinds <<= 1;
        continue;
      }
    } else if (c == 0x2d || <u32>c - 0x30 <= 9) {
      p = skipNumber(p);
    } else {
      p = skipLiteral(p);
    }
    if (p == 0) return 0;
    while (true) {
      if (depth == 0) return p;
      p = skipSpace(p);
      const next = load<u8>(p);
      if (next == COMMA) {
        p = skipSpace(p + 1);
        if (kinds & 1) p = skipKey(p);
        if (p == 0) return 0;
        break;
      }
      if (next != (kinds & 1 ? CLOSE_BRACE : CLOSE_BRACKET)) return 0;
      depth--;
      kinds >>= 1;
      p++;
    }
  }
}

/** From a key's opening quote to its value. */
function skipKey(p: usize): usize {
  if (load<u8>(p) != QUOTE) return 0;
  p = skipString(p + 1);
  if (p == 0) return 0;
  p = skipSpace(p);
  return load<u8>(p) == COLON ? skipSpace(p + 1) : 0;
}
