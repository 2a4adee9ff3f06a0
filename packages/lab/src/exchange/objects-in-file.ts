import { readJson, splitBundle, splitEnvelope, type ObjectText } from "@stillwatch/protocol";
import { ExchangeError } from "./exchange-error.ts";

/** What one file may hold. */
const LIMITS = { maxBytes: 512 * 1024 * 1024, maxObjects: 5_000_000, maxObjectDepth: 512 };
const LINE_LIMITS = { maxBytes: LIMITS.maxBytes, maxDepth: LIMITS.maxObjectDepth };
const LINE_FEED = 0x0a;

/**
 * The objects of a file, each with its exact text: a STIX bundle, a TAXII envelope, one object, or one object a line
 * (NDJSON).
 *
 * @param path - as the user named it, for errors
 * @throws ExchangeError `bad-file`, with the place that is wrong
 */
export function objectsInFile(bytes: Uint8Array, path: string): readonly ObjectText[] {
  if (bytes.length > LIMITS.maxBytes) {
    throw new ExchangeError(
      "bad-file",
      `${path}: larger than ${String(LIMITS.maxBytes)} bytes; push it in parts`,
    );
  }
  const bundle = splitBundle(bytes, LIMITS);
  if (bundle.kind === "bundle") return bundle.items.map(objectText);
  const envelope = splitEnvelope(bytes, LIMITS);
  if (envelope.kind === "envelope") return envelope.items.map(objectText);
  const whole = readJson(bytes, LINE_LIMITS);
  if (whole.kind === "read") {
    if (isObject(whole.value)) return [objectText({ text: whole.text.trim(), value: whole.value })];
    throw new ExchangeError("bad-file", `${path}: no STIX; give a bundle, an envelope, or one object a line`);
  }
  const lines = objectsInLines(bytes, path);
  // A file that is not even lines of JSON was meant as a whole: its own fault says more than that of line 1.
  if (lines.kind === "objects") return lines.objects;
  throw lines.line === 1
    ? new ExchangeError("bad-file", `${path}: byte ${String(whole.offset)}: ${whole.message}`)
    : new ExchangeError("bad-file", lines.message);
}

type Lines =
  | { readonly kind: "objects"; readonly objects: readonly ObjectText[] }
  | { readonly kind: "faulty"; readonly line: number; readonly message: string };

function objectsInLines(bytes: Uint8Array, path: string): Lines {
  const objects: ObjectText[] = [];
  for (let start = 0, line = 1; start < bytes.length; line++) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? bytes.length : feed;
    const text = bytes.subarray(start, end);
    start = end + 1;
    if (text.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d)) continue;
    const read = readJson(text, LINE_LIMITS);
    if (read.kind === "refused")
      return { kind: "faulty", line, message: `${path}:${String(line)}: ${read.message}` };
    if (!isObject(read.value)) {
      return {
        kind: "faulty",
        line,
        message: `${path}:${String(line)}: no object; give one STIX object a line`,
      };
    }
    objects.push(objectText({ text: read.text.trim(), value: read.value }));
  }
  return { kind: "objects", objects };
}

function objectText({ text, value }: { readonly text: string; readonly value: unknown }): ObjectText {
  const id =
    isObject(value) && "id" in value && typeof value.id === "string" ? value.id : "(an object without id)";
  return { text, id };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
