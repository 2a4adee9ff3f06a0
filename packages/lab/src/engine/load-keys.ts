import type { AdmissionFilter } from "../sketches/admission.ts";
import type { SketchedChunk } from "../sketches/sketched-chunk.ts";
import { SIGNATURE_LENGTH } from "../sketches/sketch.ts";
import type { TableWriter } from "./engine.ts";
import type { EchoFinder } from "./find-echoes.ts";
import { copyHash } from "./integer-halves.ts";

type KeyWriters = Readonly<Record<"keys" | "carriers" | "echoes", TableWriter>>;

/**
 * Takes the text keys of the rows that were loaded into the tables `TEXT_KEYS` and `CARRIERS`, from a key's second sight
 * on, and shows prompts and answers to the finder of echoes in the order of the log.
 */
export class KeyLoader {
  // Room for the keys of one chunk, used again for the next.
  #kinds = new Int16Array(0);
  #requests = new Int32Array(0);
  #halves = new Uint32Array(0);
  readonly #writers: KeyWriters;
  readonly #admission: AdmissionFilter;
  readonly #echoes: EchoFinder;

  constructor(writers: KeyWriters, admission: AdmissionFilter, echoes: EchoFinder) {
    this.#writers = writers;
    this.#admission = admission;
    this.#echoes = echoes;
  }

  load(chunk: SketchedChunk, accountOfRow: Int32Array, first: number): void {
    const count = chunk.keyRow.length;
    if (count > this.#kinds.length) {
      this.#kinds = new Int16Array(count * 2);
      this.#requests = new Int32Array(count * 2);
      this.#halves = new Uint32Array(count * 4);
    }
    const kinds = this.#kinds;
    const requestNo = this.#requests;
    const keys = this.#halves;
    const carriers: number[] = [];
    const admission = this.#admission;
    const { keyRow, keyHash, keyKind } = chunk;
    let lastCarrier = -1;
    let kept = 0;
    let answered = 0;
    let rowEnd = 0;
    for (let index = 0; index < count; index++) {
      const row = keyRow[index] ?? 0;
      const account = accountOfRow[row] ?? -1;
      if (index === rowEnd) {
        answered = this.#rememberAnswers(chunk, accountOfRow, answered, row);
        while (rowEnd < count && keyRow[rowEnd] === row) rowEnd++;
        if (account >= 0) this.#echoes.look(chunk, index, rowEnd, first + row, account);
      }
      if (account < 0) continue;
      // As signed words: V8 would put a greater one than 2^31 on the heap to pass it on.
      const low = (keyHash[index * 2] ?? 0) | 0;
      const high = (keyHash[index * 2 + 1] ?? 0) | 0;
      if (!admission.admit(low, high)) continue;
      kinds[kept] = keyKind[index] ?? 0;
      requestNo[kept] = first + row;
      keys[kept * 2] = low;
      keys[kept * 2 + 1] = high;
      if (row !== lastCarrier) {
        carriers.push(row);
        lastCarrier = row;
      }
      kept++;
    }
    this.#rememberAnswers(chunk, accountOfRow, answered, chunk.rows);
    this.#echoes.write(this.#writers.echoes);
    this.#writers.keys.append([kinds, new BigInt64Array(keys.buffer), requestNo], kept);
    loadCarriers(this.#writers.carriers, chunk, accountOfRow, first, carriers);
  }

  /** Remembers the answers from index `from` on that belong to rows before `row`; @returns the index after them */
  #rememberAnswers(chunk: SketchedChunk, accountOfRow: Int32Array, from: number, row: number): number {
    const { answerRow } = chunk;
    let start = from;
    while (start < answerRow.length && (answerRow[start] ?? 0) < row) {
      const answered = answerRow[start] ?? 0;
      let end = start;
      while (end < answerRow.length && answerRow[end] === answered) end++;
      const account = accountOfRow[answered] ?? -1;
      if (account >= 0) this.#echoes.remember(chunk, start, end, account);
      start = end;
    }
    return start;
  }
}

/** @param rows - of the chunk that have an admitted key, ascending */
function loadCarriers(
  writer: TableWriter,
  chunk: SketchedChunk,
  accountOfRow: Int32Array,
  first: number,
  rows: readonly number[],
): void {
  const count = rows.length;
  const requestNo = new Int32Array(count);
  const accountNo = new Int32Array(count);
  const textHash = new Int32Array(count * 2);
  const words = SIGNATURE_LENGTH / 8;
  const signature = Array.from({ length: words }, () => new Uint8Array(count * 8));
  rows.forEach((row, index) => {
    requestNo[index] = first + row;
    accountNo[index] = accountOfRow[row] ?? 0;
    copyHash(textHash, index, chunk.textHash, row);
    signature.forEach((column, word) => {
      const start = row * SIGNATURE_LENGTH + word * 8;
      for (let byte = 0; byte < 8; byte++) column[index * 8 + byte] = chunk.signature[start + byte] ?? 0;
    });
  });
  writer.append(
    [
      requestNo,
      accountNo,
      new BigInt64Array(textHash.buffer),
      ...signature.map((column) => new BigInt64Array(column.buffer)),
    ],
    count,
  );
}
