/** 2000-01-01T00:00:00Z, the earliest time that the slow path believes. */
const EARLIEST_MS: f64 = 946684800000;

/** Milliseconds since 1970 that the last `readTime` found. */
export let timeMs: f64 = 0;

/**
 * Reads an RFC 3339 time of `length` bytes, such as 2026-01-01T00:00:00.123Z; false where it is none or an odd one:
 * lower-case letters, a blank for the T, second 60, a time before 2000, more than nine digits of a second.
 * Digits behind the millisecond are dropped.
 */
export function readTime(p: usize, length: usize): bool {
  if (length < 20) return false;
  const year = pair(p) * 100 + pair(p + 2);
  const month = pair(p + 5);
  const day = pair(p + 8);
  const hour = pair(p + 11);
  const minute = pair(p + 14);
  const second = pair(p + 17);
  if (load<u8>(p + 4) != 0x2d || load<u8>(p + 7) != 0x2d || load<u8>(p + 10) != 0x54) return false;
  if (load<u8>(p + 13) != 0x3a || load<u8>(p + 16) != 0x3a) return false;
  if (year < 2000 || year > 9999 || month - 1 > 11 || day - 1 >= daysInMonth(year, month)) return false;
  if (hour > 23 || minute > 59 || second > 59) return false;

  const end = p + length;
  p += 19;
  let millis: u32 = 0;
  if (load<u8>(p) == 0x2e) {
    const start = ++p;
    let unit: u32 = 100;
    let digit = <u32>load<u8>(p) - 0x30;
    while (p < end && digit <= 9) {
      millis += digit * unit;
      unit /= 10;
      digit = <u32>load<u8>(++p) - 0x30;
    }
    if (p == start || p - start > 9) return false;
  }

  let offsetMinutes: i32 = 0;
  if (load<u8>(p) == 0x5a) {
    p++;
  } else {
    const sign = load<u8>(p);
    if ((sign != 0x2b && sign != 0x2d) || p + 6 != end || load<u8>(p + 3) != 0x3a) return false;
    const hours = pair(p + 1);
    const minutes = pair(p + 4);
    if (hours > 23 || minutes > 59) return false;
    offsetMinutes = <i32>(hours * 60 + minutes);
    if (sign == 0x2d) offsetMinutes = -offsetMinutes;
    p += 6;
  }
  if (p != end) return false;

  const seconds =
    <i64>daysSince1970(year, month, day) * 86400 +
    <i64>(hour * 3600 + minute * 60 + second) -
    <i64>offsetMinutes * 60;
  timeMs = <f64>(seconds * 1000 + <i64>millis);
  return timeMs >= EARLIEST_MS;
}

/** Two digits as a number; more than 99,000 where they are not, so that every range check fails. */
function pair(p: usize): u32 {
  const tens = <u32>load<u8>(p) - 0x30;
  const ones = <u32>load<u8>(p + 1) - 0x30;
  return tens > 9 || ones > 9 ? 100000 : tens * 10 + ones;
}

function daysInMonth(year: u32, month: u32): u32 {
  if (month != 2) return 30 + ((month ^ (month >> 3)) & 1);
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
}

/** Days of the proleptic Gregorian calendar, with years that begin in March, so that the leap day comes last. */
function daysSince1970(year: u32, month: u32, day: u32): u32 {
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const dayOfYear = (153 * marchMonth + 2) / 5 + day - 1;
  return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - 719468;
}
