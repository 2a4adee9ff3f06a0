import type { ScannerExports } from "./scanner-exports.ts";

/** Strings longer than this are cut before they are numbered: a user agent is no place for a novel. */
const MOST_BYTES = 4096;

/** A dictionary in the WASM memory, and the strings of it that have not been handed over yet. */
export class Interned {
  readonly #wasm: ScannerExports;
  readonly #dictionary: number;
  #known = 0;
  #new: string[] = [];
  readonly #onNew: () => void;

  /** @param onNew - called after a new string was stored, which may have grown the memory and detached its views */
  constructor(wasm: ScannerExports, onNew: () => void) {
    this.#wasm = wasm;
    this.#onNew = onNew;
    this.#dictionary = wasm.dictionary_new();
  }

  /** The number of the UTF-8 string at an address. */
  idAt(address: number, length: number): number {
    const id = this.#wasm.intern(this.#dictionary, address, Math.min(length, MOST_BYTES));
    if (id === this.#known) {
      this.#known++;
      const entry = new Uint32Array(
        this.#wasm.memory.buffer,
        this.#wasm.dictionary_entry(this.#dictionary, id),
        2,
      );
      const [at = 0, bytes = 0] = entry;
      this.#new.push(Buffer.from(this.#wasm.memory.buffer, at, bytes).toString("utf8"));
      this.#onNew();
    }
    return id;
  }

  /** Strings since the last call, in the order of their numbers. */
  takeNew(): readonly string[] {
    const taken = this.#new;
    this.#new = [];
    return taken;
  }
}
