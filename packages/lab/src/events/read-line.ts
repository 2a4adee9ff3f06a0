import { isUtf8 } from "node:buffer";
import { isBlank } from "./blank-line.ts";
import type { FormatName } from "./format-names.ts";
import { nestsDeeperThan } from "./json-nesting.ts";
import type { Place, ReadResult, RecordReader } from "./record-reader.ts";

/**
 * Reads one record from its bytes: the total path, which answers to anything. A list of records on one line is
 * read one by one; a line of an event stream counts by its data. No reason contains text of the record.
 */
export function readRecord(reader: RecordReader, bytes: Buffer, place: Place): readonly ReadResult[] {
  const record = parseRecord(bytes, place);
  if (record === undefined)
    return isBlank(bytes) || STREAMED.has(reader.format) ? [] : [{ line: place.line, reason: NO_STREAM }];
  if ("reason" in record) return [record];
  const { value } = record;
  if (!Array.isArray(value)) return reader.read(value, place);
  if (value.length === 0)
    return [{ line: place.line, reason: "the record is an empty list; it holds no request" }];
  return (value as unknown[]).flatMap((item) => reader.read(item, place));
}

/** Formats whose logs may be event streams as the provider sent them. */
const STREAMED: ReadonlySet<FormatName> = new Set(["anthropic", "openai", "gemini"]);
const NO_STREAM =
  "the line is one of an event stream, which logs of this format are not; one request is one object on one line";

/**
 * Parses a record's bytes; undefined for blank lines and for lines of an event stream without data.
 * Rejects invalid UTF-8 and nesting beyond {@link MAX_NESTING} before the parser sees them.
 */
export function parseRecord(
  bytes: Buffer,
  place: Place,
): { readonly value: unknown } | { readonly line: number; readonly reason: string } | undefined {
  const visible = trimmed(bytes);
  if (visible.length === 0 && !isBlank(bytes)) return { line: place.line, reason: ONLY_CONTROL };
  const data = dataOf(visible);
  if (data.length === 0) return undefined;
  if (!isUtf8(data))
    return { line: place.line, reason: "the line is not valid UTF-8; convert the file to UTF-8" };
  if (nestsDeeperThan(data)) {
    return { line: place.line, reason: "the record nests deeper than 512 levels; no provider's JSON does" };
  }
  try {
    return { value: JSON.parse(data.toString("utf8")) as unknown };
  } catch (error) {
    return {
      line: place.line,
      reason: `not valid JSON${positionOf(error)}; the line may be cut off or be no record`,
    };
  }
}

/** Splits a chunk of lines and calls back for each with its number; line ends and CR are left out. */
export function eachLine(
  bytes: Buffer,
  firstLine: number,
  visit: (line: Buffer, number: number) => void,
): void {
  let number = firstLine;
  for (let from = 0; from < bytes.length; number++) {
    const end = bytes.indexOf(0x0a, from);
    visit(bytes.subarray(from, end === -1 ? bytes.length : end), number);
    from = end === -1 ? bytes.length : end + 1;
  }
}

function trimmed(bytes: Buffer): Buffer {
  let from = 0;
  let to = bytes.length;
  while (from < to && (bytes[from] ?? 0) <= 0x20) from++;
  while (to > from && (bytes[to - 1] ?? 0) <= 0x20) to--;
  return bytes.subarray(from, to);
}

const ONLY_CONTROL =
  "the line holds nothing but control characters; a crash or a full disk may have left them instead of requests";

const NOTHING: Buffer = Buffer.alloc(0);

/** Takes the data out of a line of an event stream (`data: {…}`); its other lines carry nothing. */
function dataOf(line: Buffer): Buffer {
  const first = line[0];
  if (first === 0x7b || first === 0x5b) return line;
  const start = line.subarray(0, 7).toString("latin1");
  if (start.startsWith("data:")) {
    const data = trimmed(line.subarray(5));
    return data.equals(DONE) ? NOTHING : data;
  }
  return line.equals(QUOTED_DONE) || /^(?:event:|id:|retry:|:)/.test(start) ? NOTHING : line;
}

const DONE: Buffer = Buffer.from("[DONE]");
const QUOTED_DONE: Buffer = Buffer.from('"[DONE]"');

/** The position only: the parser's message quotes the text. */
function positionOf(error: unknown): string {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? "" : ` (at character ${position})`;
}
