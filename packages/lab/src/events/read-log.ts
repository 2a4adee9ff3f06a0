import { isFileProblem } from "./file-problem.ts";
import type { FileProblem } from "./file-problem.ts";
import { openReader } from "./formats/all-formats.ts";
import type { ReaderOptions } from "./formats/all-formats.ts";
import type { TraceUsers } from "./formats/trace-users.ts";
import type { FormatName } from "./format-names.ts";
import { probeFormat } from "./probe-format.ts";
import { eachLine, parseRecord, readRecord } from "./read-line.ts";
import type { FieldOrigins, Place, ReadResult } from "./record-reader.ts";
import type { RecordChunk } from "./records.ts";

/** What comes out of a log file, in order; the summary comes last. */
export type LogItem =
  | { readonly kind: "result"; readonly result: ReadResult }
  | { readonly kind: "problem"; readonly problem: FileProblem }
  | {
      readonly kind: "summary";
      readonly format: FormatName | undefined;
      readonly records: number;
      readonly fields: FieldOrigins;
    };

export interface ReadLogOptions extends ReaderOptions {
  /** The format, or `auto` to tell it by the first records. */
  readonly format: FormatName | "auto";
}

/**
 * Reads one log file by the total path, one record after another. A file whose format cannot be told gives one
 * problem.
 *
 * @param place name and time of the file
 */
export async function* readLog(
  chunks: AsyncGenerator<RecordChunk | FileProblem, void>,
  place: Omit<Place, "line">,
  options: ReadLogOptions,
): AsyncGenerator<LogItem, void> {
  const { detected, items } = await probeFormat(chunks);
  const format = options.format === "auto" ? detected.format : options.format;
  if (format === undefined) {
    yield* ofUnknownFormat(items, "reason" in detected ? detected.reason : "");
    return;
  }
  const reader = openReader(format, options);
  let records = 0;
  for await (const item of items) {
    if (isFileProblem(item)) {
      yield { kind: "problem", problem: item };
      continue;
    }
    for (const { bytes, line } of recordsOf(item)) {
      records++;
      for (const result of readRecord(reader, bytes, { ...place, line })) yield { kind: "result", result };
    }
  }
  for (const result of reader.finish()) yield { kind: "result", result };
  yield { kind: "summary", format, records, fields: reader.fields() };
}

/** First pass over a Langfuse dump: remembers whom each trace belongs to. */
export async function noteTraces(
  chunks: AsyncIterable<RecordChunk | FileProblem>,
  users: TraceUsers,
): Promise<void> {
  for await (const item of chunks) {
    if (isFileProblem(item)) continue;
    for (const { bytes, line } of recordsOf(item)) {
      const parsed = parseRecord(bytes, { file: "", line, fileTimeMs: 0 });
      if (parsed === undefined || !("value" in parsed)) continue;
      const { value } = parsed;
      for (const record of Array.isArray(value) ? (value as unknown[]) : [value]) users.note(record);
    }
  }
}

/** The records of a chunk with their lines. */
export function recordsOf(chunk: RecordChunk): readonly { readonly bytes: Buffer; readonly line: number }[] {
  if (chunk.mode === "document") return [{ bytes: chunk.bytes, line: chunk.firstLine }];
  const records: { bytes: Buffer; line: number }[] = [];
  eachLine(chunk.bytes, chunk.firstLine, (bytes, line) => {
    if (bytes.length > 0) records.push({ bytes, line });
  });
  return records;
}

async function* ofUnknownFormat(
  items: AsyncIterable<RecordChunk | FileProblem>,
  reason: string,
): AsyncGenerator<LogItem, void> {
  let records = 0;
  let problems = 0;
  for await (const item of items) {
    if (!isFileProblem(item)) records += recordsOf(item).length;
    else {
      problems++;
      yield { kind: "problem", problem: item };
    }
  }
  if (records > 0 || problems === 0)
    yield { kind: "problem", problem: { code: "unknown-format", line: 1, reason } };
  yield { kind: "summary", format: undefined, records, fields: {} };
}
