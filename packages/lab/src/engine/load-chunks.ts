import type { AdmissionFilter } from "../sketches/admission.ts";
import { EchoFilter } from "../sketches/echo-filter.ts";
import type { SeenIds } from "../sketches/seen-ids.ts";
import { ATTRIBUTE_KINDS, type SketchedChunk } from "../sketches/sketched-chunk.ts";
import { SHAPE_BITS, SIGNATURE_LENGTH } from "../sketches/sketch.ts";
import type { Engine, TableWriter } from "./engine.ts";
import { EchoFinder } from "./find-echoes.ts";
import { ATTRIBUTES, CARRIERS, ECHOES, REPLAY_TOKENS, REQUESTS, TEXT_KEYS } from "./tables.ts";

const STRING_KINDS: ReadonlySet<number> = new Set([
  ATTRIBUTE_KINDS.organization,
  ATTRIBUTE_KINDS.tls,
  ATTRIBUTE_KINDS.userAgent,
]);

const TWO_32 = 2 ** 32;

/** Where a stretch of request numbers came from; raw text is found again through it. */
export interface ChunkPlace {
  readonly source: number;
  /** Where the stretch lies in the unpacked source. */
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly firstLine: number;
  /** The stretch is lines of an unpacked file, so it can be read by itself. */
  readonly plainLines: boolean;
  readonly firstRequest: number;
  readonly rows: number;
  /** No line was rejected, skipped or gave several events. */
  readonly oneEventPerLine: boolean;
}

/** Names behind the run's integers. */
export interface Names {
  readonly accounts: readonly string[];
  readonly models: readonly string[];
  readonly strings: readonly string[];
  /** Per account: index into `strings` of the organization that the log names first, or -1. */
  readonly organizationOf: readonly number[];
}

/** A loaded log: names, places and totals. */
export interface LoadedLog {
  readonly names: Names;
  readonly places: readonly ChunkPlace[];
  /** One more than the largest request number. */
  readonly requestNumbers: number;
  readonly requests: number;
  readonly duplicates: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** Some request has an answer with text. */
  readonly answered: boolean;
}

/** Requests from `fromMs` (included) to `untilMs` (not included) are loaded, epoch milliseconds; the others are passed over. */
export interface Period {
  readonly fromMs: number;
  readonly untilMs: number;
}

export const ALL_TIME: Period = { fromMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY };

/** Translation from one worker's local ids to the run's. */
interface WorkerIds {
  readonly accounts: number[];
  readonly models: number[];
  readonly strings: number[];
}

type LoaderWriters = Readonly<
  Record<"requests" | "keys" | "carriers" | "attributes" | "tokens" | "echoes", TableWriter>
>;

/**
 * Takes sketched chunks in log order into the engine. Owns the run's name tables; request numbers are
 * positions in the log, so the same log gives the same numbers. A duplicate request keeps its number
 * and gets no row.
 */
export class ChunkLoader {
  /** Requests loaded so far, duplicates not counted. */
  requests = 0;
  /** Requests passed over because they lie outside of the period. */
  outside = 0;
  readonly #places: ChunkPlace[] = [];
  #duplicates = 0;
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;
  #answered = false;
  readonly #accounts = new NameTable();
  readonly #models = new NameTable();
  readonly #strings = new NameTable();
  readonly #organizationOf: number[] = [];
  readonly #workers = new Map<number, WorkerIds>();
  #nextRequest = 0;
  // Room for the keys of one chunk, used again for the next.
  #keyKinds = new Int16Array(0);
  #keyRequests = new Int32Array(0);
  #keyHalves = new Uint32Array(0);
  readonly #admission: AdmissionFilter;
  readonly #echoes: EchoFinder;
  readonly #seenIds: SeenIds;
  readonly #period: Period;
  readonly #writers: LoaderWriters;

