import { asList, asObject, field } from "../json-values.ts";
import type { JsonObject } from "../json-values.ts";
import { integerOf } from "../transforms.ts";

/** Deepest nesting of an attribute's value; what lies deeper is left out. */
const MAX_DEPTH = 64;

/**
 * Attributes by name. Takes the OTLP/JSON list of `{key, value}` with typed values, and the flat object that
 * some exporters write instead.
 */
export function attributesOf(attributes: unknown): JsonObject {
  const flat: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  if (!Array.isArray(attributes)) return Object.assign(flat, asObject(attributes));
  for (const attribute of asList(attributes)) {
    const key = field(attribute, "key");
    if (typeof key === "string") flat[key] = anyValue(field(attribute, "value"), 0);
  }
  return flat;
}

/**
 * A typed value as plain JSON: 64-bit integers may be numbers, strings, or protobuf.js longs.
 * Source: opentelemetry-proto `AnyValue`, OTLP/JSON encoding; traps of log-formats.md, section 3.6.
 */
export function anyValue(value: unknown, depth = 0): unknown {
  const typed = asObject(value);
  if (typed === undefined || depth > MAX_DEPTH) return value;
  const text = typed["stringValue"] ?? typed["string_value"];
  if (text !== undefined) return text;
  const integer = typed["intValue"] ?? typed["int_value"];
  if (integer !== undefined) return integerOf(integer);
  const other = typed["doubleValue"] ?? typed["double_value"] ?? typed["boolValue"] ?? typed["bool_value"];
  if (other !== undefined) return other;
  const list = field(typed["arrayValue"] ?? typed["array_value"], "values");
  if (Array.isArray(list)) return asList(list).map((item) => anyValue(item, depth + 1));
  const pairs = field(typed["kvlistValue"] ?? typed["kvlist_value"], "values");
  if (!Array.isArray(pairs)) return undefined;
  const object: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const pair of asList(pairs)) {
    const key = field(pair, "key");
    if (typeof key === "string") object[key] = anyValue(field(pair, "value"), depth + 1);
  }
  return object;
}

/**
 * A trace or span id as text: hex in lower case, or what base64 and byte lists stand for in hex; undefined
 * where it is empty.
 */
export function idText(id: unknown): string | undefined {
  if (typeof id === "string") {
    if (id === "") return undefined;
    return /^[0-9a-fA-F]+$/.test(id) && (id.length === 16 || id.length === 32)
      ? id.toLowerCase()
      : Buffer.from(id, "base64").toString("hex");
  }
  const data = field(id, "data");
  return Array.isArray(data) && data.length > 0 && data.length <= 64
    ? Buffer.from(data.map((byte) => (typeof byte === "number" ? byte & 255 : 0))).toString("hex")
    : undefined;
}
