import { alloc } from "./memory";
import { FOLDED, STARTS, codePoint } from "./sketch-text";
import { HASHES } from "./sketch-tokens";

const LANGUAGE_TOKENS: i32 = 48;
const LEAST_WORDS: u32 = 2;
const VOTED: i32 = 25;

// Scripts in the order of their precedence; kana counts in its own place and as CJK.
const CJK: i32 = 0;
const HANGUL: i32 = 1;
const CYRILLIC: i32 = 2;
const ARABIC: i32 = 3;
const HEBREW: i32 = 4;
const DEVANAGARI: i32 = 5;
const THAI: i32 = 6;
const GREEK: i32 = 7;
const BENGALI: i32 = 8;
const TAMIL: i32 = 9;
const TELUGU: i32 = 10;
const GEORGIAN: i32 = 11;
const ARMENIAN: i32 = 12;
const LATIN: i32 = 13;
const SCRIPTS: i32 = 14;
const KANA: i32 = 14;
const NONE: i32 = 15;

/** Tokens (u32) per script, kana and none behind them. */
const COUNTS: usize = alloc(4 * 16);
/** Function words (u8) per language with a list. */
const VOTES: usize = alloc(32);

const JAPANESE: u32 = 27;
/** Language codes (u8) of the scripts where function words decide nothing: src/sketches/languages.ts. */
const UNLESS: usize = memory.data<u8>([26, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 0]);

// The table of src/sketches/language-table.ts, where its layout is written down.
let table: usize = alloc(512 + 2048 + 48);
memory.fill(table, 0, 512 + 2048 + 48);

/** Installs the function words. */
export function set_languages(at: usize): void {
  table = at;
}

/** Language code of the text that `prepareText` and `hashTokens` left behind with `tokens` tokens. */
export function languageOf(tokens: i32): u32 {
  const count = <usize>min(tokens, LANGUAGE_TOKENS);
  memory.fill(COUNTS, 0, 64);
  let low = i64x2.splat(0);
  let high = i64x2.splat(0);
  // Counted apart: to count in memory waits for the count before.
  let latin: u32 = 0;
  for (let i: usize = 0; i < count; i++) {
    const at = FOLDED + load<u32>(STARTS + (i << 2));
    const lead = <u32>load<u8>(at);
    if (lead < 0x80) latin += <u32>(lead - 0x61 < 26);
    else {
      const slot = COUNTS + (<usize>scriptAt(at, lead) << 2);
      store<u32>(slot, load<u32>(slot) + 1);
      // Hangul and what is beyond the middle of the basic plane has no function words here.
      if (lead >= 0xe3) continue;
    }
    const hash = load<u64>(HASHES + (i << 3));
    const shift = <usize>load<u16>(table + ((<usize>hash & 255) << 1));
    const place = (<usize>(hash >> 32) + shift) & 1023;
    const entry = table + 2560 + 48 * <usize>load<u16>(table + 512 + (place << 1));
    const same = i64x2.splat(-<i64>(load<u64>(entry) == hash));
    low = i8x16.add(low, v128.and(same, v128.load(entry, 16)));
    high = i8x16.add(high, v128.and(same, v128.load(entry, 32)));
  }
  v128.store(VOTES, low);
  v128.store(VOTES, high, 16);
  store<u32>(COUNTS, load<u32>(COUNTS, 4 * LATIN) + latin, 4 * LATIN);
  const kana = load<u32>(COUNTS + 4 * KANA);
  store<u32>(COUNTS, load<u32>(COUNTS) + kana);
  let script = 0;
  let most: u32 = 0;
  for (let i = 0; i < SCRIPTS; i++) {
    const size = load<u32>(COUNTS + (<usize>i << 2));
    if (size > most) {
      most = size;
      script = i;
    }
  }
  if (most == 0) return 0;
  if (script == CJK && kana * 8 >= most) return JAPANESE;
  const unless = <u32>load<u8>(UNLESS + script);
  if (script == LATIN) return mostVoted(0, 20, unless);
  if (script == CYRILLIC) return mostVoted(20, 22, unless);
  if (script == ARABIC) return mostVoted(22, 24, unless);
  return script == DEVANAGARI ? mostVoted(24, VOTED, unless) : unless;
}

/** Code of the one language from `first` to before `end` with most votes, if they are enough; else `unless`. */
function mostVoted(first: i32, end: i32, unless: u32): u32 {
  let best: u32 = LEAST_WORDS - 1;
  let winner = unless;
  for (let i = first; i < end; i++) {
    const votes = <u32>load<u8>(VOTES + i);
    if (votes > best) {
      best = votes;
      winner = i + 1;
    } else if (votes == best) winner = unless;
  }
  return winner;
}

/** Script of the code point at `at`, which is not ASCII. */
function scriptAt(at: usize, lead: u32): i32 {
  const point = codePoint(at, lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);
  if (point < 0x600) {
    if (point < 0x250) return LATIN;
    if (point < 0x370) return NONE;
    if (point < 0x400) return GREEK;
    if (point < 0x530) return CYRILLIC;
    return point < 0x590 ? ARMENIAN : HEBREW;
  }
  if (point < 0x1100) {
    if (point < 0x700 || within(point, 0x750, 0x77f)) return ARABIC;
    if (within(point, 0x900, 0x97f)) return DEVANAGARI;
    if (within(point, 0x980, 0x9ff)) return BENGALI;
    if (within(point, 0xb80, 0xbff)) return TAMIL;
    if (within(point, 0xc00, 0xc7f)) return TELUGU;
    if (within(point, 0xe00, 0xe7f)) return THAI;
    return within(point, 0x10a0, 0x10ff) ? GEORGIAN : NONE;
  }
  if (point < 0x3400) {
    if (point < 0x1200) return HANGUL;
    if (within(point, 0x1e00, 0x1eff)) return LATIN;
    if (within(point, 0x1f00, 0x1fff)) return GREEK;
    if (within(point, 0x3040, 0x30ff) || within(point, 0x31f0, 0x31ff)) return KANA;
    if (within(point, 0x3130, 0x318f)) return HANGUL;
    return within(point, 0x3005, 0x3007) ? CJK : NONE;
  }
  if (point < 0xa000 || within(point, 0xf900, 0xfaff) || within(point, 0x20000, 0x3ffff)) return CJK;
  if (within(point, 0xff66, 0xff9f)) return KANA;
  return within(point, 0xac00, 0xd7af) ? HANGUL : NONE;
}

function within(point: u32, first: u32, last: u32): bool {
  return point - first <= last - first;
}
