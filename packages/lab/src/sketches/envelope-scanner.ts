import { isUtf8 } from "node:buffer";
import type { ClientObservation, RequestEvent } from "../events/request-event.ts";
import { COUNT_FIELDS, FIELD_TABLE, STRING_FIELDS } from "./scanner-exports.ts";
import type { CountField, ScannerExports, StringField } from "./scanner-exports.ts";

/**
 * Reads envelope lines (contracts, section 1) inside the WASM memory, without making JavaScript strings. A line that it
 * is not certain about is left to the slow path, which is the judge; what it understands, it reads as that path does
 * (`docs/reading.md`).
 *
 * ```
 * scanner.loadLines(chunk);
 * while (scanner.nextLine()) {
 *   if (scanner.scan()) … scanner.timeMs(), scanner.address(STRING_FIELDS.account) …
 *   else … slow path over scanner.lineBytes() …
 * }
 * ```
 *
 * What the accessors tell is valid until the next `scan` or `loadLines`. Left to the caller: a time that lies in the
 * future, and a made-up id for a line without `request_id`.
 */
export class EnvelopeScanner {
  readonly #wasm: ScannerExports;
  readonly #table: number;
  #buffer: ArrayBuffer;
  #bytes: Uint8Array;
  #view: DataView;
  #start = 0;
  #end = 0;
  #chunkStart = 0;
  #chunkEnd = 0;

  constructor(wasm: ScannerExports) {
    this.#wasm = wasm;
    this.#table = wasm.field_table();
    this.#buffer = wasm.memory.buffer;
    this.#bytes = new Uint8Array(this.#buffer);
    this.#view = new DataView(this.#buffer);
  }

  /** Copies whole lines (the last one may lack its line feed) into the WASM memory and stands before the first. */
  loadLines(chunk: Uint8Array): void {
    const at = this.#wasm.input_buffer(Math.max(chunk.length, SMALLEST_BUFFER));
    this.renewViews();
    this.#bytes.set(chunk, at);
    this.#start = at;
    this.#end = at - 1;
    this.#chunkStart = at;
    this.#chunkEnd = at + chunk.length;
  }

  /** Goes to the next line, also an empty one; false at the end of the chunk. */
  nextLine(): boolean {
    if (this.#end + 1 >= this.#chunkEnd) return false;
    this.#start = this.#end + 1;
    this.#end = this.#wasm.line_end(this.#start, this.#chunkEnd);
    return true;
  }

  /** Reads the line; false where the slow path must. A line that is not UTF-8 is never understood. */
  scan(): boolean {
    if (this.#wasm.scan_line(this.#start, this.#end - this.#start) === 0) return false;
    this.renewViews();
    return this.#u32(FIELD_TABLE.nonAscii) === 0 || isUtf8(this.lineBytes());
  }

  /** The line without its line feed, in the WASM memory; copy it before anything else is loaded. */
  lineBytes(): Uint8Array {
    this.renewViews();
    return this.#bytes.subarray(this.#start, this.#end);
  }

  /** Offset of the line in the loaded chunk and its length in bytes. */
  lineSpan(): { readonly offset: number; readonly length: number } {
    return { offset: this.#start - this.#chunkStart, length: this.#end - this.#start };
  }

  /** Epoch milliseconds, 2000 or later. */
  timeMs(): number {
    return this.#view.getFloat64(this.#table + FIELD_TABLE.timeMs, true);
  }

  has(field: StringField): boolean {
    return (this.#u32(FIELD_TABLE.present) & (1 << field)) !== 0;
  }

  /** Where the field's UTF-8 bytes stand; only for a field that is there. The four texts always are. */
  address(field: StringField): number {
    return this.#u32(FIELD_TABLE.strings + field * 8);
  }

  /** Bytes of the field; only for a field that is there. */
  byteLength(field: StringField): number {
    return this.#u32(FIELD_TABLE.strings + field * 8 + 4);
  }

  /** The count, or −1 where it is absent. */
  count(field: CountField): number {
    const present = (this.#u32(FIELD_TABLE.present) & (0x10000 << field)) !== 0;
    return present ? this.#view.getInt32(this.#table + FIELD_TABLE.counts + field * 4, true) : -1;
  }

  refused(): boolean {
    return this.#u32(FIELD_TABLE.refused) !== 0;
  }

  /** User messages that have text. */
  userTurns(): number {
    return this.#u32(FIELD_TABLE.userTurns);
  }

  /** The field as a JavaScript string, undefined where it is absent. */
  text(field: StringField): string | undefined {
    return this.has(field) ? this.#decoded(this.address(field), this.byteLength(field)) : undefined;
  }

  /** The whole event, as the slow path makes it. @param placeId id of a request whose line names none */
  event(placeId: string): RequestEvent {
    return {
      timeMs: this.timeMs(),
      requestId: this.text(STRING_FIELDS.requestId) ?? placeId,
      account: this.text(STRING_FIELDS.account) ?? "",
      ...present({
        organization: this.text(STRING_FIELDS.organization),
        apiKey: this.text(STRING_FIELDS.apiKey),
        session: this.text(STRING_FIELDS.session),
        model: this.text(STRING_FIELDS.model),
        status: this.#countIfThere(COUNT_FIELDS.status),
        inputTokens: this.#countIfThere(COUNT_FIELDS.inputTokens),
        outputTokens: this.#countIfThere(COUNT_FIELDS.outputTokens),
      }),
      client: this.#client(),
      prompt: {
        system: this.text(STRING_FIELDS.system) ?? "",
        firstUser: this.text(STRING_FIELDS.firstUser) ?? "",
        lastUser: this.text(STRING_FIELDS.lastUser) ?? "",
        userTurns: this.userTurns(),
      },
      response: { text: this.text(STRING_FIELDS.responseText) ?? "", refused: this.refused() },
    };
  }

  #client(): ClientObservation {
    return present({
      ip: this.text(STRING_FIELDS.ip),
      asn: this.#countIfThere(COUNT_FIELDS.asn),
      country: this.text(STRING_FIELDS.country),
      userAgent: this.text(STRING_FIELDS.userAgent),
      tls: this.text(STRING_FIELDS.tls),
    });
  }

  #countIfThere(field: CountField): number | undefined {
    const count = this.count(field);
    return count < 0 ? undefined : count;
  }

  #decoded(at: number, length: number): string {
    return DECODER.decode(this.#bytes.subarray(at, at + length));
  }

  #u32(offset: number): number {
    return this.#view.getUint32(this.#table + offset, true);
  }

  /** Growing the memory detaches its views: call this after anything that may have allocated. */
  renewViews(): void {
    if (this.#buffer === this.#wasm.memory.buffer) return;
    this.#buffer = this.#wasm.memory.buffer;
    this.#bytes = new Uint8Array(this.#buffer);
    this.#view = new DataView(this.#buffer);
  }
}

/** A chunk of the record splitter and some more, so that the buffer seldom moves. */
const SMALLEST_BUFFER = 4 * 1024 * 1024;

const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The entries that are there. */
function present<T extends object>(entries: T): Defined<T> {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as Defined<T>;
}
