import type { SketchedChunk } from "../sketches/sketched-chunk.ts";

/** Translation from one worker's local ids to the run's. */
export interface WorkerIds {
  readonly accounts: readonly number[];
  readonly models: readonly number[];
  readonly strings: readonly number[];
}

/** The run's name tables; the same names in the same order get the same numbers, whichever worker met them. */
export class RunNames {
  readonly #accounts = new NameTable();
  readonly #models = new NameTable();
  readonly #strings = new NameTable();
  readonly #workers = new Map<number, Readonly<Record<keyof WorkerIds, number[]>>>();

  get accounts(): readonly string[] {
    return this.#accounts.names;
  }

  get models(): readonly string[] {
    return this.#models.names;
  }

  get strings(): readonly string[] {
    return this.#strings.names;
  }

  /** Numbers what is new in a worker's chunk; @returns the worker's ids so far */
  takeNew(worker: number, chunk: SketchedChunk): WorkerIds {
    let ids = this.#workers.get(worker);
    if (!ids) {
      ids = { accounts: [], models: [], strings: [] };
      this.#workers.set(worker, ids);
    }
    for (const name of chunk.newAccounts) ids.accounts.push(this.#accounts.idOf(name));
    for (const name of chunk.newModels) ids.models.push(this.#models.idOf(name));
    for (const name of chunk.newStrings) ids.strings.push(this.#strings.idOf(name));
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
