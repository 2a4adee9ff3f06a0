import { scanJson } from "../../encoding/scan-json.ts";
import type { ManifestRecord } from "../resources.ts";
import { parseTimestamp } from "../../stix/timestamp.ts";
import type { Answer } from "./connection.ts";
import type { ReadPage } from "./pages.ts";
import { listOf, malformed, readJsonObject, recordOf } from "./read-json.ts";

/** An object as a server sent it. */
export interface ReceivedObject {
  /** Its own JSON text, byte for byte; it may hold line breaks between its tokens. */
  readonly text: string;
  /** Its `id`, where it has one. */
  readonly id: string | undefined;
}

/** Objects of other people may be deeper than a hub lets in. */
const MOST_DEPTH = 512;
const MOST_OBJECTS = 1_000_000;

/** JSON's white space ends here. */
const SPACE = 0x20;
const OPEN_OBJECT = 0x7b;

/** The objects of an envelope, untouched. @throws TaxiiError `malformed-answer` */
export function readEnvelope(answer: Answer): ReadPage<ReceivedObject> {
  if (answer.status === 204) return { rows: [], more: false, next: undefined };
  const { bytes } = answer;
  const scan = scanJson(bytes, {
    limits: { maxBytes: bytes.length, maxDepth: MOST_DEPTH },
    elementsOf: "objects",
    maxElements: MOST_OBJECTS,
  });
  if (scan.kind === "refused") throw malformed(`no TAXII envelope: ${scan.message}`);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (buffer[buffer.findIndex((byte) => byte > SPACE)] !== OPEN_OBJECT) throw malformed("no TAXII envelope");
  const member = (name: string): unknown => {
    const span = scan.members.get(name);
    return span === undefined ? undefined : JSON.parse(buffer.toString("utf8", span.start, span.end));
  };
  if (scan.elements === undefined && (member("objects") ?? undefined) !== undefined) {
    throw malformed("no TAXII envelope: objects is no list");
  }
  return {
    ...onward({ more: member("more"), next: member("next") }),
    rows: (scan.elements ?? []).map(({ start, end }) => {
      const text = buffer.toString("utf8", start, end);
      return { text, id: idOf(text) };
    }),
  };
}

/** @throws TaxiiError `malformed-answer` */
export function readManifest(answer: Answer): ReadPage<ManifestRecord> {
  const body = readJsonObject(answer);
  const rows = listOf(body["objects"], "objects").map((entry): ManifestRecord => {
    const { id, date_added, version, media_type } = recordOf(entry, "a manifest record");
    if (typeof id !== "string" || typeof date_added !== "string" || typeof version !== "string") {
      throw malformed("a manifest record without id, date_added or version");
    }
    return { id, date_added, version, ...(typeof media_type === "string" ? { media_type } : {}) };
  });
  const last = rows.at(-1);
  return {
    ...onward(body),
    rows,
    lastAdded: last === undefined ? undefined : parseTimestamp(last.date_added),
  };
}

/** @throws TaxiiError `malformed-answer` */
export function readVersions(answer: Answer): ReadPage<string> {
  const body = readJsonObject(answer);
  const rows = listOf(body["versions"], "versions").filter((version) => typeof version === "string");
  return { ...onward(body), rows };
}

function onward({ more, next }: Readonly<Record<string, unknown>>): Pick<ReadPage<never>, "more" | "next"> {
  return { more: more === true, next: typeof next === "string" && next !== "" ? next : undefined };
}

function idOf(text: string): string | undefined {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || !("id" in value)) return undefined;
  return typeof value.id === "string" ? value.id : undefined;
}
