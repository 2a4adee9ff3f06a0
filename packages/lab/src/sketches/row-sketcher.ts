import type { PromptText, ResponseText } from "../events/request-event.ts";
import { installVocabulary, type SketchExports } from "./kernel.ts";
import { SKETCH_LAYOUT } from "./layout.ts";
import { encodedPart, normalisedPart, PART_LIMIT } from "./normalised-text.ts";
import type { PhraseAutomaton } from "./phrase-automaton.ts";

/** Room for a part after normalisation, and for a block of vector loads behind it. */
const PART_ROOM = 4 * PART_LIMIT + 128;
const PARTS = [0, 1, 2, 3] as const;

/**
 * Runs `sketch_row` over the four texts of a request, wherever in the WASM memory they stand, and normalises the
 * parts that it hands back. It owns the place where the sketch of the latest request stands.
 */
export class RowSketcher {
  readonly #wasm: SketchExports;
  readonly #out: number;
  readonly #rooms: readonly number[];
  readonly #address = new Uint32Array(4);
  readonly #length = new Uint32Array(4);
  #buffer: ArrayBuffer | undefined;
  #bytes = new Uint8Array(0);
  #words = new Uint32Array(0);

  constructor(wasm: SketchExports, phrases: PhraseAutomaton) {
    this.#wasm = wasm;
    installVocabulary(wasm, phrases);
    this.#out = wasm.alloc(SKETCH_LAYOUT.size);
    this.#rooms = PARTS.map(() => wasm.alloc(PART_ROOM));
  }

  /** The WASM memory as 32-bit words; valid until something allocates. */
  get words(): Uint32Array {
    this.#renewViews();
    return this.#words;
  }

  /** Where the latest sketch stands, in words (`SKETCH_LAYOUT` / 4). */
  get out(): number {
    return this.#out >> 2;
  }

  /** Names the text of a part (0 system, 1 first user, 2 last user, 3 response) for the next `sketch`. */
  setPart(part: number, address: number, length: number): void {
    this.#address[part] = address;
    this.#length[part] = length;
  }

  /** Copies the texts of an event into the WASM memory and names them. */
  setTexts(prompt: PromptText, response: ResponseText): void {
    const texts = [prompt.system, prompt.firstUser, prompt.lastUser, response.text].map(encodedPart);
    this.#renewViews();
    texts.forEach((text, part) => {
      this.#place(part, text);
    });
  }

  sketch(refused: boolean): void {
    const needed = this.#run(refused, 0);
    if (needed === 0) return;
    this.#renewViews();
    for (const part of PARTS) {
      if ((needed & (1 << part)) === 0) continue;
      const start = this.#address[part] ?? 0;
      this.#place(part, normalisedPart(this.#bytes.slice(start, start + (this.#length[part] ?? 0))));
    }
    this.#run(refused, needed);
  }

  #place(part: number, text: Uint8Array): void {
    const room = this.#rooms[part] ?? 0;
    this.#bytes.set(text, room);
    this.setPart(part, room, text.length);
  }

  #run(refused: boolean, normalised: number): number {
    const [system = 0, first = 0, last = 0, response = 0] = this.#address;
    const [systemLength = 0, firstLength = 0, lastLength = 0, responseLength = 0] = this.#length;
    return this.#wasm.sketch_row(
      system,
      systemLength,
      first,
      firstLength,
      last,
      lastLength,
      response,
      responseLength,
      refused ? 1 : 0,
      normalised,
      this.#out,
    );
  }

  #renewViews(): void {
    if (this.#buffer === this.#wasm.memory.buffer) return;
    this.#buffer = this.#wasm.memory.buffer;
    this.#bytes = new Uint8Array(this.#buffer);
    this.#words = new Uint32Array(this.#buffer);
  }
}
