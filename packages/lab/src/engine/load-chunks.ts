import type { AdmissionFilter } from "../sketches/admission.ts";
import { EchoFilter } from "../sketches/echo-filter.ts";
import { ALL_TIME, type Period } from "../sketches/period.ts";
import type { SeenIds } from "../sketches/seen-ids.ts";
import type { SketchedChunk } from "../sketches/sketched-chunk.ts";
import type { Engine, TableWriter } from "./engine.ts";
import { EchoFinder } from "./find-echoes.ts";
import { loadAttributes } from "./load-attributes.ts";
import { KeyLoader } from "./load-keys.ts";
import { RequestLoader } from "./load-requests.ts";
import { loadTokens } from "./load-tokens.ts";
import { RunNames } from "./run-names.ts";
import { ATTRIBUTES, CARRIERS, ECHOES, REPLAY_TOKENS, REQUESTS, TEXT_KEYS } from "./tables.ts";

export { ALL_TIME, type Period };

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
  /** Per account: index into `strings` of the organization that the log names first; absent where it names none. */
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

type LoaderWriters = Readonly<
  Record<"requests" | "keys" | "carriers" | "attributes" | "tokens" | "echoes", TableWriter>
>;

/**
 * Takes sketched chunks in log order into the engine. Owns the run's name tables; request numbers are
 * positions in the log, so the same log gives the same numbers. A duplicate request keeps its number
 * and gets no row.
 */
export class ChunkLoader {
  readonly #writers: LoaderWriters;
  readonly #requests: RequestLoader;
  readonly #keys: KeyLoader;
  readonly #names = new RunNames();
  readonly #organizationOf: number[] = [];
  readonly #places: ChunkPlace[] = [];
  #nextRequest = 0;

  private constructor(writers: LoaderWriters, admission: AdmissionFilter, seenIds: SeenIds, period: Period) {
    this.#writers = writers;
    this.#requests = new RequestLoader(writers.requests, seenIds, period);
    const echoes = new EchoFinder(new EchoFilter(), admission, (account, other) => {
      const organization = this.#organizationOf[account];
      return organization === undefined || organization !== this.#organizationOf[other];
    });
    this.#keys = new KeyLoader(writers, admission, echoes);
  }

  /** @param period - requests outside of it are passed over; the sketchers must know it too (`StationOptions`) */
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

  /** Requests loaded so far, duplicates not counted. */
  get requests(): number {
    return this.#requests.requests;
  }

  /** Requests passed over because they lie outside of the period. */
  get outside(): number {
    return this.#requests.outside;
  }

  /** What the run's integers stand for, once all is loaded. */
  summary(): LoadedLog {
    const { accounts, models, strings } = this.#names;
    const { requests, duplicates, firstMs, lastMs, answered } = this.#requests;
    return {
      names: { accounts, models, strings, organizationOf: this.#organizationOf },
      places: this.#places,
      requestNumbers: this.#nextRequest,
      requests,
      duplicates,
      firstMs,
      lastMs,
      answered,
    };
  }

  /** Events taken per chunk must come in the order of the log; `worker` says whose local ids they use. */
  load(
    worker: number,
    chunk: SketchedChunk,
    place: Omit<ChunkPlace, "firstRequest" | "rows" | "oneEventPerLine">,
  ): void {
    const ids = this.#names.takeNew(worker, chunk);
    const { rows } = chunk;
    if (rows === 0) return;
    const first = this.#nextRequest;
    const oneEventPerLine = rows === chunk.lines && chunk.rejected.length === 0;
    this.#places.push({ ...place, firstRequest: first, rows, oneEventPerLine });
    this.#nextRequest += rows;
    const accountOfRow = this.#requests.load(chunk, ids, first);
    // Attributes first: who belongs to whom decides what is an echo.
    loadAttributes(this.#writers.attributes, chunk, accountOfRow, ids.strings, this.#organizationOf);
    this.#keys.load(chunk, accountOfRow, first);
    loadTokens(this.#writers.tokens, chunk, accountOfRow, first);
  }

  close(): void {
    for (const writer of Object.values(this.#writers)) writer.close();
  }
}
