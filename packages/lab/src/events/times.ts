/** Milliseconds of a day. */
export const DAY_MS = 86_400_000;

const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|z|[+-]\d\d:\d\d)?$/;

/** Longest text that is looked at as a time. */
const MAX_TIME_TEXT = 64;

/**
 * Epoch milliseconds of an RFC 3339 date-time, cut to whole milliseconds; undefined where the text is none.
 * Strict: an offset is required, days exist in their month, a leap second stands only at the end of a UTC day
 * (and counts as the start of the next one). `t`, `z` and a space in place of `T` are allowed (section 5.6).
 */
export function parseRfc3339(text: string): number | undefined {
  const parts = partsOf(text);
  return parts?.offset === undefined ? undefined : epochOf(parts);
}

/** Like {@link parseRfc3339}, but a time without an offset is taken as UTC. */
export function parseTimeOrUtc(text: string): number | undefined {
  const parts = partsOf(text);
  return parts === undefined ? undefined : epochOf({ ...parts, offset: parts.offset ?? "Z" });
}

interface Parts {
  readonly numbers: readonly number[];
  readonly fraction: string;
  readonly offset: string | undefined;
}

function partsOf(text: string): Parts | undefined {
  if (text.length > MAX_TIME_TEXT) return undefined;
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  return { numbers: match.slice(1, 7).map(Number), fraction: match[7] ?? "", offset: match[8] };
}

function epochOf({ numbers, fraction, offset = "Z" }: Parts): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers;
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const shift = offsetMinutes(offset);
  if (shift === undefined) return undefined;
  // Date.UTC takes years 0–99 for 1900–1999.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const millis = second === 60 ? 0 : Number(fraction.slice(0, 3).padEnd(3, "0"));
  const epoch = date.getTime() + ((hour * 60 + minute - shift) * 60 + second) * 1000 + millis;
  return second === 60 && epoch % DAY_MS !== 0 ? undefined : epoch;
}

function offsetMinutes(offset: string): number | undefined {
  if (offset === "Z" || offset === "z") return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
