import { HALF_PART } from "./sketch-constants";

/** Classes of code points; docs/sketch-kernel.md section 3 has the ranges. */
export const SEPARATOR: i32 = 0;
export const WORD: i32 = 1;
export const SINGLE: i32 = 2;

/** What `folded` returns for a code point that only the host may normalise. */
export const UNKNOWN: u32 = 0xffffffff;

function within(point: u32, first: u32, last: u32): bool {
  return point - first <= last - first;
}

/** The class of a non-ASCII code point of a normalised text. */
export function classOf(point: u32): i32 {
  if (point < 0x2000) {
    if (point < 0xc0 || point == 0xd7 || point == 0xf7) return SEPARATOR;
    if (point < 0x60c) return WORD;
    if (point == 0x60c || point == 0x61b || point == 0x61f || point == 0x6d4) return SEPARATOR;
    if (point == 0x964 || point == 0x965) return SEPARATOR;
    if (within(point, 0xe00, 0xeff)) return SINGLE;
    if (within(point, 0xf0b, 0xf14)) return SEPARATOR;
    if (within(point, 0x1000, 0x109f) || within(point, 0x1780, 0x17ff)) return SINGLE;
    return within(point, 0x1361, 0x1368) ? SEPARATOR : WORD;
  }
  if (point < 0x3400) {
    if (point < 0x2c00 || within(point, 0x2e00, 0x2e7f) || within(point, 0x2fe0, 0x3004)) return SEPARATOR;
    if (point < 0x2e00) return WORD;
    if (point < 0x3008) return SINGLE;
    if (point < 0x3040 || point == 0x30fb) return SEPARATOR;
    if (point < 0x3130) return SINGLE;
    if (point < 0x3190) return WORD;
    return point < 0x3200 ? SINGLE : SEPARATOR;
  }
  if (point < 0xa000) return SINGLE;
  if (point < 0xf900) return WORD;
  if (point < 0x10000) {
    if (point < 0xfb00) return SINGLE;
    if (point < 0xfe00) return WORD;
    if (point < 0xfe20 || within(point, 0xfe30, 0xfe6f) || point == 0xfeff) return SEPARATOR;
    if (point < 0xff00) return WORD;
    if (within(point, 0xff10, 0xff19) || within(point, 0xff21, 0xff3a)) return WORD;
    if (within(point, 0xff41, 0xff5a)) return WORD;
    if (point < 0xff66) return SEPARATOR;
    if (point < 0xffa0) return SINGLE;
    return point < 0xffe0 ? WORD : SEPARATOR;
  }
  if (within(point, 0x1f000, 0x1faff) || within(point, 0xe0000, 0xe0fff)) return SEPARATOR;
  return within(point, 0x20000, 0x3ffff) ? SINGLE : WORD;
}

/**
 * The folded form of a non-ASCII code point that no neighbour can change under NFC, or `UNKNOWN`.
 * A neighbour that could change it (a combining mark, a jamo) is itself unknown and sends the part to the host.
 */
export function folded(point: u32): u32 {
  if (point < 0x100) return within(point, 0xc0, 0xde) && point != 0xd7 ? point + 32 : point;
  if (point < 0x2000) {
    if (point == 0x152 || point == 0x153) return 0x153;
    if (within(point, 0x400, 0x45f)) {
      return point < 0x410 ? point + 80 : point < 0x430 ? point + 32 : point;
    }
    if (within(point, 0x5d0, 0x5ea) || within(point, 0x620, 0x64a)) return point;
    if (within(point, 0x660, 0x66f) || within(point, 0x671, 0x6d5)) return point;
    if (point == 0x60c || point == 0x61b || point == 0x61f) return point;
    if (within(point, 0x904, 0x939) || within(point, 0x93d, 0x94d)) return point;
    return point == 0x950 || within(point, 0x964, 0x96f) ? point : UNKNOWN;
  }
  if (point < 0x3000) {
    if (within(point, 0x2002, 0x206f) || point == 0x2116 || point == 0x2122) return point;
    if (within(point, 0x20a0, 0x20cf)) return point;
    if (point < 0x2190 || point >= 0x2c00) return UNKNOWN;
    // U+2329 and U+232A become U+3008 and U+3009, U+2ADC decomposes.
    return point == 0x2329 || point == 0x232a || point == 0x2adc ? UNKNOWN : point;
  }
  if (point < 0xa000) {
    if (within(point, 0x302a, 0x302f) || within(point, 0x3097, 0x309a)) return UNKNOWN;
    if (within(point, 0x3040, 0x3040) || within(point, 0x3100, 0x3104)) return UNKNOWN;
    return within(point, 0x318f, 0x318f) ? UNKNOWN : point;
  }
  if (within(point, 0xac00, 0xd7a3)) return point;
  if (point < 0x10000) {
    if (within(point, 0xfe00, 0xfe1f) || within(point, 0xfe30, 0xfe4f) || point == 0xfeff) return point;
    if (within(point, 0xff21, 0xff3a)) return point + 32;
    return within(point, 0xff01, 0xff9f) || within(point, 0xffe0, 0xfffd) ? point : UNKNOWN;
  }
  return within(point, 0x1f000, 0x1faff) || within(point, 0x20000, 0x2f7ff) ? point : UNKNOWN;
}

/** Joins the first and last `HALF_PART` bytes, shortened to code-point boundaries, by a line feed. */
export function cutPart(text: usize, length: i32, to: usize): i32 {
  let head = HALF_PART;
  for (let steps = 0; steps < 3 && isContinuation(text + head); steps++) head -= 1;
  let tail = length - HALF_PART;
  for (let steps = 0; steps < 3 && isContinuation(text + tail); steps++) tail += 1;
  memory.copy(to, text, head);
  store<u8>(to + head, 0x0a);
  memory.copy(to + head + 1, text + tail, length - tail);
  return head + 1 + length - tail;
}

function isContinuation(at: usize): bool {
  return (load<u8>(at) & 0xc0) == 0x80;
}
