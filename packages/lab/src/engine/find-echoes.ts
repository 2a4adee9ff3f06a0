import type { AdmissionFilter } from "../sketches/admission.ts";
import { type EchoFilter, NO_SOURCE } from "../sketches/echo-filter.ts";
import { SEGMENT_KIND, type SketchedChunk } from "../sketches/sketched-chunk.ts";
import { MOST_SEGMENTS } from "../sketches/sketch.ts";
import type { TableWriter } from "./engine.ts";

/** Fewer repeated segments than this are a phrase that two people know. */
const LEAST_HITS = 3;
/** A prompt that quotes an answer in passing is not made of it. */
const LEAST_SHARE = 0.3;

/** Whether two accounts may be told apart: not those of one organization. */
export type Stranger = (account: number, other: number) => boolean;

/**
 * Finds prompts that repeat answers which other accounts were given, row by row in log order: `look` at the keys of a row
 * before they are admitted, then `remember` its answer. A segment that a prompt showed before, the request's own
 * included, is not the model's and is not remembered.
 */
export class EchoFinder {
  readonly #filter: EchoFilter;
  readonly #admission: AdmissionFilter;
  readonly #isStranger: Stranger;
  readonly #sources = new Int32Array(MOST_SEGMENTS);
  readonly #rows: [request: number, account: number, source: number, hits: number, segments: number][] = [];

  constructor(filter: EchoFilter, admission: AdmissionFilter, isStranger: Stranger) {
    this.#filter = filter;
    this.#admission = admission;
    this.#isStranger = isStranger;
  }

  /** @param from - and `to`: where the row's keys stand in the chunk */
  look(chunk: SketchedChunk, from: number, to: number, request: number, account: number): void {
    const { keyHash, keyKind } = chunk;
    let segments = 0;
    let hits = 0;
    for (let index = from; index < to; index++) {
      if (keyKind[index] !== SEGMENT_KIND) continue;
      segments++;
      // Signed words, as in load-keys.ts.
      const source = this.#filter.sourceOf((keyHash[index * 2] ?? 0) | 0, (keyHash[index * 2 + 1] ?? 0) | 0);
      if (source === NO_SOURCE || source === account || !this.#isStranger(account, source)) continue;
      this.#sources[hits++] = source;
    }
    if (hits < LEAST_HITS || hits < LEAST_SHARE * segments) return;
    this.#rows.push([request, account, mostFrequent(this.#sources.subarray(0, hits)), hits, segments]);
  }

  /** Remembers the segments of a row's answer, which stand from `from` to before `to` in the chunk. */
  remember(chunk: SketchedChunk, from: number, to: number, account: number): void {
    const { answerHash } = chunk;
    for (let index = from; index < to; index++) {
      const low = (answerHash[index * 2] ?? 0) | 0;
      const high = (answerHash[index * 2 + 1] ?? 0) | 0;
      if (!this.#admission.knows(low, high)) this.#filter.remember(low, high, account);
    }
  }

  /** Hands the echoes found since the last call to the table `ECHOES`. */
  write(writer: TableWriter): void {
    const rows = this.#rows.splice(0);
    if (rows.length === 0) return;
    writer.append(
      [
        Int32Array.from(rows, (row) => row[0]),
        Int32Array.from(rows, (row) => row[1]),
        Int32Array.from(rows, (row) => row[2]),
        Int16Array.from(rows, (row) => row[3]),
        Int16Array.from(rows, (row) => row[4]),
      ],
      rows.length,
    );
  }
}

/** Sorts the values; of several that are equally frequent, the least. */
function mostFrequent(values: Int32Array): number {
  values.sort();
  let best = NO_SOURCE;
  let most = 0;
  for (let from = 0; from < values.length;) {
    let to = from;
    while (to < values.length && values[to] === values[from]) to++;
    if (to - from > most) {
      most = to - from;
      best = values[from] ?? NO_SOURCE;
    }
    from = to;
  }
  return best;
}
