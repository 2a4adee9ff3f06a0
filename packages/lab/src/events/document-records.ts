import { isWhiteSpace } from "./blank-line.ts";
import type { FileProblem } from "./file-problem.ts";

/** One record cut out of a document. */
export interface DocumentRecord {
  readonly bytes: Buffer;
  /** 1-based line on which the record begins. */
  readonly line: number;
  /** Offset of its first byte in the unpacked file. */
  readonly offset: number;
}

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Cuts JSON text into records as it streams by: each top-level value, or each element of a top-level list. Counts
 * depth and knows strings; checks nothing else (the parser does). An empty list is reported. Keeps at most one record in memory; a longer
 * one than `limit` is passed over and reported.
 */
export class DocumentSplitter {
  readonly #limit: number;
  #line: number;
  #offset: number;
  /** Depth inside of the record at hand. */
  #depth = 0;
  #inList = false;
  /** The list at hand, as long as nothing of it has come. */
  #emptyList: FileProblem | undefined;
  #inString = false;
  #escaped = false;
  /** Looking for a line that begins a value, after a broken record. */
  #lost = false;
  #atLineStart = true;
  #start: { line: number; offset: number; scalar: boolean } | undefined;
  #parts: Buffer[] = [];
  #kept = 0;

  constructor(limit: number, firstLine = 1, offset = 0) {
    this.#limit = limit;
    this.#line = firstLine;
    this.#offset = offset;
  }

  /** Takes the next bytes; they may be overwritten afterwards. */
  *push(input: Buffer): Generator<DocumentRecord | FileProblem> {
    const bytes = Buffer.from(input);
    /** Where the record at hand begins in these bytes. */
    let from = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === NEWLINE) this.#line++;
      if (this.#start === undefined) {
        if (byte === CLOSE_LIST && this.#emptyList !== undefined) yield this.#emptyList;
        if (this.#begin(byte, at)) from = at;
      } else if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inString = false;
        else if (byte === NEWLINE) yield this.#broken();
      } else if (byte === QUOTE) {
        this.#inString = true;
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        this.#depth++;
      } else if (this.#closesList(byte)) {
        yield* this.#end(bytes, from, at);
        this.#inList = false;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        if (--this.#depth === 0) yield* this.#end(bytes, from, at + 1);
      } else if (this.#start.scalar && this.#depth === 0 && endsScalar(byte, this.#inList)) {
        yield* this.#end(bytes, from, at);
      }
      this.#atLineStart = byte === NEWLINE;
    }
    if (this.#start !== undefined) this.#keep(bytes.subarray(from));
    this.#offset += bytes.length;
  }

  /** The last record, where it is a bare value, or the problem that it was cut off. */
  *finish(): Generator<DocumentRecord | FileProblem> {
    const start = this.#start;
    if (start === undefined) {
      if (this.#inList) yield cutOff(this.#line, "a list");
      return;
    }
    if (start.scalar && !this.#inString && this.#depth === 0 && !this.#inList)
      yield* this.#end(Buffer.alloc(0), 0, 0);
    else yield cutOff(start.line, "a record");
  }

  #begin(byte: number, at: number): boolean {
    if (isWhiteSpace(byte) || byte === COMMA) return false;
    this.#emptyList = undefined;
    if (this.#lost) {
      if (!this.#atLineStart || (byte !== OPEN_OBJECT && byte !== OPEN_LIST)) return false;
      this.#lost = false;
    }
    if (byte === OPEN_LIST && !this.#inList) {
      this.#inList = true;
      this.#emptyList = {
        code: "empty-list",
        line: this.#line,
        reason: "the list that begins here is an empty list; it holds no request",
      };
      return false;
    }
    if (byte === CLOSE_LIST && this.#inList) {
      this.#inList = false;
      return false;
    }
    const open = byte === OPEN_OBJECT || byte === OPEN_LIST;
    this.#start = { line: this.#line, offset: this.#offset + at, scalar: !open };
    this.#depth = open ? 1 : 0;
    this.#inString = byte === QUOTE;
    return true;
  }

  #closesList(byte: number): boolean {
    return byte === CLOSE_LIST && this.#inList && this.#depth === 0;
  }

  *#end(bytes: Buffer, from: number, to: number): Generator<DocumentRecord | FileProblem> {
    const start = this.#start;
    this.#keep(bytes.subarray(from, to));
    const [first] = this.#parts;
    const tooLong = this.#kept > this.#limit;
    const whole = this.#parts.length === 1 && first !== undefined ? first : Buffer.concat(this.#parts);
    this.#forget();
    if (start === undefined) return;
    if (tooLong) yield recordTooLong(start.line, this.#limit);
    else yield { bytes: whole, line: start.line, offset: start.offset };
  }

  #keep(part: Buffer): void {
    this.#kept += part.length;
    if (this.#kept > this.#limit) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  #broken(): FileProblem {
    const line = this.#start?.line ?? this.#line;
    this.#forget();
    this.#inList = false;
    this.#lost = true;
    return {
      code: "broken-record",
      line,
      reason:
        "a string runs over the end of its line; the file is read again from the next line that begins with { or [",
    };
  }

  #forget(): void {
    this.#start = undefined;
    this.#parts = [];
    this.#kept = 0;
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
  }
}

function endsScalar(byte: number, inList: boolean): boolean {
  return byte === NEWLINE || (inList && byte === COMMA);
}

function recordTooLong(line: number, limit: number): FileProblem {
  return {
    code: "record-too-long",
    line,
    reason: `the record is longer than ${String(limit)} bytes and was passed over; split it`,
  };
}

function cutOff(line: number, what: string): FileProblem {
  return {
    code: "truncated",
    line,
    reason: `the file ends in the middle of ${what} that begins here; copy it again`,
  };
}
