import type { FormatName } from "../format-names.ts";
import type { Mapping } from "../mapping.ts";
import type { RecordReader } from "../record-reader.ts";
import type { TraceUsers } from "./trace-users.ts";

/** What a reader needs beside its table. */
export interface ReaderContext {
  readonly mapping: Mapping;
  /** The clock, epoch milliseconds; later times are rejected. */
  readonly nowMs: number;
  /** Users of Langfuse traces that stand in other records than their observations. */
  readonly traceUsers?: TraceUsers;
}

/** One log format: how to recognise a record of it, and how to read it. */
export interface LogFormat {
  readonly name: FormatName;
  /** How much a record looks like this format, 0 (not at all) to 1 (nothing else looks so). */
  resemblance(record: unknown): number;
  /**
   * Whether a record is only a piece of something that goes on in the next record of its file. The records of
   * such a file must come to one reader, in order.
   */
  isPiece(record: unknown): boolean;
  open(context: ReaderContext): RecordReader;
}
