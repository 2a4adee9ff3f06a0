import { detectFormat, RECORDS_LOOKED_AT } from "./detect-format.ts";
import type { DetectedFormat } from "./detect-format.ts";
import { isFileProblem } from "./file-problem.ts";
import type { FileProblem } from "./file-problem.ts";
import { eachLine, parseRecord } from "./read-line.ts";
import type { RecordChunk } from "./records.ts";

/** Bytes of records at most that are held back to tell the format. */
const PROBE_BYTES = 4 * 1024 * 1024;

export interface ProbedRecords {
  readonly detected: DetectedFormat;
  /** All chunks and problems, from the first on. */
  readonly items: AsyncGenerator<RecordChunk | FileProblem, void>;
}

/**
 * Looks at the first records of a file to tell its format, and gives the same records out again. Holds back no
 * more than a few chunks.
 */
export async function probeFormat(
  items: AsyncGenerator<RecordChunk | FileProblem, void>,
): Promise<ProbedRecords> {
  const held: (RecordChunk | FileProblem)[] = [];
  const records: unknown[] = [];
  let bytes = 0;
  while (records.length < RECORDS_LOOKED_AT && bytes < PROBE_BYTES) {
    const next = await items.next();
    if (next.done === true) break;
    held.push(next.value);
    if (isFileProblem(next.value)) continue;
    bytes += next.value.bytes.length;
    collect(next.value, records);
  }
  return { detected: detectFormat(records), items: replayed(held, items) };
}

function collect(chunk: RecordChunk, records: unknown[]): void {
  const take = (bytes: Buffer, line: number): void => {
    if (records.length >= RECORDS_LOOKED_AT) return;
    const parsed = parseRecord(bytes, { file: "", line, fileTimeMs: 0 });
    if (parsed !== undefined && "value" in parsed) records.push(parsed.value);
  };
  if (chunk.mode === "document") take(chunk.bytes, chunk.firstLine);
  else eachLine(chunk.bytes, chunk.firstLine, take);
}

async function* replayed(
  held: readonly (RecordChunk | FileProblem)[],
  items: AsyncGenerator<RecordChunk | FileProblem, void>,
): AsyncGenerator<RecordChunk | FileProblem, void> {
  try {
    yield* held;
    yield* items;
  } finally {
    await items.return();
  }
}
