import { ENDS, FOLDED, STARTS, foldedLength } from "./sketch-text";
import { HASHES, hashBytes } from "./sketch-tokens";
import { matchPhrases, wordBits } from "./sketch-phrases";

const INLINE_TAGGED_REASONING: u32 = 1;
const SCORE_ONLY: u32 = 2;
const REFUSAL: u32 = 4;
const EMPTY: u32 = 8;
const STRUCTURED_JSON: u32 = 16;

const REFUSAL_TOKENS: i32 = 40;
const REFUSAL_PHRASE: u32 = 0x80000000;
const HEAD: i32 = 512;
const TAIL: i32 = 128;
const LONGEST_NAME: u32 = 32;
const SCORE_BYTES: i32 = 400;
const SCORE_TOKENS: i32 = 8;

const TAG_KIND: u64 = 0xfffffff1;
const KEY_KIND: u64 = 0xfffffff2;
const WORD_KIND: u64 = 0xfffffff3;
const SCORE_KEY: u32 = 1;

/** Shape of the response that `prepareText` and `hashTokens` left behind with `tokens` tokens. */
export function shapeOf(tokens: i32, refused: bool): u32 {
  const few = min(tokens, REFUSAL_TOKENS);
  let shape: u32 = refused || matchPhrases(few) & REFUSAL_PHRASE ? REFUSAL : 0;
  const first = firstVisible();
  if (first < 0) return foldedLength <= HEAD ? shape | EMPTY : shape;
  if (hasReasoningTag()) shape |= INLINE_TAGGED_REASONING;
  const last = lastVisible();
  const opening = load<u8>(FOLDED + first);
  const json = last > first && (opening == 0x7b || opening == 0x5b) && load<u8>(FOLDED + last) == opening + 2;
  if (json) shape |= STRUCTURED_JSON;
  if (foldedLength < SCORE_BYTES && ((json && hasScoreKeysOnly()) || isNumberForm(tokens))) {
    shape |= SCORE_ONLY;
  }
  return shape;
}

/** Offset of the first byte of the head that is no white space, or -1. */
function firstVisible(): i32 {
  const end = min(foldedLength, HEAD);
  for (let i = 0; i < end; i++) if (!isSpace(load<u8>(FOLDED + i))) return i;
  return -1;
}

/** Offset of the last byte of the tail that is no white space, or -1. */
function lastVisible(): i32 {
  const end = max(foldedLength - TAIL, 0);
  for (let i = foldedLength - 1; i >= end; i--) if (!isSpace(load<u8>(FOLDED + i))) return i;
  return -1;
}

function isSpace(byte: u8): bool {
  return byte == 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** Whether a known tag, `<name>` or `[name]`, opens within the head. */
function hasReasoningTag(): bool {
  const end = min(foldedLength, HEAD);
  for (let block: i32 = 0; block < end; block += 16) {
    const bytes = v128.load(FOLDED + block);
    const angle = i8x16.eq(bytes, i8x16.splat(0x3c));
    let hits = i8x16.bitmask(v128.or(angle, i8x16.eq(bytes, i8x16.splat(0x5b))));
    for (; hits != 0; hits &= hits - 1) {
      const at = block + ctz(hits);
      if (at < end && isReasoningTag(at)) return true;
    }
  }
  return false;
}

function isReasoningTag(at: i32): bool {
  const closing: u8 = load<u8>(FOLDED + at) == 0x3c ? 0x3e : 0x5d;
  const start = FOLDED + at + 1;
  const most = <u32>min(<i32>LONGEST_NAME + 1, foldedLength - at - 1);
  for (let length: u32 = 0; length < most; length++) {
    const byte = load<u8>(start + length);
    if (byte == closing) return length > 0 && wordBits(TAG_KIND, hashBytes(start, length)) != 0;
    if (byte == 0) return false;
  }
  return false;
}

/** Whether the JSON text has a score-like key, and none but those and the keys that go with them. */
function hasScoreKeysOnly(): bool {
  let scores = false;
  let at = 0;
  while (at < foldedLength) {
    if (load<u8>(FOLDED + at) != 0x22) {
      at += 1;
      continue;
    }
    const start = at + 1;
    at = start;
    while (at < foldedLength && load<u8>(FOLDED + at) != 0x22) {
      at += load<u8>(FOLDED + at) == 0x5c ? 2 : 1;
    }
    const length = at - start;
    at += 1;
    let after = at;
    while (after < foldedLength && isSpace(load<u8>(FOLDED + after))) after += 1;
    if (after >= foldedLength || load<u8>(FOLDED + after) != 0x3a) continue;
    if (length < 1 || length > <i32>LONGEST_NAME) return false;
    const bits = wordBits(KEY_KIND, hashBytes(FOLDED + start, length));
    if (bits == 0) return false;
    if (bits & SCORE_KEY) scores = true;
  }
  return scores;
}

/** Whether the text is numbers and score words alone: "4", "Rating: 4/5", "评分：4". */
function isNumberForm(tokens: i32): bool {
  if (tokens < 1 || tokens > SCORE_TOKENS) return false;
  let numbers = false;
  for (let i: i32 = 0; i < tokens; i++) {
    if (isShortNumber(i)) numbers = true;
    else if (wordBits(WORD_KIND, load<u64>(HASHES + (<usize>i << 3))) == 0) return false;
  }
  return numbers;
}

/** One to four ASCII digits. */
function isShortNumber(token: i32): bool {
  const start = load<u32>(STARTS + (<usize>token << 2));
  const end = load<u32>(ENDS + (<usize>token << 2));
  if (end - start > 4) return false;
  for (let i = start; i < end; i++) if (load<u8>(FOLDED + i) - 48 > 9) return false;
  return true;
}
