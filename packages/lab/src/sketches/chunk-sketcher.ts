import { isUtf8 } from "node:buffer";
import type { RejectedLine, RequestEvent } from "../events/request-event.ts";
import { ChunkColumns } from "./chunk-columns.ts";
import { installPhrases, instantiateSketchKernel, type SketchExports } from "./kernel.ts";
import { SKETCH_LAYOUT } from "./layout.ts";
import { encodedPart, normalisedPart, PART_LIMIT } from "./normalised-text.ts";
import type { PhraseAutomaton } from "./phrase-automaton.ts";
import { ATTRIBUTE_KINDS, type SketchedChunk } from "./sketched-chunk.ts";

/** What `dist/kernel.wasm` exports beside the sketch: scanner, dictionaries, hashes. Layout: assembly/fields.ts. */
interface KernelExports extends SketchExports {
  input_buffer(size: number): number;
  scan_line(line: number, length: number): number;
  field_table(): number;
  dictionary_new(): number;
  dictionary_entry(dictionary: number, index: number): number;
  intern(dictionary: number, text: number, length: number): number;
  hash64(text: number, length: number): bigint;
  ip_prefix(text: number, length: number): bigint;
}

/** String fields of the scanner's table, in its order. */
const FIELD = {
  requestId: 0,
  account: 1,
  organization: 2,
  ip: 5,
  country: 6,
  userAgent: 7,
  tls: 8,
  model: 11,
  system: 12,
} as const;
const TABLE = {
  present: 2,
  nonAscii: 3,
  refused: 4,
  status: 6,
  asn: 7,
  inputTokens: 8,
  outputTokens: 9,
  strings: 10,
};
const COUNT_BITS = { status: 1 << 16, asn: 1 << 17, inputTokens: 1 << 18, outputTokens: 1 << 19 };

/** A line longer than this takes the slow path, so that the scanner's buffer stays small. */
export const MOST_SCANNED_BYTES = 4 * 1024 * 1024;
const SLACK = 128;
const PART_ROOM = 4 * PART_LIMIT + SLACK;

/** Reads a record that the scanner does not; may give several events or rejections. */
export type SlowReader = (
  line: Uint8Array,
  lineNumber: number,
) => readonly (RequestEvent | Omit<RejectedLine, "file">)[];

/**
 * One worker's kernel and its dictionaries. It owns the WASM memory; ids in the chunks it makes are its own
 * (see `SketchedChunk`). Not for use by two callers at once.
 */
export class ChunkSketcher {
  readonly #wasm: KernelExports;
  readonly #input: number;
  readonly #table: number;
  readonly #out: number;
  readonly #parts: readonly number[];
  readonly #scratch: number;
  readonly #accounts: Interned;
  readonly #models: Interned;
  readonly #strings: Interned;
  readonly #columns = new ChunkColumns();
  /** Views of the WASM memory; made anew when it has grown. */
  #buffer: ArrayBuffer | undefined;
  #bytes = new Uint8Array(0);
  #words = new Uint32Array(0);
  #doubles = new Float64Array(0);

  constructor(wasmBytes: Uint8Array, phrases: PhraseAutomaton) {
    this.#wasm = instantiateSketchKernel(wasmBytes) as KernelExports;
    installPhrases(this.#wasm, phrases);
    this.#input = this.#wasm.input_buffer(MOST_SCANNED_BYTES + SLACK);
    this.#table = this.#wasm.field_table();
    this.#out = this.#wasm.alloc(SKETCH_LAYOUT.size);
    this.#parts = [0, 1, 2, 3].map(() => this.#wasm.alloc(PART_ROOM));
    this.#scratch = this.#wasm.alloc(PART_ROOM);
    this.#accounts = new Interned(this.#wasm);
    this.#models = new Interned(this.#wasm);
    this.#strings = new Interned(this.#wasm);
  }

  /**
   * Adds lines of the `stillwatch` envelope; lines that the scanner is not certain about go to `slow`.
   *
   * @param firstLine - line number of the first line in its file, 1-based
   * @param latestMs - an arrival after this is for `slow` to refuse
   */
  addLines(chunk: Uint8Array, file: string, firstLine: number, latestMs: number, slow: SlowReader): void {
    let lineNumber = firstLine;
    for (let start = 0; start < chunk.length; lineNumber++) {
      const found = chunk.indexOf(10, start);
      const end = found < 0 ? chunk.length : found;
      if (!isBlank(chunk, start, end)) {
        const scanned = end - start <= MOST_SCANNED_BYTES && this.#scan(chunk, start, end, latestMs);
        if (!scanned) this.#addSlowly(chunk.subarray(start, end), file, lineNumber, slow);
        this.#columns.lines++;
      }
      start = end + 1;
    }
  }

  /** Adds one record through the slow path. */
  addRecord(record: Uint8Array, file: string, lineNumber: number, slow: SlowReader): void {
    this.#columns.lines++;
    this.#addSlowly(record, file, lineNumber, slow);
  }

  addResults(results: ReturnType<SlowReader>, file: string): void {
    for (const result of results) {
      if ("reason" in result) this.#columns.rejected.push({ ...result, file });
      else this.#addEvent(result);
    }
  }

  /** Hands over what was added since the last call. */
  finish(): SketchedChunk {
    return this.#columns.take(this.#accounts.takeNew(), this.#models.takeNew(), this.#strings.takeNew());
  }

  #addSlowly(record: Uint8Array, file: string, lineNumber: number, slow: SlowReader): void {
    this.addResults(slow(record, lineNumber), file);
  }

