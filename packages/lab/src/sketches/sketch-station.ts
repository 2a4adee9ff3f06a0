import type { FormatName } from "../events/format-names.ts";
import { openReader } from "../events/formats/all-formats.ts";
import type { TraceUsers } from "../events/formats/trace-users.ts";
import type { Mapping } from "../events/mapping.ts";
import { eachLine, readRecord } from "../events/read-line.ts";
import type { FieldOrigins, RecordReader } from "../events/record-reader.ts";
import { ChunkSketcher } from "./chunk-sketcher.ts";
import type { Period } from "./period.ts";
import type { PhraseAutomaton } from "./phrase-automaton.ts";
import type { SketchedChunk } from "./sketched-chunk.ts";

/** A stretch of one source for a station: lines, or whole records that lie end to end. */
export interface SketchTask {
  readonly source: number;
  readonly file: string;
  readonly fileTimeMs: number;
  readonly format: FormatName;
  readonly mapping: Mapping | undefined;
  readonly bytes: Uint8Array;
  readonly firstLine: number;
  /** Where records begin and on which line, as pairs; absent where `bytes` are lines. */
  readonly records: Uint32Array | undefined;
  /** No more of this source comes to this station. */
  readonly last: boolean;
}

export interface SketchedTask {
  readonly chunk: SketchedChunk;
  /** Provenance of the fields that the slow path read; empty where it read none. */
  readonly fields: FieldOrigins;
}

export interface StationOptions {
  readonly wasmBytes: Uint8Array;
  readonly phrases: PhraseAutomaton;
  readonly nowMs: number;
  /** An arrival later than this is rejected. */
  readonly latestMs: number;
  readonly traceUsers?: TraceUsers;
  /** The loader passes requests outside of it over (`ChunkLoader.open`), so that they must not use attributes up; all time where absent. */
  readonly period?: Period | undefined;
}

/**
 * Reads and sketches tasks one at a time: the same code in a worker thread and on the main thread. It owns one
 * kernel and, per source, one reader.
 */
export class SketchStation {
  readonly #options: StationOptions;
  readonly #sketcher: ChunkSketcher;
  readonly #readers = new Map<number, RecordReader>();

  constructor(options: StationOptions) {
    this.#options = options;
    this.#sketcher = new ChunkSketcher(options.wasmBytes, options.phrases, options.period);
  }

  sketch(task: SketchTask): SketchedTask {
    const reader = this.#readerOf(task);
    const slow = (line: Uint8Array, number: number): ReturnType<RecordReader["read"]> =>
      readRecord(reader, Buffer.from(line), {
        file: task.file,
        line: number,
        fileTimeMs: task.fileTimeMs,
      });
    // A user's own table may change what any field means; only the built-in envelope is scanned fast.
    if (task.format === "stillwatch" && task.mapping === undefined && task.records === undefined) {
      this.#sketcher.addLines(task.bytes, task.file, task.firstLine, this.#options.latestMs, slow);
    } else {
      eachRecord(task, (record, line) => {
        this.#sketcher.addRecord(record, task.file, line, slow);
      });
    }
    if (task.last) {
      this.#sketcher.addResults(reader.finish(), task.file);
      this.#readers.delete(task.source);
    }
    return { chunk: this.#sketcher.finish(), fields: reader.fields() };
  }

  #readerOf(task: SketchTask): RecordReader {
    let reader = this.#readers.get(task.source);
    if (!reader) {
      const { nowMs, traceUsers } = this.#options;
      reader = openReader(task.format, {
        nowMs,
        ...(task.mapping === undefined ? {} : { mapping: task.mapping }),
        ...(traceUsers === undefined ? {} : { traceUsers }),
      });
      this.#readers.set(task.source, reader);
    }
    return reader;
  }
}

/** Calls back for each record of a task, in order. */
function eachRecord(
  task: Pick<SketchTask, "bytes" | "firstLine" | "records">,
  visit: (record: Uint8Array, line: number) => void,
): void {
  const { bytes, records } = task;
  if (records === undefined) {
    eachLine(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      task.firstLine,
      (line, number) => {
        if (line.length > 0) visit(line, number);
      },
    );
    return;
  }
  for (let at = 0; at < records.length; at += 2) {
    visit(bytes.subarray(records[at], records[at + 2] ?? bytes.length), records[at + 1] ?? 1);
  }
}
