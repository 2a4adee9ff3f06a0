import { isWithin, type Period } from "../sketches/period.ts";
import type { SeenIds } from "../sketches/seen-ids.ts";
import type { SketchedChunk } from "../sketches/sketched-chunk.ts";
import { SHAPE_BITS } from "../sketches/sketch.ts";
import type { TableWriter } from "./engine.ts";
import { copyHash, setInteger64 } from "./integer-halves.ts";
import type { WorkerIds } from "./run-names.ts";

/** Takes the rows of chunks into the table `REQUESTS`, and tells what was loaded and what was left out. */
export class RequestLoader {
  /** Requests loaded so far. */
  requests = 0;
  /** Requests passed over because they lie outside of the period. */
  outside = 0;
  /** Requests of the period whose id was there before. */
  duplicates = 0;
  firstMs: number = Number.POSITIVE_INFINITY;
  lastMs: number = Number.NEGATIVE_INFINITY;
  /** Some request has an answer with text. */
  answered = false;
  readonly #writer: TableWriter;
  readonly #seenIds: SeenIds;
  readonly #period: Period;

  constructor(writer: TableWriter, seenIds: SeenIds, period: Period) {
    this.#writer = writer;
    this.#seenIds = seenIds;
    this.#period = period;
  }

  /**
   * @param first - number of the chunk's first request
   * @returns the run's account number per row, -1 for a duplicate or one outside of the period
   */
  load(chunk: SketchedChunk, ids: WorkerIds, first: number): Int32Array {
    const rows = chunk.rows;
    const accountOfRow = new Int32Array(rows);
    const requestNo = new Int32Array(rows);
    const time = new Int32Array(rows * 2);
    const account = new Int32Array(rows);
    const model = new Int32Array(rows);
    const status = new Int16Array(rows);
    const inputTokens = new Int32Array(rows);
    const outputTokens = new Int32Array(rows);
    const intents = new Int16Array(rows);
    const shape = new Int16Array(rows);
    const language = new Int16Array(rows);
    const systemKey = new Int32Array(rows * 2);
    let kept = 0;
    for (let row = 0; row < rows; row++) {
      const timeMs = chunk.time[row] ?? 0;
      if (!this.#isWanted(chunk, row, timeMs)) {
        accountOfRow[row] = -1;
        continue;
      }
      if (timeMs < this.firstMs) this.firstMs = timeMs;
      if (timeMs > this.lastMs) this.lastMs = timeMs;
      const accountNo = ids.accounts[chunk.account[row] ?? 0] ?? 0;
      accountOfRow[row] = accountNo;
      requestNo[kept] = first + row;
      setInteger64(time, kept, timeMs);
      account[kept] = accountNo;
      model[kept] = ids.models[chunk.model[row] ?? 0] ?? 0;
      status[kept] = chunk.status[row] ?? 0;
      inputTokens[kept] = chunk.inputTokens[row] ?? 0;
      outputTokens[kept] = chunk.outputTokens[row] ?? 0;
      intents[kept] = chunk.intents[row] ?? 0;
      shape[kept] = chunk.shape[row] ?? 0;
      language[kept] = chunk.language[row] ?? 0;
      copyHash(systemKey, kept, chunk.systemHash, row);
      if (((chunk.shape[row] ?? 0) & SHAPE_BITS.empty) === 0) this.answered = true;
      kept++;
    }
    this.requests += kept;
    this.#writer.append(
      [
        requestNo,
        new BigInt64Array(time.buffer),
        account,
        model,
        status,
        inputTokens,
        outputTokens,
        intents,
        shape,
        language,
        new BigInt64Array(systemKey.buffer),
      ],
      kept,
    );
    return accountOfRow;
  }

  #isWanted(chunk: SketchedChunk, row: number, timeMs: number): boolean {
    if (!isWithin(this.#period, timeMs)) {
      this.outside++;
      return false;
    }
    if (this.#seenIds.add(chunk.idHash[row * 2] ?? 0, chunk.idHash[row * 2 + 1] ?? 0)) {
      this.duplicates++;
      return false;
    }
    return true;
  }
}