  /** @returns false if the line must take the slow path; then nothing was added */
  #scan(chunk: Uint8Array, start: number, end: number, latestMs: number): boolean {
    this.#refreshViews();
    const length = end - start;
    this.#bytes.set(chunk.subarray(start, end), this.#input);
    if (this.#wasm.scan_line(this.#input, length) === 0) return false;
    this.#refreshViews();
    const words = this.#words;
    const at = this.#table >> 2;
    const timeMs = this.#doubles[this.#table >> 3] ?? 0;
    if (timeMs > latestMs || timeMs < EARLIEST_MS) return false;
    const present = words[at + TABLE.present] ?? 0;
    if ((present & REQUIRED) !== REQUIRED) return false;
    if (words[at + TABLE.nonAscii] !== 0 && !isUtf8(chunk.subarray(start, end))) return false;
    const text = at + TABLE.strings + FIELD.system * 2;
    this.#sketch(words, text, words[at + TABLE.refused] ?? 0);
    const string = (field: number): number => words[at + TABLE.strings + field * 2] ?? 0;
    const size = (field: number): number => words[at + TABLE.strings + field * 2 + 1] ?? 0;
    const has = (field: number): boolean => (present & (1 << field)) !== 0;
    const intern = (names: Interned, field: number): number => names.idAt(string(field), size(field));
    const account = intern(this.#accounts, FIELD.account);
    const row = this.#columns.addRow(
      {
        timeMs,
        account,
        model: has(FIELD.model) ? intern(this.#models, FIELD.model) : this.#models.idAt(this.#scratch, 0),
        status: (present & COUNT_BITS.status) === 0 ? 200 : (words[at + TABLE.status] ?? 0),
        inputTokens: (present & COUNT_BITS.inputTokens) === 0 ? undefined : words[at + TABLE.inputTokens],
        outputTokens: (present & COUNT_BITS.outputTokens) === 0 ? undefined : words[at + TABLE.outputTokens],
        idHash: this.#wasm.hash64(string(FIELD.requestId), size(FIELD.requestId)),
      },
      this.#words,
      this.#out >> 2,
    );
    const observe = (kind: number, value: number): void => {
      this.#columns.addAttribute(row, account, kind, value);
    };
    if (has(FIELD.organization))
      observe(ATTRIBUTE_KINDS.organization, intern(this.#strings, FIELD.organization));
    if (has(FIELD.ip)) {
      const prefix = Number(this.#wasm.ip_prefix(string(FIELD.ip), size(FIELD.ip)));
      if (prefix >= 0) observe(ATTRIBUTE_KINDS.network, prefix);
    }
    if ((present & COUNT_BITS.asn) !== 0) observe(ATTRIBUTE_KINDS.asn, words[at + TABLE.asn] ?? 0);
    if (has(FIELD.tls)) observe(ATTRIBUTE_KINDS.tls, intern(this.#strings, FIELD.tls));
    if (has(FIELD.userAgent)) observe(ATTRIBUTE_KINDS.userAgent, intern(this.#strings, FIELD.userAgent));
    return true;
  }

  #addEvent(event: RequestEvent): void {
    const texts = [
      event.prompt.system,
      event.prompt.firstUser,
      event.prompt.lastUser,
      event.response.text,
    ].map(encodedPart);
    this.#refreshViews();
    texts.forEach((text, part) => {
      this.#bytes.set(text, this.#parts[part] ?? 0);
    });
    const pairs = new Uint32Array(8);
    texts.forEach((text, part) => {
      pairs[part * 2] = this.#parts[part] ?? 0;
      pairs[part * 2 + 1] = text.length;
    });
    this.#sketch(pairs, 0, Number(event.response.refused));
    const account = this.#accounts.idAt(this.#scratch, this.#writeScratch(event.account));
    const row = this.#columns.addRow(
      {
        timeMs: event.timeMs,
        account,
        model: this.#models.idAt(this.#scratch, this.#writeScratch(event.model ?? "")),
        status: event.status ?? 200,
        inputTokens: event.inputTokens,
        outputTokens: event.outputTokens,
        idHash: this.#wasm.hash64(this.#scratch, this.#writeScratch(event.requestId)),
      },
      this.#words,
      this.#out >> 2,
    );
    const observe = (kind: number, value: number): void => {
      this.#columns.addAttribute(row, account, kind, value);
    };
    const { client, organization } = event;
    const strings = (text: string): number => this.#strings.idAt(this.#scratch, this.#writeScratch(text));
    if (organization !== undefined) observe(ATTRIBUTE_KINDS.organization, strings(organization));
    if (client.ip !== undefined) {
      const prefix = Number(this.#wasm.ip_prefix(this.#scratch, this.#writeScratch(client.ip)));
      if (prefix >= 0) observe(ATTRIBUTE_KINDS.network, prefix);
    }
    if (client.asn !== undefined) observe(ATTRIBUTE_KINDS.asn, client.asn);
    if (client.tls !== undefined) observe(ATTRIBUTE_KINDS.tls, strings(client.tls));
    if (client.userAgent !== undefined) observe(ATTRIBUTE_KINDS.userAgent, strings(client.userAgent));
  }

  /** Runs the kernel over four texts given as (address, length) pairs; normalises what it hands back. */
  #sketch(pairs: Uint32Array, at: number, refused: number): void {
    const address = [0, 1, 2, 3].map((part) => pairs[at + part * 2] ?? 0);
    const length = [0, 1, 2, 3].map((part) => pairs[at + part * 2 + 1] ?? 0);
    const needed = this.#run(address, length, refused, 0);
    if (needed === 0) return;
    this.#refreshViews();
    for (let part = 0; part < 4; part++) {
      if ((needed & (1 << part)) !== 0) this.#normalisePart(address, length, part);
    }
    this.#run(address, length, refused, needed);
  }

  #run(address: readonly number[], length: readonly number[], refused: number, normalised: number): number {
    const [system = 0, first = 0, last = 0, response = 0] = address;
    const [systemLength = 0, firstLength = 0, lastLength = 0, responseLength = 0] = length;
    const needed = this.#wasm.sketch_row(
      system,
      systemLength,
      first,
      firstLength,
      last,
      lastLength,
      response,
      responseLength,
      refused,
      normalised,
      this.#out,
    );
    this.#refreshViews();
    return needed;
  }

  #normalisePart(address: number[], length: number[], part: number): void {
    const start = address[part] ?? 0;
    const changed = normalisedPart(this.#bytes.slice(start, start + (length[part] ?? 0)));
    const at = this.#parts[part] ?? 0;
    this.#bytes.set(changed, at);
    address[part] = at;
    length[part] = changed.length;
  }

  /** Puts a short string where the WASM functions can read it; @returns its length in bytes */
  #writeScratch(text: string): number {
    this.#refreshViews();
    const { written } = encoder.encodeInto(
      text,
      this.#bytes.subarray(this.#scratch, this.#scratch + PART_ROOM - SLACK),
    );
    return written;
  }

  #refreshViews(): void {
    if (this.#buffer === this.#wasm.memory.buffer) return;
    this.#buffer = this.#wasm.memory.buffer;
    this.#bytes = new Uint8Array(this.#buffer);
    this.#words = new Uint32Array(this.#buffer);
    this.#doubles = new Float64Array(this.#buffer);
  }
}

const encoder = new TextEncoder();
/** Times before 2000-01-01 are for the slow path to refuse. */
const EARLIEST_MS = 946_684_800_000;
const REQUIRED = (1 << FIELD.account) | (1 << FIELD.requestId);

function isBlank(chunk: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = chunk[at] ?? 0;
    if (byte !== 32 && byte !== 9 && byte !== 13) return false;
  }
  return true;
}

/** A dictionary of the WASM module together with the strings that the host has not been told yet. */
class Interned {
  readonly #wasm: KernelExports;
  readonly #dictionary: number;
  #known = 0;
  #new: string[] = [];

  constructor(wasm: KernelExports) {
    this.#wasm = wasm;
    this.#dictionary = wasm.dictionary_new();
  }

  idAt(address: number, length: number): number {
    const id = this.#wasm.intern(this.#dictionary, address, length);
    if (id === this.#known) {
      const entry = this.#wasm.dictionary_entry(this.#dictionary, id) >> 2;
      const words = new Uint32Array(this.#wasm.memory.buffer);
      this.#new.push(
        Buffer.from(this.#wasm.memory.buffer, words[entry] ?? 0, words[entry + 1] ?? 0).toString("utf8"),
      );
      this.#known++;
    }
    return id;
  }

  /** Strings since the last call, in the order of their ids. */
  takeNew(): readonly string[] {
    const taken = this.#new;
    this.#new = [];
    return taken;
  }
}
