import { alloc } from "./memory";
import { MOST_TOKENS, NORMALISED_LIMIT, PART_LIMIT } from "./sketch-constants";
import { SEPARATOR, SINGLE, UNKNOWN, classOf, cutPart, folded } from "./sketch-code-points";

/** The folded bytes of the part in hand, with room behind them that a 64-byte block may touch. */
export const FOLDED: usize = alloc(NORMALISED_LIMIT + 256);
/** Byte offsets (u32) into `FOLDED` where tokens start and end (exclusive). */
export const STARTS: usize = alloc(4 * MOST_TOKENS + 512);
export const ENDS: usize = alloc(4 * MOST_TOKENS + 512);
/** A code point is loaded as four bytes, so that a block of 64 may touch three more. */
const BLOCK_READ: i32 = 64 + 16;
const LAST_BLOCK: usize = alloc(BLOCK_READ);
const CUT: usize = alloc(PART_LIMIT + 128);

/** What `prepareText` returns for a part whose normalisation is not the kernel's business. */
export const NEEDS_HOST: i32 = -1;

/** Length in bytes of the text that `prepareText` left in `FOLDED`. */
export let foldedLength: i32 = 0;

// State that a code point which straddles two blocks carries over.
let wordBits: u64 = 0;
let breakBits: u64 = 0;
let covered: i32 = 0;
let coveredWord: u64 = 0;
let pendingBreak: u64 = 0;

/** Cuts, folds and tokenises one part; returns its number of tokens, or `NEEDS_HOST`. */
export function prepareText(text: usize, length: i32, normalised: bool): i32 {
  if (!normalised && length > PART_LIMIT) {
    length = cutPart(text, length, CUT);
    text = CUT;
  } else if (length > NORMALISED_LIMIT) {
    length = NORMALISED_LIMIT;
  }
  foldedLength = length;
  covered = 0;
  pendingBreak = 0;
  const memoryEnd = (<usize>memory.size()) << 16;
  let nextStart = STARTS;
  let nextEnd = ENDS;
  let carry: u64 = 0;
  for (let position = 0; position < length; position += 64) {
    let block = text + position;
    const left = length - position;
    const valid: u64 = left < 64 ? ((<u64>1) << left) - 1 : ~0;
    if (block + BLOCK_READ > memoryEnd) {
      memory.copy(LAST_BLOCK, block, min(left, BLOCK_READ));
      block = LAST_BLOCK;
    }
    const b0 = v128.load(block);
    const b1 = v128.load(block, 16);
    const b2 = v128.load(block, 32);
    const b3 = v128.load(block, 48);
    const anyHigh = <u64>i8x16.bitmask(v128.or(v128.or(b0, b1), v128.or(b2, b3)));
    let words: u64;
    let breaks: u64;
    if (anyHigh == 0 || (left < 64 && highBits(b0, b1, b2, b3, valid) == 0)) {
      const to = FOLDED + position;
      words = foldAscii(b0, to) | (foldAscii(b1, to + 16) << 16);
      words |= (foldAscii(b2, to + 32) << 32) | (foldAscii(b3, to + 48) << 48);
      words &= valid;
      breaks = pendingBreak;
      pendingBreak = 0;
    } else {
      if (!foldCodePoints(block, position, min(left, 64), left, normalised)) return NEEDS_HOST;
      words = wordBits;
      breaks = breakBits;
    }
    const before = (words << 1) | carry;
    nextStart = writePositions(words & (breaks | ~before), position, nextStart);
    nextEnd = writePositions(before & (breaks | ~words), position, nextEnd);
    carry = words >> 63;
  }
  if (carry) store<u32>(nextEnd, length);
  return <i32>((nextStart - STARTS) >> 2);
}

function highBits(b0: v128, b1: v128, b2: v128, b3: v128, valid: u64): u64 {
  const low = <u64>i8x16.bitmask(b0) | ((<u64>i8x16.bitmask(b1)) << 16);
  return (low | ((<u64>i8x16.bitmask(b2)) << 32) | ((<u64>i8x16.bitmask(b3)) << 48)) & valid;
}

/** Stores 16 ASCII bytes in lower case; returns which of them are letters or digits. */
function foldAscii(bytes: v128, to: usize): u64 {
  // Signed comparison after a shift to -128 needs one instruction where the unsigned one needs three.
  const upper = i8x16.gt_s(i8x16.splat(-128 + 26), i8x16.add(bytes, i8x16.splat(-128 - 65)));
  const lower = v128.or(bytes, v128.and(upper, i8x16.splat(0x20)));
  v128.store(to, lower);
  const letter = i8x16.gt_s(i8x16.splat(-128 + 26), i8x16.add(lower, i8x16.splat(<i8>(-128 - 97))));
  const digit = i8x16.gt_s(i8x16.splat(-128 + 10), i8x16.add(bytes, i8x16.splat(<i8>(-128 - 48))));
  return <u64>i8x16.bitmask(v128.or(letter, digit));
}

