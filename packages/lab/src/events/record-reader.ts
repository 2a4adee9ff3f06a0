import type { FormatName } from "./format-names.ts";
import type { Origin, RejectedLine, RequestEvent } from "./request-event.ts";

/** Where a record was read. */
export interface Place {
  /** The file's name as it is shown; its base name makes up request ids. */
  readonly file: string;
  /** 1-based line on which the record begins. */
  readonly line: number;
  /** Modification time of the file, epoch milliseconds: the last resort for records without a time. */
  readonly fileTimeMs: number;
}

/** A record that could not be read; the caller adds the file. */
export type Rejection = Omit<RejectedLine, "file">;

/** What reading a record gives. */
export type ReadResult = RequestEvent | Rejection;

/** Where the fields of the events read so far came from, for the report. */
export type FieldOrigins = Readonly<Record<string, { readonly from: string; readonly origin: Origin }>>;

/**
 * Turns the records of one log format into events. A record may hold several requests, or none (a span of a
 * tool, a trace row): none is no rejection. Total: any JSON value gives a result, never an exception.
 */
export interface RecordReader {
  readonly format: FormatName;
  read(record: unknown, place: Place): readonly ReadResult[];
  /** What was still waiting for further records; call it at the end of every file. */
  finish(): readonly ReadResult[];
  /** Provenance of the fields read so far. */
  fields(): FieldOrigins;
}

/** Account of a request whose log names none. */
export const UNKNOWN_ACCOUNT = "unknown";

export function isRejection(result: ReadResult): result is Rejection {
  return "reason" in result;
}
