import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { PACKING_HEAD, packingOf } from "../events/decompress.ts";
import { isFileProblem, type FileProblem } from "../events/file-problem.ts";
import type { FormatName } from "../events/format-names.ts";
import type { Mapping } from "../events/mapping.ts";
import { probeFormat } from "../events/probe-format.ts";
import { LIMITS, splitRecords, type RecordChunk } from "../events/records.ts";
import { openSource, type Source } from "../events/sources.ts";
import type { ChunkMemory } from "./chunk-memory.ts";
import type { SketchTask } from "./sketch-station.ts";

/** Records of a document are gathered into tasks of about this many bytes. */
const TASK_BYTES = 1024 * 1024;

/** A task with what the loader needs beside it. */
export interface PlacedTask {
  readonly task: SketchTask;
  readonly byteOffset: number;
  readonly byteLength: number;
  /** Lines of an unpacked file: they can be read again by themselves. */
  readonly plainLines: boolean;
}

export interface SourceOptions {
  /** The format the user named; found out where absent. */
  readonly format: FormatName | undefined;
  readonly mapping: Mapping | undefined;
  readonly number: number;
  readonly onRead: (bytes: number) => void;
  /** Where chunks of lines get their buffers; whoever takes a task gives its bytes back. */
  readonly memory: ChunkMemory;
}

/** How a source is read: found from its first records. */
export interface SourceNature {
  readonly format: FormatName;
  /** Records belong together: one station must get them all. */
  readonly together: boolean;
}

/**
 * Cuts a source into tasks. First comes what the source is, or a problem that says why it cannot be told; then tasks
 * and problems as they come up.
 */
export async function* sourceTasks(
  source: Source,
  options: SourceOptions,
): AsyncGenerator<SourceNature | PlacedTask | FileProblem, void> {
  const records = splitRecords(openSource(source, standardInput(source), options.onRead), {
    ...LIMITS,
    allocate: options.memory.allocate,
  });
  try {
    yield* tasksAmong(records, source, options);
  } finally {
    // Whoever stops before the first task has not begun to read the replayed records, so nothing else closes the file.
    await records.return();
  }
}

async function* tasksAmong(
  records: ReturnType<typeof splitRecords>,
  source: Source,
  options: SourceOptions,
): AsyncGenerator<SourceNature | PlacedTask | FileProblem, void> {
  const { detected, items } = await probeFormat(records);
  const format = options.mapping?.format ?? options.format ?? detected.format;
  if (format === undefined) {
    yield* problemsOfUnknown(items, "reason" in detected ? detected.reason : "");
    return;
  }
  const plain = await isPlain(source);
  yield { format, together: format === "langfuse" || ("inPieces" in detected ? detected.inPieces : true) };
  let gathered: RecordChunk[] = [];
  let gatheredBytes = 0;
  // The last task is held back until it is known to be the last.
  let held: PlacedTask | undefined;
  for await (const chunk of items) {
    if (isFileProblem(chunk)) {
      yield chunk;
      continue;
    }
    gathered.push(chunk);
    gatheredBytes += chunk.bytes.length;
    if (chunk.mode === "document" && gatheredBytes < TASK_BYTES) continue;
    if (held) yield held;
    held = placeTask(gathered, source, options, format, plain);
    gathered = [];
    gatheredBytes = 0;
  }
  if (gathered.length > 0) {
    if (held) yield held;
    held = placeTask(gathered, source, options, format, plain);
  }
  if (held) yield { ...held, task: { ...held.task, last: true } };
}

async function isPlain(source: Source): Promise<boolean> {
  const file = await open(source.absolutePath);
  try {
    const head = Buffer.alloc(PACKING_HEAD);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return packingOf(head.subarray(0, bytesRead)) === "plain";
  } finally {
    await file.close();
  }
}

/** Standard input is spooled before (see spool-input.ts), so it is a file like any other. */
function standardInput(source: Source): AsyncIterable<Buffer> {
  return source.path === "-" ? createReadStream(source.absolutePath) : Readable.from([]);
}

async function* problemsOfUnknown(
  items: AsyncIterable<RecordChunk | FileProblem>,
  reason: string,
): AsyncGenerator<FileProblem, void> {
  let problems = 0;
  for await (const item of items) {
    if (!isFileProblem(item)) continue;
    problems++;
    yield item;
  }
  if (problems === 0) yield { code: "unknown-format", line: 1, reason };
}

function placeTask(
  chunks: readonly RecordChunk[],
  source: Source,
  options: SourceOptions,
  format: FormatName,
  plain: boolean,
): PlacedTask {
  const first = chunks[0];
  const last = chunks[chunks.length - 1];
  const start = first?.byteOffset ?? 0;
  return {
    task: taskOf(chunks, source, options, format),
    byteOffset: start,
    byteLength: (last?.byteOffset ?? 0) + (last?.bytes.length ?? 0) - start,
    plainLines: plain && first?.mode === "lines",
  };
}

function taskOf(
  chunks: readonly RecordChunk[],
  source: Source,
  options: SourceOptions,
  format: FormatName,
): SketchTask {
  const lines = chunks[0]?.mode === "lines";
  const starts: number[] = [];
  let at = 0;
  for (const chunk of chunks) {
    starts.push(at, chunk.firstLine);
    at += chunk.bytes.length;
  }
  return {
    source: options.number,
    file: source.path,
    fileTimeMs: source.modifiedMs,
    format,
    mapping: options.mapping,
    bytes: bytesOf(chunks),
    firstLine: chunks[0]?.firstLine ?? 1,
    records: lines ? undefined : Uint32Array.from(starts),
    last: false,
  };
}

/** The bytes of one chunk as they are; those of several records end to end. */
function bytesOf(chunks: readonly RecordChunk[]): Uint8Array {
  if (chunks.length === 1 && chunks[0]) return chunks[0].bytes;
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk.bytes, at);
    at += chunk.bytes.length;
  }
  return bytes;
}
