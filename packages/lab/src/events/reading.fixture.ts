import type { FileProblem } from "./file-problem.ts";
import type { FormatName } from "./format-names.ts";
import { readLog } from "./read-log.ts";
import type { ReadLogOptions } from "./read-log.ts";
import { isRejection } from "./record-reader.ts";
import type { FieldOrigins, Rejection } from "./record-reader.ts";
import { splitRecords } from "./records.ts";
import type { SplitLimits } from "./records.ts";
import type { RequestEvent } from "./request-event.ts";
import { unpack } from "./sources.ts";

/** The clock of the tests. */
export const NOW_MS: number = Date.UTC(2027, 0, 1);

/** Modification time of the files in the tests. */
export const FILE_TIME_MS: number = Date.UTC(2026, 10, 1);

/** All that reading a file gave. */
export interface Reading {
  readonly format: FormatName | undefined;
  readonly events: readonly RequestEvent[];
  readonly rejections: readonly Rejection[];
  readonly problems: readonly FileProblem[];
  readonly fields: FieldOrigins;
}

/** Reads bytes as a log file is read. */
export async function readingOf(
  bytes: Buffer | readonly Buffer[],
  options: Partial<ReadLogOptions> = {},
  file = "log.ndjson",
  limits?: SplitLimits,
): Promise<Reading> {
  const events: RequestEvent[] = [];
  const rejections: Rejection[] = [];
  const problems: FileProblem[] = [];
  let format: FormatName | undefined;
  let fields: FieldOrigins = {};
  const chunks = splitRecords(unpack(streamOf(Buffer.isBuffer(bytes) ? [bytes] : bytes)), limits);
  for await (const item of readLog(
    chunks,
    { file, fileTimeMs: FILE_TIME_MS },
    { format: "auto", nowMs: NOW_MS, ...options },
  )) {
    if (item.kind === "problem") problems.push(item.problem);
    else if (item.kind === "summary") ({ format, fields } = item);
    else if (isRejection(item.result)) rejections.push(item.result);
    else events.push(item.result);
  }
  return { format, events, rejections, problems, fields };
}

/** Reads values as lines of a log. */
export async function readingOfLines(
  lines: readonly unknown[],
  options: Partial<ReadLogOptions> = {},
): Promise<Reading> {
  return readingOf(Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join("")), options);
}

export async function* streamOf(parts: readonly Buffer[]): AsyncGenerator<Buffer, void> {
  for (const part of parts) yield await Promise.resolve(part);
}
