import { open } from "node:fs/promises";
import { isFileProblem } from "../events/file-problem.ts";
import type { FormatName } from "../events/format-names.ts";
import { openReader } from "../events/formats/all-formats.ts";
import type { TraceUsers } from "../events/formats/trace-users.ts";
import type { Mapping } from "../events/mapping.ts";
import { eachLine, readRecord } from "../events/read-line.ts";
import { isRejection, type ReadResult, type RecordReader } from "../events/record-reader.ts";
import { recordsOf } from "../events/read-log.ts";
import { splitRecords, type RecordChunk } from "../events/records.ts";
import type { RequestEvent } from "../events/request-event.ts";
import { openSource, type Source } from "../events/sources.ts";
import type { ChunkPlace } from "../engine/load-chunks.ts";
import type { SourceSummary } from "./sketch-log.ts";

/** What reading again needs to know of the run. */
export interface ReadAgainInput {
  readonly summaries: readonly SourceSummary[];
  readonly places: readonly ChunkPlace[];
  readonly mapping: Mapping | undefined;
  readonly traceUsers: TraceUsers;
  readonly nowMs: number;
}

/** A request that was read again, and where it stands. */
export interface FoundRequest {
  readonly event: RequestEvent;
  readonly file: string;
  /** First line of the record, 1-based; 0 where several records together gave the request. */
  readonly line: number;
}

/**
 * Reads a bounded number of requests again by their numbers: the only time after sketching that text is seen. A plain
 * file of lines is read at the stretches that are needed; anything else from its beginning.
 */
export async function readAgain(
  requests: ReadonlySet<number>,
  input: ReadAgainInput,
): Promise<ReadonlyMap<number, FoundRequest>> {
  const found = new Map<number, FoundRequest>();
  const bySource = new Map<number, ChunkPlace[]>();
  for (const place of input.places) {
    const list = bySource.get(place.source);
    if (list) list.push(place);
    else bySource.set(place.source, [place]);
  }
  for (const [number, places] of bySource) {
    const wanted = places.filter((place) => holdsAny(place, requests));
    const summary = input.summaries[number];
    if (wanted.length === 0 || summary?.format === undefined) continue;
    if (canReadStretches(summary.format, places))
      await readStretches(summary, wanted, requests, found, input);
    else await readWhole(summary, places[0]?.firstRequest ?? 0, requests, found, input);
  }
  return found;
}

/** Formats whose records may be read from the middle of a file: none continues a record before it. */
const STRETCHABLE: ReadonlySet<FormatName> = new Set([
  "stillwatch",
  "otlp",
  "litellm",
  "bedrock",
  "langfuse",
  "helicone",
]);

function canReadStretches(format: FormatName, places: readonly ChunkPlace[]): boolean {
  if (!places.every((place) => place.plainLines)) return false;
  return STRETCHABLE.has(format) || places.every((place) => place.oneEventPerLine);
}

function holdsAny(place: ChunkPlace, requests: ReadonlySet<number>): boolean {
  for (let request = place.firstRequest; request < place.firstRequest + place.rows; request++) {
    if (requests.has(request)) return true;
  }
  return false;
}

async function readStretches(
  summary: SourceSummary,
  places: readonly ChunkPlace[],
  requests: ReadonlySet<number>,
  found: Map<number, FoundRequest>,
  input: ReadAgainInput,
): Promise<void> {
  const file = await open(summary.source.absolutePath);
  try {
    for (const place of places) {
      const bytes = Buffer.alloc(place.byteLength);
      await file.read(bytes, 0, bytes.length, place.byteOffset);
      if (place.oneEventPerLine && summary.format === "stillwatch" && isLineByLine(bytes)) {
        readLines(bytes, place, summary, requests, found, input);
        continue;
      }
      const collect = collector(summary, place.firstRequest, requests, found, input);
      collect.chunk({ bytes, firstLine: place.firstLine, byteOffset: place.byteOffset, mode: "lines" });
    }
  } finally {
    await file.close();
  }
}

const BRACE = 0x7b;

/** Equal numbers of lines and events are one event a line only if no line is a list or carries nothing. */
function isLineByLine(bytes: Buffer): boolean {
  let every = true;
  eachLine(bytes, 1, (line) => {
    if (line[0] !== BRACE && line.some((byte) => byte > 0x20)) every = false;
  });
  return every;
}

/** Where every line gave one event, only the wanted lines need be parsed. */
function readLines(
  bytes: Buffer,
  place: ChunkPlace,
  summary: SourceSummary,
  requests: ReadonlySet<number>,
  found: Map<number, FoundRequest>,
  input: ReadAgainInput,
): void {
  const reader = readerOf(summary, input);
  let request = place.firstRequest;
  eachLine(bytes, place.firstLine, (line, number) => {
    if (line[0] !== BRACE) return;
    if (requests.has(request)) {
      const { path, modifiedMs } = summary.source;
      const [event] = readRecord(reader, line, { file: path, line: number, fileTimeMs: modifiedMs });
      if (event !== undefined && !isRejection(event)) found.set(request, { event, file: path, line: number });
    }
    request++;
  });
}

async function readWhole(
  summary: SourceSummary,
  firstRequest: number,
  requests: ReadonlySet<number>,
  found: Map<number, FoundRequest>,
  input: ReadAgainInput,
): Promise<void> {
  const { source } = summary;
  const collect = collector(summary, firstRequest, requests, found, input);
  const asFile: Source = { ...source, path: source.absolutePath };
  for await (const item of splitRecords(openSource(asFile, emptyInput()))) {
    if (!isFileProblem(item)) collect.chunk(item);
  }
  collect.finish();
}

/** Counts events as the loader did and keeps those that are wanted. */
function collector(
  summary: SourceSummary,
  firstRequest: number,
  requests: ReadonlySet<number>,
  found: Map<number, FoundRequest>,
  input: ReadAgainInput,
): { chunk(chunk: RecordChunk): void; finish(): void } {
  const reader = readerOf(summary, input);
  let next = firstRequest;
  const take = (results: readonly ReadResult[], line: number): void => {
    for (const result of results) {
      if (isRejection(result)) continue;
      if (requests.has(next)) found.set(next, { event: result, file: summary.source.path, line });
      next++;
    }
  };
  return {
    chunk: (chunk) => {
      for (const { bytes, line } of recordsOf(chunk)) {
        take(
          readRecord(reader, bytes, {
            file: summary.source.path,
            line,
            fileTimeMs: summary.source.modifiedMs,
          }),
          line,
        );
      }
    },
    finish: () => {
      take(reader.finish(), 0);
    },
  };
}

function readerOf(summary: SourceSummary, input: ReadAgainInput): RecordReader {
  return openReader(summary.format ?? "stillwatch", {
    nowMs: input.nowMs,
    traceUsers: input.traceUsers,
    ...(input.mapping === undefined ? {} : { mapping: input.mapping }),
  });
}

async function* emptyInput(): AsyncGenerator<Buffer, void> {
  await Promise.resolve();
}
