import type { FileProblem } from "../events/file-problem.ts";
import type { FormatName } from "../events/format-names.ts";
import { isFileProblem } from "../events/file-problem.ts";
import type { Mapping } from "../events/mapping.ts";
import type { FieldOrigins } from "../events/record-reader.ts";
import type { RejectedLine } from "../events/request-event.ts";
import type { Source } from "../events/sources.ts";
import { ChunkMemory } from "./chunk-memory.ts";
import type { SketchedTask } from "./sketch-station.ts";
import type { Sketchers, SubmittedTask } from "./sketcher-pool.ts";
import { sourceTasks, type PlacedTask, type SourceNature } from "./source-tasks.ts";

/** What was read of one source. */
export interface SourceSummary {
  readonly source: Source;
  readonly format: FormatName | undefined;
  readonly lines: number;
  readonly events: number;
  readonly rejected: number;
  readonly fields: FieldOrigins;
}

/** Takes sketched tasks in the order of the log. */
export type TaskSink = (station: number, placed: PlacedTask, done: SketchedTask) => void;

export interface SketchLogInput {
  readonly sources: readonly Source[];
  readonly format: FormatName | undefined;
  readonly mapping: Mapping | undefined;
  readonly sketchers: Sketchers;
  readonly onTask: TaskSink;
  readonly onRejected: (line: RejectedLine) => Promise<void>;
  /** Told bytes read from disk and requests sketched. */
  readonly onProgress: (bytes: number, requests: number) => void;
  readonly signal: AbortSignal;
}

interface UnderWay extends SubmittedTask {
  readonly placed: PlacedTask;
}

interface Tally {
  lines: number;
  events: number;
  rejected: number;
  fields: FieldOrigins;
}

/**
 * Reads and sketches all sources, tasks in parallel, results in the order of the log. At most `sketchers.depth`
 * tasks are under way, so memory does not depend on the length of a file.
 *
 * @throws the signal's reason once it is aborted
 */
export async function sketchLog(input: SketchLogInput): Promise<readonly SourceSummary[]> {
  const summaries: SourceSummary[] = [];
  for (const [number, source] of input.sources.entries()) {
    summaries.push(await sketchSource(source, number, input));
  }
  return summaries;
}

async function sketchSource(source: Source, number: number, input: SketchLogInput): Promise<SourceSummary> {
  const tally: Tally = { lines: 0, events: 0, rejected: 0, fields: {} };
  const underWay: UnderWay[] = [];
  const memory = new ChunkMemory();
  const settleOldest = async (): Promise<void> => {
    const oldest = underWay.shift();
    if (!oldest) return;
    await settle(oldest, tally, input);
    memory.release(oldest.placed.task.bytes);
    oldest.release();
  };
  let nature: SourceNature | undefined;
  const items = sourceTasks(source, {
    format: input.format,
    mapping: input.mapping,
    number,
    memory,
    onRead: (bytes) => {
      input.onProgress(bytes, 0);
    },
  });
  for await (const item of items) {
    input.signal.throwIfAborted();
    if (isProblem(item)) {
      while (underWay.length > 0) await settleOldest();
      tally.rejected++;
      tally.lines++;
      await input.onRejected({ file: source.path, line: item.line, reason: item.reason });
    } else if ("together" in item) nature = item;
    else {
      // Slots are counted before the submit, so that a slow loader holds the reader back.
      while (underWay.length >= input.sketchers.depth) await settleOldest();
      const submitted = input.sketchers.submit(item.task, nature?.together ?? true);
      // A failed task is thrown when its turn comes; until then its failure must not count as unhandled.
      submitted.done.catch(() => undefined);
      underWay.push({ placed: item, ...submitted });
    }
  }
  while (underWay.length > 0) await settleOldest();
  return { source, format: nature?.format, ...tally };
}

function isProblem(item: SourceNature | PlacedTask | FileProblem): item is FileProblem {
  return isFileProblem(item);
}

async function settle(oldest: UnderWay, tally: Tally, input: SketchLogInput): Promise<void> {
  const done = await oldest.done;
  input.signal.throwIfAborted();
  input.onTask(oldest.station, oldest.placed, done);
  tally.lines += done.chunk.lines;
  tally.events += done.chunk.rows;
  tally.rejected += done.chunk.rejected.length;
  tally.fields = { ...tally.fields, ...done.fields };
  for (const line of done.chunk.rejected) await input.onRejected(line);
  input.onProgress(0, done.chunk.rows);
}
