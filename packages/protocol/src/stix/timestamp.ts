/**
 * Reads a STIX timestamp (STIX 2.1 section 2.16: RFC 3339 with `T` and `Z`, upper case). 0 to 9 digits of a second are
 * taken, those after the sixth do not count.
 *
 * @returns microseconds since 1970, at most `Number.MAX_SAFE_INTEGER` either side of it (the years 1684 to 2255):
 *   what lies beyond is that limit. Undefined where the text is none, names a day that does not exist, or a leap second
 */
export function parseTimestamp(text: string): number | undefined {
  if (text.length < 20 || text.length > 30) return undefined;
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 2);
  const day = digitsAt(text, 8, 2);
  const hour = digitsAt(text, 11, 2);
  const minute = digitsAt(text, 14, 2);
  const second = digitsAt(text, 17, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1 || hour < 0 || minute < 0 || second < 0)
    return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  if (text[4] !== "-" || text[7] !== "-" || text[10] !== "T" || text[13] !== ":" || text[16] !== ":")
    return undefined;
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > (month === 2 && isLeapYear ? 29 : DAYS_OF_MONTH[month - 1]!)) return undefined;
  const fraction = fractionMicroseconds(text);
  if (fraction < 0) return undefined;
  const days = daysSince1970(year, month, day);
  const microseconds = (((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000 + fraction;
  return Math.min(Number.MAX_SAFE_INTEGER, Math.max(-Number.MAX_SAFE_INTEGER, microseconds));
}

/**
 * Writes a timestamp with six digits of a second, always, as TAXII does (TAXII 2.1 section 2).
 *
 * @param microseconds - since 1970; a safe integer
 * @throws RangeError where it is none
 */
export function formatTimestamp(microseconds: number): string {
  const { head, fraction } = partsOf(microseconds);
  return `${head}.${fraction}Z`;
}

/**
 * Writes the version of an object as most producers write `modified`: three digits of a second where they suffice, six
 * where they do not.
 *
 * @param microseconds - since 1970; a safe integer
 * @throws RangeError where it is none
 */
export function formatVersion(microseconds: number): string {
  const { head, fraction } = partsOf(microseconds);
  return `${head}.${fraction.endsWith("000") ? fraction.slice(0, 3) : fraction}Z`;
}

const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** The number in `count` ASCII digits, -1 where something else stands there. */
function digitsAt(text: string, start: number, count: number): number {
  let number = 0;
  for (let index = start; index < start + count; index += 1) {
    const digit = text.charCodeAt(index) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** From what follows the seconds: `Z`, or a point, one to nine digits and `Z`; -1 where it is neither. */
function fractionMicroseconds(text: string): number {
  if (text[text.length - 1] !== "Z") return -1;
  if (text.length === 20) return 0;
  const digits = text.length - 21;
  if (text[19] !== "." || digits < 1 || digitsAt(text, 20, digits) < 0) return -1;
  return Number(text.slice(20, 20 + Math.min(digits, 6)).padEnd(6, "0"));
}

/** By the proleptic Gregorian calendar. */
function daysSince1970(year: number, month: number, day: number): number {
  // Years that begin in March put the leap day at their end.
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function partsOf(microseconds: number): { readonly head: string; readonly fraction: string } {
  if (!Number.isSafeInteger(microseconds)) {
    throw new RangeError("a time is a whole number of microseconds within 285 years of 1970");
  }
  const milliseconds = Math.floor(microseconds / 1000);
  const text = new Date(milliseconds).toISOString();
  const rest = microseconds - milliseconds * 1000;
  return { head: text.slice(0, 19), fraction: `${text.slice(20, 23)}${String(rest).padStart(3, "0")}` };
}
