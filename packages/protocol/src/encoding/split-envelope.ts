import type { JsonRefusal } from "./json-refusal.ts";
import { scanJson, type Span } from "./scan-json.ts";

export interface EnvelopeLimits {
  /** Size of the whole envelope in bytes. */
  readonly maxBytes: number;
  /** How many objects it may carry. */
  readonly maxObjects: number;
  /** How many arrays and objects may stand inside one another within one of its objects, that object counted. */
  readonly maxObjectDepth: number;
}

/** 10 MiB, 10,000 objects, 64 levels: what a hub takes unless it is told otherwise. */
export const DEFAULT_ENVELOPE_LIMITS: EnvelopeLimits = {
  maxBytes: 10 * 1024 * 1024,
  maxObjects: 10_000,
  maxObjectDepth: 64,
};

/** One element of `objects`: not yet known to be STIX, perhaps not even a JSON object. */
export interface EnvelopeItem {
  /** Its own text, byte for byte as it stood there. */
  readonly text: string;
  /** What the text means. */
  readonly value: unknown;
}

export interface SplitEnvelope {
  readonly kind: "envelope";
  readonly items: readonly EnvelopeItem[];
  readonly more: boolean | undefined;
  readonly next: string | undefined;
}

export interface SplitBundle {
  readonly kind: "bundle";
  readonly items: readonly EnvelopeItem[];
}

/**
 * Takes a TAXII envelope apart (TAXII 2.1 section 3.7: `more`, `next`, `objects`, all optional) after one strict scan
 * of the whole; each object keeps its exact text. Members with other names are ignored, as custom properties of TAXII
 * resources are (section 6), but an object that has only such members is no envelope.
 */
export function splitEnvelope(
  bytes: Uint8Array,
  limits: EnvelopeLimits = DEFAULT_ENVELOPE_LIMITS,
): SplitEnvelope | JsonRefusal {
  const parts = split(bytes, limits);
  if (parts.kind === "refused") return parts;
  const { members, items, valueOf } = parts;
  const isEnvelope = ["objects", "more", "next"].some((name) => members.has(name)) || members.size === 0;
  if (!parts.isObject || !isEnvelope) return notAnEnvelope(0, "");
  if (items === undefined && members.has("objects"))
    return notAnEnvelope(members.get("objects")!.start, "/objects");
  const more = valueOf("more");
  if (more !== undefined && typeof more !== "boolean")
    return notAnEnvelope(members.get("more")!.start, "/more");
  const next = valueOf("next");
  if (next !== undefined && typeof next !== "string")
    return notAnEnvelope(members.get("next")!.start, "/next");
  return { kind: "envelope", items: items ?? [], more, next };
}

/** Takes a STIX bundle apart (STIX 2.1 section 8) as `splitEnvelope` does an envelope. Its id plays no part. */
export function splitBundle(
  bytes: Uint8Array,
  limits: EnvelopeLimits = DEFAULT_ENVELOPE_LIMITS,
): SplitBundle | JsonRefusal {
  const parts = split(bytes, limits);
  if (parts.kind === "refused") return parts;
  const { members, items, valueOf } = parts;
  if (valueOf("type") !== "bundle" || (items === undefined && members.has("objects"))) {
    const message = 'This is no STIX bundle: {"type": "bundle", "id": "bundle--…", "objects": [ … ]}.';
    return { kind: "refused", code: "not-an-envelope", offset: 0, path: "", message };
  }
  return { kind: "bundle", items: items ?? [] };
}

interface Parts {
  readonly kind: "parts";
  readonly isObject: boolean;
  readonly members: ReadonlyMap<string, Span>;
  /** Undefined where `objects` is absent or no array. */
  readonly items: readonly EnvelopeItem[] | undefined;
  /** Undefined where the member is absent. */
  readonly valueOf: (member: string) => unknown;
}

function split(bytes: Uint8Array, limits: EnvelopeLimits): Parts | JsonRefusal {
  const scan = scanJson(bytes, {
    // The outermost object and its array are two more levels.
    limits: { maxBytes: limits.maxBytes, maxDepth: limits.maxObjectDepth + 2 },
    elementsOf: "objects",
    maxElements: limits.maxObjects,
  });
  if (scan.kind === "refused") return scan;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    kind: "parts",
    isObject: scan.isObject,
    members: scan.members,
    items: scan.elements?.map(({ start, end }): EnvelopeItem => {
      const text = buffer.toString("utf8", start, end);
      return { text, value: JSON.parse(text) };
    }),
    valueOf: (member) => {
      const span = scan.members.get(member);
      return span === undefined ? undefined : JSON.parse(buffer.toString("utf8", span.start, span.end));
    },
  };
}

function notAnEnvelope(offset: number, path: string): JsonRefusal {
  const message =
    'This is no TAXII envelope. Send {"objects": [ … ]} (TAXII 2.1 section 3.7); "more" is true or false, "next" a string.';
  return { kind: "refused", code: "not-an-envelope", offset, path, message };
}
