/** What is wrong with a whole file or a stretch of it. */
export type FileProblemCode =
  | "empty"
  | "empty-list"
  | "binary"
  | "not-json"
  | "unknown-format"
  | "other-compression"
  | "utf-16"
  | "truncated"
  | "corrupt"
  | "line-too-long"
  | "record-too-long"
  | "broken-record"
  | "read-failed";

/**
 * Trouble with a file that is not the fault of one readable record. It is reported beside rejected lines and
 * never stops a run; what could be read of the file stays in.
 */
export interface FileProblem {
  readonly code: FileProblemCode;
  /** 1-based line from which on the trouble holds; 1 for the whole file. */
  readonly line: number;
  /** What is wrong and what would mend it, in one sentence. */
  readonly reason: string;
}

export function isFileProblem(item: Buffer | object): item is FileProblem {
  return !Buffer.isBuffer(item) && "code" in item;
}
