const MICROSECONDS_PER_MILLISECOND = 1000;

/** Length limit first: the pattern below is linear, but nothing longer can be a time. */
const LONGEST = 30;

const FORM = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?Z$/;

/**
 * Reads a timestamp: RFC 3339 in UTC with `Z`, with 0 to 9 digits of a second. TAXII 2.1 (section 2) wants six, STIX
 * 2.1 (section 3.2) any number; further digits than six are cut off.
 *
 * @returns microseconds since 1970, at most `Number.MAX_SAFE_INTEGER` either side of it (the years 1684 to 2255):
 *   what lies beyond is that limit. Undefined where the text is none, names a day that does not exist, or a leap second
 */
export function parseTimestamp(text: string): number | undefined {
  if (text.length > LONGEST) return undefined;
  const found = FORM.exec(text);
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second, fraction = ""] = found;
  const date = new Date(0);
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  if (!date.toISOString().startsWith(text.slice(0, 19))) return undefined;
  const microseconds =
    date.getTime() * MICROSECONDS_PER_MILLISECOND + Number(fraction.slice(0, 6).padEnd(6, "0"));
  return Math.min(Number.MAX_SAFE_INTEGER, Math.max(-Number.MAX_SAFE_INTEGER, microseconds));
}

/**
 * Writes a TAXII timestamp: six digits of a second, always.
 *
 * @param microseconds - since 1970; a safe integer
 * @throws RangeError where it is none
 */
export function formatTimestamp(microseconds: number): string {
  const { head, fraction } = parts(microseconds);
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
  const { head, fraction } = parts(microseconds);
  return `${head}.${fraction.endsWith("000") ? fraction.slice(0, 3) : fraction}Z`;
}

function parts(microseconds: number): { readonly head: string; readonly fraction: string } {
  if (!Number.isSafeInteger(microseconds)) {
    throw new RangeError("a time is a whole number of microseconds within 285 years of 1970");
  }
  const milliseconds = Math.floor(microseconds / MICROSECONDS_PER_MILLISECOND);
  const rest = microseconds - milliseconds * MICROSECONDS_PER_MILLISECOND;
  const text = new Date(milliseconds).toISOString();
  return { head: text.slice(0, 19), fraction: `${text.slice(20, 23)}${String(rest).padStart(3, "0")}` };
}