/** Writes the position of every set bit; always eight at a time, because a loop would mispredict its end. */
function writePositions(bits: u64, base: i32, to: usize): usize {
  const count = <usize>popcnt(bits);
  const end = to + (count << 2);
  unrolledPositions(bits, base, to);
  if (count > 8) {
    bits = dropEight(bits);
    unrolledPositions(bits, base, to + 32);
    if (count > 16) {
      bits = dropEight(bits);
      for (let at = to + 64; at < end; at += 4) {
        store<u32>(at, base + <i32>ctz(bits));
        bits &= bits - 1;
      }
    }
  }
  return end;
}
function unrolledPositions(bits: u64, base: i32, to: usize): void {
  store<u32>(to, base + <i32>ctz(bits));
  bits &= bits - 1;
  store<u32>(to, base + <i32>ctz(bits), 4);
  bits &= bits - 1;
  store<u32>(to, base + <i32>ctz(bits), 8);
  bits &= bits - 1;
  store<u32>(to, base + <i32>ctz(bits), 12);
  bits &= bits - 1;
  store<u32>(to, base + <i32>ctz(bits), 16);
  bits &= bits - 1;
  store<u32>(to, base + <i32>ctz(bits), 20);
  bits &= bits - 1;
  store<u32>(to, base + <i32>ctz(bits), 24);
  bits &= bits - 1;
  store<u32>(to, base + <i32>ctz(bits), 28);
}
function dropEight(bits: u64): u64 {
  bits &= bits - 1;
  bits &= bits - 1;
  bits &= bits - 1;
  bits &= bits - 1;
  bits &= bits - 1;
  bits &= bits - 1;
  bits &= bits - 1;
  return bits & (bits - 1);
}

/**
 * Folds the code points that begin in a block and sets `wordBits` and `breakBits`; false where the host
 * must normalise. `left` is what the part still has, so that a code point may reach into the next block.
 */
function foldCodePoints(block: usize, position: i32, size: i32, left: i32, normalised: bool): bool {
  let words: u64 = coveredWord & (((<u64>1) << covered) - 1);
  let breaks: u64 = 0;
  let at = covered;
  if (at < 64) breaks |= pendingBreak << at;
  pendingBreak = 0;
  while (at < size) {
    const lead = <u32>load<u8>(block + at);
    const to = FOLDED + position + at;
    if (lead < 0x80) {
      const lower = lead - 65 < 26 ? lead | 0x20 : lead;
      store<u8>(to, lower);
      words |= (<u64>(lower - 97 < 26 || lead - 48 < 10)) << at;
      at += 1;
      continue;
    }
    const word = load<u32>(block + at);
    if (lead - 0xe4 <= 5 && (word & 0xc0c000) == 0x808000 && left - at >= 3) {
      // U+4000..U+9FFF, ideographs: the bulk of Chinese and Japanese text. The byte too many is overwritten.
      store<u32>(to, word);
      words |= (<u64>7) << at;
      breaks |= (<u64>9) << at;
      at += 3;
      if (at >= 64) {
        coveredWord = ~0;
        pendingBreak = 1;
      }
      continue;
    }
    const width = sequenceWidth(block + at, lead, left - at);
    if (width == 0) {
      if (!normalised) return false;
      store<u8>(to, 0);
      at += 1;
      continue;
    }
    let point = codePoint(block + at, width);
    if (!normalised) {
      point = folded(point);
      if (point == UNKNOWN) return false;
    }
    writeCodePoint(to, point, width);
    const kind = classOf(point);
    const span = ((<u64>1) << width) - 1;
    if (kind != SEPARATOR) words |= span << at;
    if (kind == SINGLE) breaks |= (<u64>1) << at;
    at += width;
    if (at >= 64) coveredWord = kind != SEPARATOR ? ~0 : 0;
    if (kind == SINGLE) {
      if (at < 64) breaks |= (<u64>1) << at;
      else pendingBreak = 1;
    }
  }
  covered = max(at - 64, 0);
  wordBits = words;
  breakBits = breaks;
  return true;
}

/** Bytes of the well-formed sequence at `at` (RFC 3629 section 4), or 0. */
function sequenceWidth(at: usize, lead: u32, left: i32): i32 {
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const width = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (left < width) return 0;
  const second = <u32>load<u8>(at, 1);
  if ((second & 0xc0) != 0x80) return 0;
  if (width == 2) return 2;
  if ((load<u8>(at, 2) & 0xc0) != 0x80) return 0;
  if (width == 3) {
    if (lead == 0xe0 && second < 0xa0) return 0;
    if (lead == 0xed && second > 0x9f) return 0;
    return 3;
  }
  if ((load<u8>(at, 3) & 0xc0) != 0x80) return 0;
  if (lead == 0xf0 && second < 0x90) return 0;
  if (lead == 0xf4 && second > 0x8f) return 0;
  return 4;
}

export function codePoint(at: usize, width: i32): u32 {
  const lead = <u32>load<u8>(at);
  const second = <u32>load<u8>(at, 1) & 0x3f;
  if (width == 2) return ((lead & 0x1f) << 6) | second;
  const third = <u32>load<u8>(at, 2) & 0x3f;
  if (width == 3) return ((lead & 0x0f) << 12) | (second << 6) | third;
  return ((lead & 0x07) << 18) | (second << 12) | (third << 6) | (<u32>load<u8>(at, 3) & 0x3f);
}

/** Folding keeps the width of every code point that the kernel folds itself. */
function writeCodePoint(to: usize, point: u32, width: i32): void {
  if (point == 0xdf) {
    store<u16>(to, 0x7373);
  } else if (width == 2) {
    store<u8>(to, 0xc0 | (point >> 6));
    store<u8>(to, 0x80 | (point & 0x3f), 1);
  } else if (width == 3) {
    store<u8>(to, 0xe0 | (point >> 12));
    store<u8>(to, 0x80 | ((point >> 6) & 0x3f), 1);
    store<u8>(to, 0x80 | (point & 0x3f), 2);
  } else {
    store<u8>(to, 0xf0 | (point >> 18));
    store<u8>(to, 0x80 | ((point >> 12) & 0x3f), 1);
    store<u8>(to, 0x80 | ((point >> 6) & 0x3f), 2);
    store<u8>(to, 0x80 | (point & 0x3f), 3);
  }
}
