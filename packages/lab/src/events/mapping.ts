import { parse } from "yaml";
import { z } from "zod";
import { FORMAT_NAMES } from "./format-names.ts";
import type { FormatName } from "./format-names.ts";
import { parsePath } from "./mapping-path.ts";
import type { PathKeys } from "./mapping-path.ts";
import type { Origin } from "./request-event.ts";
import { TRANSFORM_NAMES } from "./transforms.ts";
import type { TransformName } from "./transforms.ts";
import { UnusableInput } from "./unusable-input.ts";

/** Event fields that a mapping can fill. `request` and `response` are wire JSON; `system` and `messages` stand in for `request`. */
export const EVENT_FIELDS = [
  "time",
  "request_id",
  "account",
  "organization",
  "api_key",
  "session",
  "client.ip",
  "client.asn",
  "client.country",
  "client.user_agent",
  "client.tls",
  "provider",
  "model",
  "status",
  "request",
  "system",
  "messages",
  "response",
  "refused",
  "input_tokens",
  "output_tokens",
] as const;

export type EventField = (typeof EVENT_FIELDS)[number];

/** Values that are not in the record: the file's time, the constant "unknown", the record's place `file:line`. */
export const PSEUDO_PATHS = ["$file-time", "$unknown", "$place"] as const;

/** One place where a field may stand. */
export interface FieldSource {
  readonly path: string;
  /** Empty for a pseudo path. */
  readonly keys: PathKeys;
  readonly transform: TransformName;
  readonly origin: Origin;
}

/** A format's table: for each event field the places tried in order. */
export interface Mapping {
  readonly format: FormatName;
  /** Fields without which a record is rejected. */
  readonly required: ReadonlySet<EventField>;
  /** Texts that mean "absent" in this format; the empty string and null always do. */
  readonly absent: ReadonlySet<string>;
  readonly fields: ReadonlyMap<EventField, readonly FieldSource[]>;
}

/**
 * Reads a mapping file (YAML). A file with `format` is a whole table; a file with `base` changes fields of the
 * base table: a field it names replaces that of the base, and the entry `$base` stands for the base's places.
 *
 * @param text the file's text
 * @param path the file's name, for messages
 * @param baseOf gives the built-in table of a format
 * @throws UnusableInput `bad-mapping-file` that names file, key and remedy
 */
export function parseMapping(text: string, path: string, baseOf: (format: FormatName) => Mapping): Mapping {
  const file = checked(yamlOf(text, path), path);
  const base = file.base === undefined ? undefined : baseOf(file.base);
  const format = file.base ?? file.format;
  if (format === undefined)
    throw bad(path, "base", `name the format to start from: ${FORMAT_NAMES.join(", ")}`);
  const fields = new Map(base?.fields);
  for (const [name, entry] of Object.entries(file.fields)) {
    const key = name as EventField;
    fields.set(key, sourcesOf(key, entry, base?.fields.get(key) ?? [], path));
  }
  return {
    format,
    required: new Set(file.required ?? base?.required ?? []),
    absent: new Set([...(base?.absent ?? []), ...(file.absent ?? [])]),
    fields,
  };
}

const ORIGIN = z.enum(["observed", "declared", "derived"]);
const TRANSFORM = z.enum(TRANSFORM_NAMES);
const SOURCE = z.union([
  z.string(),
  z.strictObject({ path: z.string(), as: TRANSFORM.optional(), origin: ORIGIN.optional() }),
]);
const ENTRY = z.strictObject({
  from: z.array(SOURCE).min(1),
  as: TRANSFORM.optional(),
  origin: ORIGIN.optional(),
});
const FILE = z.strictObject({
  format: z.enum(FORMAT_NAMES).optional(),
  base: z.enum(FORMAT_NAMES).optional(),
  required: z.array(z.enum(EVENT_FIELDS)).optional(),
  absent: z.array(z.string()).optional(),
  fields: z.partialRecord(z.enum(EVENT_FIELDS), ENTRY),
});

/** How a field is read where neither the entry nor the place says. */
const DEFAULT_TRANSFORM: Partial<Record<EventField, TransformName>> = {
  time: "rfc3339",
  "client.asn": "asn",
  "client.country": "upper",
  status: "status",
  provider: "lower",
  request: "json",
  system: "json-text",
  messages: "json",
  response: "raw",
  refused: "flag",
  input_tokens: "count",
  output_tokens: "count",
};

function sourcesOf(
  name: EventField,
  entry: z.infer<typeof ENTRY>,
  base: readonly FieldSource[],
  path: string,
): readonly FieldSource[] {
  return entry.from.flatMap((item) => {
    const place = typeof item === "string" ? { path: item } : item;
    if (place.path === "$base") return [...base];
    const pseudo = (PSEUDO_PATHS as readonly string[]).includes(place.path);
    const keys = pseudo ? [] : parsePath(place.path);
    if (keys === undefined || (!pseudo && place.path.startsWith("$"))) {
      throw bad(
        path,
        `fields.${name}.from`,
        `"${place.path}" is not a path; write a.b[0]['key.with.dots'] or one of $base, ${PSEUDO_PATHS.join(", ")}`,
      );
    }
    return [
      {
        path: place.path,
        keys,
        transform: pseudo ? "raw" : (place.as ?? entry.as ?? DEFAULT_TRANSFORM[name] ?? "text"),
        origin: place.origin ?? (pseudo ? "derived" : (entry.origin ?? "observed")),
      },
    ];
  });
}

function checked(document: unknown, path: string): z.infer<typeof FILE> {
  const result = FILE.safeParse(document);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const key = issue === undefined || issue.path.length === 0 ? "the file" : issue.path.map(String).join(".");
  throw bad(path, key, issue?.message ?? "not a mapping");
}

function yamlOf(text: string, path: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 }) as unknown;
  } catch {
    throw bad(path, "the file", "it is not YAML; see docs/reading.md for an example");
  }
}

function bad(path: string, key: string, remedy: string): UnusableInput {
  return new UnusableInput("bad-mapping-file", `mapping file ${path}: ${key}: ${remedy}`);
}
