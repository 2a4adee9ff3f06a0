import { addSegments, finishSegments, startSegments } from "./sketch-segments";
import { languageOf } from "./sketch-language";
import { matchPhrases } from "./sketch-phrases";
import { shapeOf } from "./sketch-shape";
import { sign } from "./sketch-signature";
import { NEEDS_HOST, prepareText } from "./sketch-text";
import { hashShingles, hashTokens } from "./sketch-tokens";

export { set_languages } from "./sketch-language";
export { set_phrases } from "./sketch-phrases";

const MIN_SIGNATURE_TOKENS: i32 = 12;
const MOST_SEGMENTS: usize = 128;
const MOST_ANSWER_SEGMENTS: usize = 64;
/** One full window of segments. */
const MIN_ANSWER_TOKENS: i32 = 23;
const INTENTS: u32 = 0x7fffffff;

const SYSTEM: u32 = 1;
const FIRST_USER: u32 = 2;
const LAST_USER: u32 = 4;
const RESPONSE: u32 = 8;

/**
 * Sketches one request to `out` (offsets: src/sketches/layout.ts). Texts are UTF-8 anywhere in memory.
 * Returns the mask of parts that the host must normalise; then `out` is void, and the host calls again with
 * those parts normalised and their bits in `normalisedMask`.
 */
export function sketch_row(
  system: usize,
  systemLength: i32,
  first: usize,
  firstLength: i32,
  last: usize,
  lastLength: i32,
  response: usize,
  responseLength: i32,
  refused: i32,
  normalisedMask: u32,
  out: usize,
): u32 {
  let needed: u32 = 0;
  let intents: u32 = 0;
  let language: u32 = 0;
  startSegments();

  let systemHash: u64 = 0;
  if (systemLength > 0) {
    const tokens = prepareText(system, systemLength, (normalisedMask & SYSTEM) != 0);
    if (tokens == NEEDS_HOST) {
      needed |= SYSTEM;
    } else {
      systemHash = hashTokens(tokens);
      intents = matchPhrases(tokens);
      addSegments(hashShingles(tokens));
    }
  }

  const same = sameText(first, firstLength, last, lastLength);
  if (firstLength > 0 && !same) {
    const tokens = prepareText(first, firstLength, (normalisedMask & FIRST_USER) != 0);
    if (tokens == NEEDS_HOST) {
      needed |= FIRST_USER;
    } else {
      hashTokens(tokens);
      addSegments(hashShingles(tokens));
    }
  }

  const lastTokens = prepareText(last, lastLength, (normalisedMask & LAST_USER) != 0);
  if (lastTokens == NEEDS_HOST) {
    // Both, or the second call would no longer see that they are the same.
    needed |= same ? FIRST_USER | LAST_USER : LAST_USER;
  } else {
    store<u64>(out, hashTokens(lastTokens));
    intents |= matchPhrases(lastTokens);
    language = languageOf(lastTokens);
    const shingles = hashShingles(lastTokens);
    addSegments(shingles);
    const signed = lastTokens >= MIN_SIGNATURE_TOKENS;
    if (signed) sign(shingles, out + 40, out + 104);
    else memory.fill(out + 40, 0, 128);
    store<u32>(out, signed ? 1 : 0, 32);
  }

  const responseTokens = prepareText(response, responseLength, (normalisedMask & RESPONSE) != 0);
  if (responseTokens == NEEDS_HOST) needed |= RESPONSE;
  if (needed) return needed;

  hashTokens(responseTokens);
  store<u64>(out, systemHash, 8);
  store<u32>(out, lastTokens, 16);
  store<u32>(out, responseTokens, 20);
  store<u32>(out, intents & INTENTS, 24);
  store<u32>(out, shapeOf(responseTokens, refused != 0), 28);
  store<u32>(out, language, 1192);
  store<u32>(out, finishSegments(out + 168, MOST_SEGMENTS), 36);
  store<u32>(out, answerSegments(responseTokens, out + 1200), 1196);
  return 0;
}

/** Winnows the response that `hashTokens` left behind; short ones say what many answers say. */
function answerSegments(tokens: i32, to: usize): i32 {
  if (tokens < MIN_ANSWER_TOKENS) return 0;
  startSegments();
  addSegments(hashShingles(tokens));
  return finishSegments(to, MOST_ANSWER_SEGMENTS);
}

function sameText(a: usize, aLength: i32, b: usize, bLength: i32): bool {
  if (aLength != bLength) return false;
  if (a == b) return true;
  let i: usize = 0;
  const n = <usize>aLength;
  for (; i + 8 <= n; i += 8) if (load<u64>(a + i) != load<u64>(b + i)) return false;
  for (; i < n; i++) if (load<u8>(a + i) != load<u8>(b + i)) return false;
  return true;
}
