import type { RejectedLine } from "../events/request-event.ts";
import type { SketchedChunk } from "./sketched-chunk.ts";

/**
 * All columns of a chunk with the type of their arrays, largest elements first, so that each begins at a multiple of its
 * element size. `unpackChunk` does not compile where one is missing.
 */
const COLUMNS = [
  ["time", Float64Array],
  ["attributeValue", Float64Array],
  ["account", Uint32Array],
  ["model", Uint32Array],
  ["inputTokens", Int32Array],
  ["outputTokens", Int32Array],
  ["idHash", Uint32Array],
  ["textHash", Uint32Array],
  ["systemHash", Uint32Array],
  ["keyRow", Uint32Array],
  ["keyHash", Uint32Array],
  ["attributeRow", Uint32Array],
  ["answerRow", Uint32Array],
  ["answerHash", Uint32Array],
  ["tokenRow", Uint32Array],
  ["tokenHash", Uint32Array],
  ["tokenSession", Uint32Array],
  ["status", Int16Array],
  ["intents", Uint16Array],
  ["shape", Uint16Array],
  ["signature", Uint8Array],
  ["language", Uint8Array],
  ["keyKind", Uint8Array],
  ["attributeKind", Uint8Array],
  ["tokenIssued", Uint8Array],
] as const;

type Columns = { readonly [Entry in (typeof COLUMNS)[number] as Entry[0]]: InstanceType<Entry[1]> };

/** A chunk on its way between threads: its columns lie in shared memory, the rest is small. */
export interface PackedChunk {
  readonly room: SharedArrayBuffer;
  /** Elements per column, in the order of `COLUMNS`. */
  readonly lengths: readonly number[];
  readonly rows: number;
  readonly lines: number;
  readonly newAccounts: readonly string[];
  readonly newModels: readonly string[];
  readonly newStrings: readonly string[];
  readonly rejected: readonly RejectedLine[];
}

/** Copies a chunk's columns into shared memory: into `room`, or into new memory where that is too small. */
export function packChunk(chunk: SketchedChunk, room: SharedArrayBuffer): PackedChunk {
  const bytes = COLUMNS.reduce((sum, [name]) => sum + chunk[name].byteLength, 0);
  const target = bytes <= room.byteLength ? room : new SharedArrayBuffer(bytes);
  const all = new Uint8Array(target);
  let at = 0;
  for (const [name] of COLUMNS) {
    const column = chunk[name];
    all.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += column.byteLength;
  }
  const { rows, lines, newAccounts, newModels, newStrings, rejected } = chunk;
  const lengths = COLUMNS.map(([name]) => chunk[name].length);
  return { room: target, lengths, rows, lines, newAccounts, newModels, newStrings, rejected };
}

/** The chunk again, as views into its room: valid until the room is used for another. */
export function unpackChunk(packed: PackedChunk): SketchedChunk {
  const { room, lengths, ...rest } = packed;
  let at = 0;
  const columns = COLUMNS.map(([name, Column], index) => {
    const column = new Column(room as unknown as ArrayBuffer, at, lengths[index] ?? 0);
    at += column.byteLength;
    return [name, column] as const;
  });
  return { ...rest, ...(Object.fromEntries(columns) as unknown as Columns) };
}
