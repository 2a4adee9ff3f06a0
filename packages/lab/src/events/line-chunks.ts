import type { FileProblem } from "./file-problem.ts";

/** Whole lines in one piece. */
export interface LineChunk {
  readonly bytes: Buffer;
  /** 1-based number of the first line. */
  readonly line: number;
  /** Offset of the first byte in the unpacked file. */
  readonly offset: number;
}

/** Gives a buffer of at least this many bytes; its contents do not matter. */
export type Allocate = (bytes: number) => Buffer;

const NEWLINE = 0x0a;

/** Input is taken in pieces of this size, so that a buffer overshoots a chunk by no more. */
const PIECE_BYTES = 256 * 1024;

/**
 * Cuts a stream at line ends into chunks of about `chunkBytes`. Keeps at most one chunk and one line of up to
 * `maxLine` bytes in memory; a longer line is passed over without being kept, and reported.
 *
 * Input is copied into the chunk's own buffer: it may be overwritten after `push`. Fresh memory costs far more
 * than the copy, so a caller that is done with chunks can hand their buffers out again through `allocate`.
 */
export class LineSplitter {
  readonly #chunkBytes: number;
  readonly #maxLine: number;
  readonly #allocate: Allocate;
  #buffer: Buffer;
  #filled = 0;
  /** Where the line begins that has not ended; the whole lines lie before it. */
  #openFrom = 0;
  #wholeLines = 0;
  /** Bytes passed over so far of a line that is too long; 0 where none is. */
  #skipped = 0;
  #line: number;
  #offset: number;

  constructor(
    chunkBytes: number,
    maxLine: number,
    firstLine = 1,
    offset = 0,
    allocate: Allocate = (bytes) => Buffer.allocUnsafeSlow(bytes),
  ) {
    this.#chunkBytes = chunkBytes;
    this.#maxLine = maxLine;
    this.#allocate = allocate;
    this.#buffer = Buffer.alloc(0);
    this.#line = firstLine;
    this.#offset = offset;
  }

  *push(bytes: Buffer): Generator<LineChunk | FileProblem> {
    // A piece is never longer than a line may be, so a line within one piece is never too long.
    const step = Math.min(PIECE_BYTES, this.#maxLine);
    for (let at = 0; at < bytes.length; at += step) yield* this.#pushPiece(bytes.subarray(at, at + step));
  }

  /** The last lines; the very last one may have no line end. */
  *finish(): Generator<LineChunk | FileProblem> {
    if (this.#skipped > 0) yield this.#tooLong();
    else if (this.#filled > this.#openFrom) {
      this.#wholeLines++;
      this.#openFrom = this.#filled;
    }
    yield* this.#flush();
  }

  *#pushPiece(piece: Buffer): Generator<LineChunk | FileProblem> {
    const first = piece.indexOf(NEWLINE);
    if (first === -1) return yield* this.#lengthen(piece);
    let from = 0;
    if (this.#skipped > 0 || this.#filled - this.#openFrom + first > this.#maxLine) {
      yield* this.#skip(first + 1);
      yield this.#tooLong();
      from = first + 1;
    }
    const end = piece.lastIndexOf(NEWLINE) + 1;
    if (end > from) {
      yield* this.#append(piece.subarray(from, end));
      this.#openFrom = this.#filled;
      this.#wholeLines += linesIn(piece, from, end);
    }
    if (this.#openFrom >= this.#chunkBytes) yield* this.#flush();
    if (end < piece.length) yield* this.#lengthen(piece.subarray(end));
  }

  /** Takes bytes of a line that does not end in them. */
  *#lengthen(part: Buffer): Generator<LineChunk> {
    const open = this.#filled - this.#openFrom;
    if (this.#skipped > 0 || open + part.length > this.#maxLine) yield* this.#skip(part.length);
    else yield* this.#append(part);
  }

  /** Passes over the open line and some bytes more; what is whole goes out first, so that numbers count on. */
  *#skip(bytes: number): Generator<LineChunk> {
    const open = this.#filled - this.#openFrom;
    this.#filled = this.#openFrom;
    yield* this.#flush();
    this.#skipped += open + bytes;
  }

  *#append(part: Buffer): Generator<LineChunk> {
    if (this.#filled + part.length > this.#buffer.length) {
      yield* this.#flush();
      this.#makeRoom(part.length);
    }
    part.copy(this.#buffer, this.#filled);
    this.#filled += part.length;
  }

  /** After a flush the buffer holds the open line only. */
  #makeRoom(bytes: number): void {
    const needed = this.#filled + bytes;
    if (needed <= this.#buffer.length) return;
    const usual = this.#chunkBytes + PIECE_BYTES;
    const larger = this.#allocate(needed <= usual ? usual : Math.min(needed * 2, this.#maxLine + usual));
    this.#buffer.copy(larger, 0, 0, this.#filled);
    this.#buffer = larger;
  }

  *#flush(): Generator<LineChunk> {
    const end = this.#openFrom;
    if (end === 0) return;
    const chunk = this.#buffer;
    const open = chunk.subarray(end, this.#filled);
    this.#buffer = Buffer.alloc(0);
    this.#filled = 0;
    this.#openFrom = 0;
    this.#makeRoom(open.length);
    open.copy(this.#buffer);
    this.#filled = open.length;
    yield { bytes: chunk.subarray(0, end), line: this.#line, offset: this.#offset };
    this.#line += this.#wholeLines;
    this.#offset += end;
    this.#wholeLines = 0;
  }

  #tooLong(): FileProblem {
    const problem: FileProblem = {
      code: "line-too-long",
      line: this.#line,
      reason: `the line is longer than ${String(this.#maxLine)} bytes and was passed over; one request is one line`,
    };
    this.#line++;
    this.#offset += this.#skipped;
    this.#skipped = 0;
    return problem;
  }
}

function linesIn(bytes: Buffer, from: number, to: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE, from); at !== -1 && at < to; at = bytes.indexOf(NEWLINE, at + 1))
    lines++;
  return lines;
}