  private constructor(writers: LoaderWriters, admission: AdmissionFilter, seenIds: SeenIds, period: Period) {
    this.#writers = writers;
    this.#admission = admission;
    this.#echoes = new EchoFinder(new EchoFilter(), admission, (account, other) => {
      const organization = this.#organizationOf[account];
      return organization === undefined || organization !== this.#organizationOf[other];
    });
    this.#seenIds = seenIds;
    this.#period = period;
  }

  static async open(
    engine: Engine,
    admission: AdmissionFilter,
    seenIds: SeenIds,
    period: Period = ALL_TIME,
  ): Promise<ChunkLoader> {
    for (const table of [REQUESTS, TEXT_KEYS, CARRIERS, ATTRIBUTES, REPLAY_TOKENS, ECHOES])
      await engine.create(table);
    const writers = {
      requests: await engine.writer(REQUESTS),
      keys: await engine.writer(TEXT_KEYS),
      carriers: await engine.writer(CARRIERS),
      attributes: await engine.writer(ATTRIBUTES),
      tokens: await engine.writer(REPLAY_TOKENS),
      echoes: await engine.writer(ECHOES),
    };
    return new ChunkLoader(writers, admission, seenIds, period);
  }

  /** What the run's integers stand for, once all is loaded. */
  summary(): LoadedLog {
    return {
      names: {
        accounts: this.#accounts.names,
        models: this.#models.names,
        strings: this.#strings.names,
        organizationOf: this.#organizationOf,
      },
      places: this.#places,
      requestNumbers: this.#nextRequest,
      requests: this.requests,
      duplicates: this.#duplicates,
      firstMs: this.#firstMs,
      lastMs: this.#lastMs,
      answered: this.#answered,
    };
  }

  /** Events taken per chunk must come in the order of the log; `worker` says whose local ids they use. */
  load(
    worker: number,
    chunk: SketchedChunk,
    place: Omit<ChunkPlace, "firstRequest" | "rows" | "oneEventPerLine">,
  ): void {
    const ids = this.#idsOf(worker);
    for (const name of chunk.newAccounts) ids.accounts.push(this.#accounts.idOf(name));
    for (const name of chunk.newModels) ids.models.push(this.#models.idOf(name));
    for (const name of chunk.newStrings) ids.strings.push(this.#strings.idOf(name));
    const first = this.#nextRequest;
    if (chunk.rows > 0) {
      const oneEventPerLine = chunk.rows === chunk.lines && chunk.rejected.length === 0;
      this.#places.push({ ...place, firstRequest: first, rows: chunk.rows, oneEventPerLine });
      this.#nextRequest += chunk.rows;
      const accountOfRow = this.#loadRequests(chunk, ids, first);
      // Attributes first: who belongs to whom decides what is an echo.
      this.#loadAttributes(chunk, accountOfRow, ids);
      this.#loadKeys(chunk, accountOfRow, first);
      this.#loadTokens(chunk, accountOfRow, first);
    }
  }

  close(): void {
    for (const writer of Object.values(this.#writers)) writer.close();
  }

  /** @returns the run's account number per row, -1 for a duplicate or one outside of the period */
  #loadRequests(chunk: SketchedChunk, ids: WorkerIds, first: number): Int32Array {
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
    const systemKey = new Uint32Array(rows * 2);
    let kept = 0;
    for (let row = 0; row < rows; row++) {
      const timeMs = chunk.time[row] ?? 0;
      if (timeMs < this.#period.fromMs || timeMs >= this.#period.untilMs) {
        accountOfRow[row] = -1;
        this.outside++;
        continue;
      }
      if (this.#seenIds.add(chunk.idHash[row * 2] ?? 0, chunk.idHash[row * 2 + 1] ?? 0)) {
        accountOfRow[row] = -1;
        this.#duplicates++;
        continue;
      }
      if (timeMs < this.#firstMs) this.#firstMs = timeMs;
      if (timeMs > this.#lastMs) this.#lastMs = timeMs;
      const accountNo = ids.accounts[chunk.account[row] ?? 0] ?? 0;
      accountOfRow[row] = accountNo;
      requestNo[kept] = first + row;
      time[kept * 2] = (timeMs % TWO_32) | 0;
      time[kept * 2 + 1] = Math.floor(timeMs / TWO_32);
      account[kept] = accountNo;
      model[kept] = ids.models[chunk.model[row] ?? 0] ?? 0;
      status[kept] = chunk.status[row] ?? 0;
      inputTokens[kept] = chunk.inputTokens[row] ?? 0;
      outputTokens[kept] = chunk.outputTokens[row] ?? 0;
      intents[kept] = chunk.intents[row] ?? 0;
      shape[kept] = chunk.shape[row] ?? 0;
      language[kept] = chunk.language[row] ?? 0;
      systemKey[kept * 2] = chunk.systemHash[row * 2] ?? 0;
      systemKey[kept * 2 + 1] = chunk.systemHash[row * 2 + 1] ?? 0;
      if (((chunk.shape[row] ?? 0) & SHAPE_BITS.empty) === 0) this.#answered = true;
      kept++;
    }
    this.requests += kept;
    this.#writers.requests.append(
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

  #loadKeys(chunk: SketchedChunk, accountOfRow: Int32Array, first: number): void {
    const count = chunk.keyRow.length;
    if (count > this.#keyKinds.length) {
      this.#keyKinds = new Int16Array(count * 2);
      this.#keyRequests = new Int32Array(count * 2);
      this.#keyHalves = new Uint32Array(count * 4);
    }
    const kinds = this.#keyKinds;
    const requestNo = this.#keyRequests;
    const keys = this.#keyHalves;
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
    this.#loadCarriers(chunk, accountOfRow, first, carriers);
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

  #loadCarriers(
    chunk: SketchedChunk,
    accountOfRow: Int32Array,
    first: number,
    carriers: readonly number[],
  ): void {
    const count = carriers.length;
    const requestNo = new Int32Array(count);
    const accountNo = new Int32Array(count);
    const textHash = new Uint32Array(count * 2);
    const words = SIGNATURE_LENGTH / 8;
    const signature = Array.from({ length: words }, () => new Uint8Array(count * 8));
    carriers.forEach((row, index) => {
      requestNo[index] = first + row;
      accountNo[index] = accountOfRow[row] ?? 0;
      textHash[index * 2] = chunk.textHash[row * 2] ?? 0;
      textHash[index * 2 + 1] = chunk.textHash[row * 2 + 1] ?? 0;
      signature.forEach((column, word) => {
        const start = row * SIGNATURE_LENGTH + word * 8;
        for (let byte = 0; byte < 8; byte++) column[index * 8 + byte] = chunk.signature[start + byte] ?? 0;
      });
    });
    this.#writers.carriers.append(
      [
        requestNo,
        accountNo,
        new BigInt64Array(textHash.buffer),
        ...signature.map((column) => new BigInt64Array(column.buffer)),
      ],
      count,
    );
  }

  #loadAttributes(chunk: SketchedChunk, accountOfRow: Int32Array, ids: WorkerIds): void {
    const count = chunk.attributeRow.length;
    const account = new Int32Array(count);
    const kind = new Int16Array(count);
    const value = new Int32Array(count * 2);
    let kept = 0;
    for (let index = 0; index < count; index++) {
      const accountNo = accountOfRow[chunk.attributeRow[index] ?? 0] ?? -1;
      if (accountNo < 0) continue;
      const kindNo = chunk.attributeKind[index] ?? 0;
      const raw = chunk.attributeValue[index] ?? 0;
      const number = STRING_KINDS.has(kindNo) ? (ids.strings[raw] ?? 0) : raw;
      if (kindNo === ATTRIBUTE_KINDS.organization) this.#organizationOf[accountNo] ??= number;
      account[kept] = accountNo;
      kind[kept] = kindNo;
      value[kept * 2] = (number % TWO_32) | 0;
      value[kept * 2 + 1] = Math.floor(number / TWO_32);
      kept++;
    }
    this.#writers.attributes.append([account, kind, new BigInt64Array(value.buffer)], kept);
  }

  #loadTokens(chunk: SketchedChunk, accountOfRow: Int32Array, first: number): void {
    const count = chunk.tokenRow.length;
    if (count === 0) return;
    const token = new Uint32Array(count * 2);
    const requestNo = new Int32Array(count);
    const account = new Int32Array(count);
    const issued = new Int16Array(count);
    const session = new Uint32Array(count * 2);
    const time = new Int32Array(count * 2);
    let kept = 0;
    for (let index = 0; index < count; index++) {
      const row = chunk.tokenRow[index] ?? 0;
      const accountNo = accountOfRow[row] ?? -1;
      if (accountNo < 0) continue;
      const timeMs = chunk.time[row] ?? 0;
      requestNo[kept] = first + row;
      account[kept] = accountNo;
      issued[kept] = chunk.tokenIssued[index] ?? 0;
      time[kept * 2] = (timeMs % TWO_32) | 0;
      time[kept * 2 + 1] = Math.floor(timeMs / TWO_32);
      for (let half = 0; half < 2; half++) {
        token[kept * 2 + half] = chunk.tokenHash[index * 2 + half] ?? 0;
        session[kept * 2 + half] = chunk.tokenSession[index * 2 + half] ?? 0;
      }
      kept++;
    }
    this.#writers.tokens.append(
      [
        new BigInt64Array(token.buffer),
        requestNo,
        account,
        issued,
        new BigInt64Array(session.buffer),
        new BigInt64Array(time.buffer),
      ],
      kept,
    );
  }

  #idsOf(worker: number): WorkerIds {
    let ids = this.#workers.get(worker);
    if (!ids) {
      ids = { accounts: [], models: [], strings: [] };
      this.#workers.set(worker, ids);
    }
    return ids;
  }
}

/** Strings numbered in the order in which they are first seen. */
class NameTable {
  readonly names: string[] = [];
  readonly #ids = new Map<string, number>();

  idOf(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const id = this.names.length;
    this.names.push(name);
    this.#ids.set(name, id);
    return id;
  }
}
