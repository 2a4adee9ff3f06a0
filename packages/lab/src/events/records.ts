import { DocumentSplitter } from "./document-records.ts";
import { isFileProblem } from "./file-problem.ts";
import type { FileProblem } from "./file-problem.ts";
import { HEAD_BYTES, layoutOf } from "./layout.ts";
import type { Layout } from "./layout.ts";
import { LineSplitter } from "./line-chunks.ts";
import type { Allocate } from "./line-chunks.ts";

/** Longest line that is read, in bytes. */
export const MAX_LINE_BYTES: number = 16 * 1024 * 1024;

/** Longest record of a document that is read, in bytes. */
export const MAX_RECORD_BYTES: number = 64 * 1024 * 1024;

/** Size of a chunk of lines, in bytes; a chunk is at most this, one read and one line long. */
export const CHUNK_BYTES: number = 1024 * 1024;

/** Whole records in one piece: many lines, or one record of a document. */
export interface RecordChunk {
  readonly bytes: Buffer;
  /** 1-based number of the first line. */
  readonly firstLine: number;
  /** Offset of the first byte in the unpacked file. */
  readonly byteOffset: number;
  readonly mode: Layout;
}

export interface SplitLimits {
  readonly chunkBytes: number;
  readonly maxLine: number;
  readonly maxRecord: number;
  readonly head: number;
  /** Where the buffers of line chunks come from; a fresh one each where absent. */
  readonly allocate?: Allocate;
}

/** The limits that hold for logs. */
export const LIMITS: SplitLimits = {
  chunkBytes: CHUNK_BYTES,
  maxLine: MAX_LINE_BYTES,
  maxRecord: MAX_RECORD_BYTES,
  head: HEAD_BYTES,
};

/**
 * Cuts a stream of bytes into chunks of whole records. Memory is bounded by the limits, never by the length of
 * the file. Problems of the stream and of the file come in between.
 *
 * @param stream its buffers may be overwritten as soon as the next one is asked for; chunks are the caller's own
 */
export async function* splitRecords(
  stream: AsyncIterable<Buffer | FileProblem>,
  limits: SplitLimits = LIMITS,
): AsyncGenerator<RecordChunk | FileProblem, void> {
  const head = new Head(limits.head);
  let splitter: Splitter | undefined;
  let troubled = false;
  for await (const item of stream) {
    if (isFileProblem(item)) {
      // What was read before the trouble goes out first.
      if (splitter === undefined && head.bytes.length > 0) {
        const opened = openSplitter(head.bytes, true, limits);
        if ("problem" in opened) return yield opened.problem;
        splitter = opened.splitter;
        yield* splitter.push(opened.bytes);
      }
      troubled = true;
      yield item;
    } else if (splitter === undefined) {
      if (!head.add(item)) continue;
      const opened = openSplitter(head.bytes, false, limits);
      if ("problem" in opened) return yield opened.problem;
      splitter = opened.splitter;
      yield* splitter.push(opened.bytes);
    } else yield* splitter.push(item);
  }
  if (splitter === undefined) {
    // That nothing came is explained already.
    if (troubled && head.bytes.length === 0) return;
    const opened = openSplitter(head.bytes, true, limits);
    if ("problem" in opened) return yield opened.problem;
    splitter = opened.splitter;
    yield* splitter.push(opened.bytes);
  }
  yield* splitter.finish();
}

interface Splitter {
  push(bytes: Buffer): Iterable<RecordChunk | FileProblem>;
  finish(): Iterable<RecordChunk | FileProblem>;
}

/** The first bytes of a file, copied until there are enough to tell its layout. */
class Head {
  readonly #enough: number;
  #buffer: Buffer = Buffer.alloc(0);
  #length = 0;

  constructor(enough: number) {
    this.#enough = enough;
  }

  /** True once there is enough. */
  add(part: Buffer): boolean {
    const length = this.#length + part.length;
    if (length > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, Math.min(2 * length, this.#enough)));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    part.copy(this.#buffer, this.#length);
    this.#length = length;
    return length >= this.#enough;
  }

  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }
}

type Opened = { readonly splitter: Splitter; readonly bytes: Buffer } | { readonly problem: FileProblem };

function openSplitter(head: Buffer, ended: boolean, limits: SplitLimits): Opened {
  const findings = layoutOf(head, ended);
  if ("problem" in findings) return findings;
  const { layout, skip } = findings;
  const bytes = head.subarray(skip);
  const inner =
    layout === "lines"
      ? new LineSplitter(limits.chunkBytes, limits.maxLine, 1, skip, limits.allocate)
      : new DocumentSplitter(limits.maxRecord, 1, skip);
  return {
    bytes,
    splitter: {
      push: (more) => chunks(inner.push(more), layout),
      finish: () => chunks(inner.finish(), layout),
    },
  };
}

function* chunks(
  items: Iterable<{ bytes: Buffer; line: number; offset: number } | FileProblem>,
  mode: Layout,
): Generator<RecordChunk | FileProblem> {
  for (const item of items) {
    if (isFileProblem(item)) yield item;
    else yield { bytes: item.bytes, firstLine: item.line, byteOffset: item.offset, mode };
  }
}
