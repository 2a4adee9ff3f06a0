import { unpacked } from "./embedded-json.ts";
import { asObject, field } from "./json-values.ts";
import { parseRfc3339, parseTimeOrUtc } from "./times.ts";

/** What a mapping may do with a raw value; undefined means that the value cannot be read so. */
export type Transform = (raw: unknown) => unknown;

/** The closed list of transforms that a mapping file may name under `as`. */
export const TRANSFORM_NAMES = [
  "raw",
  "json",
  "json-text",
  "object",
  "text",
  "lower",
  "upper",
  "integer",
  "count",
  "status",
  "flag",
  "rfc3339",
  "time-or-utc",
  "epoch-seconds",
  "epoch-millis",
  "epoch-nanos",
  "http-date",
  "arn",
  "asn",
] as const;

export type TransformName = (typeof TRANSFORM_NAMES)[number];

/** How each transform reads a value, and what the value should look like (for the reason of a rejection). */
export const TRANSFORMS: Readonly<
  Record<TransformName, { readonly read: Transform; readonly wants: string }>
> = {
  raw: { read: (raw) => raw, wants: "any value" },
  json: { read: unpacked, wants: "a value, or JSON in a string" },
  "json-text": { read: unquoted, wants: "a value, or JSON in a string" },
  object: { read: (raw) => asObject(unpacked(raw)), wants: "a JSON object" },
  text: { read: textOf, wants: "a text" },
  lower: { read: (raw) => textOf(raw)?.toLowerCase(), wants: "a text" },
  upper: { read: (raw) => textOf(raw)?.toUpperCase(), wants: "a text" },
  integer: { read: integerOf, wants: "a whole number" },
  count: { read: countFrom, wants: "a whole number of at least 0" },
  status: { read: statusOf, wants: "an HTTP status, or success" },
  flag: {
    read: (raw) => (raw === true || (typeof raw === "string" && raw !== "NONE") ? true : undefined),
    wants: "true",
  },
  rfc3339: {
    read: (raw) => (typeof raw === "string" ? parseRfc3339(raw) : undefined),
    wants: "an RFC 3339 time such as 2026-01-31T12:00:00Z",
  },
  "time-or-utc": {
    read: (raw) => (typeof raw === "string" ? (parseTimeOrUtc(raw) ?? secondsOf(raw)) : secondsOf(raw)),
    wants: "a time such as 2026-01-31 12:00:00.000000 (UTC where it has no offset), or epoch seconds",
  },
  "epoch-seconds": { read: secondsOf, wants: "seconds since 1970" },
  "epoch-millis": { read: (raw) => scaled(raw, 1), wants: "milliseconds since 1970" },
  "epoch-nanos": { read: (raw) => scaled(raw, 1e-6), wants: "nanoseconds since 1970" },
  "http-date": { read: httpDate, wants: "an HTTP date such as Thu, 14 Aug 2025 01:11:01 GMT" },
  arn: { read: principalOf, wants: "an ARN" },
  asn: { read: asnOf, wants: "an autonomous system number" },
};

/** A 64-bit integer as logs write it: number, decimal string, or protobuf.js `{low, high, unsigned}`. */
export function integerOf(raw: unknown): number | undefined {
  if (typeof raw === "number") return Number.isFinite(raw) ? Math.trunc(raw) : undefined;
  if (typeof raw === "string") return /^-?\d{1,20}$/.test(raw) ? Number(raw) : undefined;
  const low = field(raw, "low");
  const high = field(raw, "high");
  if (typeof low !== "number" || typeof high !== "number") return undefined;
  const top = field(raw, "unsigned") === true ? high >>> 0 : high | 0;
  return top * 2 ** 32 + (low >>> 0);
}

/** Like `json`, and a text that was quoted once more is unquoted. */
function unquoted(raw: unknown): unknown {
  if (typeof raw !== "string" || !raw.startsWith('"') || !raw.endsWith('"')) return unpacked(raw);
  try {
    return unpacked(JSON.parse(raw));
  } catch {
    return raw;
  }
}

function textOf(raw: unknown): string | undefined {
  if (typeof raw === "string") return raw;
  return typeof raw === "number" && Number.isFinite(raw) ? String(raw) : undefined;
}

function countFrom(raw: unknown): number | undefined {
  const value =
    typeof raw === "string" && /^\d{1,15}\.\d+$/.test(raw) ? Math.trunc(Number(raw)) : integerOf(raw);
  return value !== undefined && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : undefined;
}

function statusOf(raw: unknown): number | undefined {
  if (raw === "success" || raw === "succeeded") return 200;
  const code =
    typeof raw === "string" ? Number(/^(\d{3})(?: |$)/.exec(raw)?.[1] ?? Number.NaN) : integerOf(raw);
  return code !== undefined && code >= 100 && code <= 599 ? code : undefined;
}

function secondsOf(raw: unknown): number | undefined {
  if (typeof raw === "string" && !/^\d{1,12}(?:\.\d{1,9})?$/.test(raw)) return undefined;
  return typeof raw === "string" || typeof raw === "number" ? scaled(Number(raw), 1000) : scaled(raw, 1000);
}

function scaled(raw: unknown, factor: number): number | undefined {
  const value = typeof raw === "number" ? raw : integerOf(raw);
  return value === undefined || !Number.isFinite(value) || value <= 0
    ? undefined
    : Math.floor(value * factor);
}

function httpDate(raw: unknown): number | undefined {
  if (
    typeof raw !== "string" ||
    raw.length > 40 ||
    !/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$/.test(raw)
  ) {
    return undefined;
  }
  const time = Date.parse(raw);
  return Number.isNaN(time) ? undefined : time;
}

/** Session names that software makes up anew for each session; they would split one principal into many. */
const MADE_UP_SESSION =
  /\/(?:botocore-session-\d+|aws-go-sdk-\d+|AWSCLI-Session(?:-\d+)?|i-[0-9a-f]{8,17}|\d{10,})$/;

function principalOf(raw: unknown): string | undefined {
  return typeof raw === "string" ? raw.replace(raw.length <= 2048 ? MADE_UP_SESSION : /$^/, "") : undefined;
}

function asnOf(raw: unknown): number | undefined {
  const number = typeof raw === "string" ? integerOf(raw.replace(/^AS/i, "")) : integerOf(raw);
  return number !== undefined && number > 0 && number < 2 ** 32 ? number : undefined;
}
