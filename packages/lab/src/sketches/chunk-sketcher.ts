import { isBlank } from "../events/blank-line.ts";
import type { ReasoningTokens, RejectedLine, RequestEvent } from "../events/request-event.ts";
import { ChunkColumns } from "./chunk-columns.ts";
import { EnvelopeScanner } from "./envelope-scanner.ts";
import { Interned } from "./interned.ts";
import type { SketchExports } from "./kernel.ts";
import { ALL_TIME, isWithin, type Period } from "./period.ts";
import type { PhraseAutomaton } from "./phrase-automaton.ts";
import { RowSketcher } from "./row-sketcher.ts";
import { COUNT_FIELDS, STRING_FIELDS, type ScannerExports, type StringField } from "./scanner-exports.ts";
import { ATTRIBUTE_KINDS, type SketchedChunk } from "./sketched-chunk.ts";
import { instantiateWasm } from "./wasm-instance.ts";

/** Reads a record that the scanner does not; may give several events or rejections. */
export type SlowReader = (
  line: Uint8Array,
  lineNumber: number,
) => readonly (RequestEvent | Omit<RejectedLine, "file">)[];

/** Bytes for short strings of events that come by the slow path. */
const SCRATCH_BYTES = 65_536;
const CLIENT_FIELDS = [STRING_FIELDS.ip, STRING_FIELDS.userAgent, STRING_FIELDS.tls] as const;
/** A client object is short; a longer stretch is something else. */
const MOST_CLIENT_BYTES = 512;

/**
 * One worker's kernel and its dictionaries. It owns the WASM memory; ids in the chunks it makes are its own
 * (see `SketchedChunk`). Not for use by two callers at once.
 */
export class ChunkSketcher {
  readonly #wasm: SketchExports & ScannerExports;
  readonly #scanner: EnvelopeScanner;
  readonly #row: RowSketcher;
  readonly #accounts: Interned;
  readonly #models: Interned;
  readonly #strings: Interned;
  readonly #columns = new ChunkColumns();
  readonly #period: Period;
  readonly #scratch: number;
  /** Two words into which the WASM side writes a hash. */
  readonly #hash: number;
  /** Per account, the hash of the client's bytes in its last line (two words). */
  #lastClient = new Uint32Array(0);

  /**
   * @param period - rows outside of it get no attributes: each attribute is handed over once, and would be lost with a row
   *   that is passed over
   */
  constructor(wasmBytes: Uint8Array, phrases: PhraseAutomaton, period: Period = ALL_TIME) {
    this.#period = period;
    this.#wasm = instantiateWasm(wasmBytes) as SketchExports & ScannerExports;
    this.#row = new RowSketcher(this.#wasm, phrases);
    this.#scanner = new EnvelopeScanner(this.#wasm);
    const renew = (): void => {
      this.#scanner.renewViews();
    };
    this.#accounts = new Interned(this.#wasm, renew);
    this.#models = new Interned(this.#wasm, renew);
    this.#strings = new Interned(this.#wasm, renew);
    this.#scratch = this.#wasm.alloc(SCRATCH_BYTES + 128);
    this.#hash = this.#wasm.alloc(8);
  }

  /**
   * Adds lines of the `stillwatch` envelope; lines that the scanner is not certain about go to `slow`.
   *
   * @param firstLine - line number of the first line in its file, 1-based
   * @param latestMs - an arrival after this is for `slow` to refuse
   */
  addLines(chunk: Uint8Array, file: string, firstLine: number, latestMs: number, slow: SlowReader): void {
    const scanner = this.#scanner;
    scanner.loadLines(chunk);
    for (let lineNumber = firstLine; scanner.nextLine(); lineNumber++) {
      if (scanner.scan() && scanner.has(STRING_FIELDS.requestId) && scanner.timeMs() <= latestMs) {
        this.#columns.lines++;
        this.#addScanned();
        continue;
      }
      const { offset, length } = scanner.lineSpan();
      const line = chunk.subarray(offset, offset + length);
      if (!isBlank(line)) this.addRecord(line, file, lineNumber, slow);
    }
  }

  /** Adds one record through the slow path. */
  addRecord(record: Uint8Array, file: string, lineNumber: number, slow: SlowReader): void {
    this.#columns.lines++;
    this.addResults(slow(record, lineNumber), file);
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

  #addScanned(): void {
    const scanner = this.#scanner;
    for (let part = 0; part < 4; part++) {
      const field = (STRING_FIELDS.system + part) as StringField;
      this.#row.setPart(part, scanner.address(field), scanner.byteLength(field));
    }
    this.#row.sketch(scanner.refused());
    const intern = (names: Interned, field: StringField): number =>
      names.idAt(scanner.address(field), scanner.byteLength(field));
    const account = intern(this.#accounts, STRING_FIELDS.account);
    const model = scanner.has(STRING_FIELDS.model)
      ? intern(this.#models, STRING_FIELDS.model)
      : this.#models.idAt(this.#scratch, 0);
    this.#storeHash(scanner.address(STRING_FIELDS.requestId), scanner.byteLength(STRING_FIELDS.requestId));
    const timeMs = scanner.timeMs();
    const row = this.#addRow(
      timeMs,
      account,
      model,
      scanner.count(COUNT_FIELDS.status),
      scanner.count(COUNT_FIELDS.inputTokens),
      scanner.count(COUNT_FIELDS.outputTokens),
    );
    if (!isWithin(this.#period, timeMs)) return;
    if (scanner.has(STRING_FIELDS.organization)) {
      this.#columns.addAttribute(
        row,
        account,
        ATTRIBUTE_KINDS.organization,
        intern(this.#strings, STRING_FIELDS.organization),
      );
    }
    // A number, which may stand anywhere among the client's fields, and cheap to look up again.
    const asn = scanner.count(COUNT_FIELDS.asn);
    if (asn >= 0) this.#columns.addAttribute(row, account, ATTRIBUTE_KINDS.asn, asn);
    if (!this.#sameClient(account)) this.#addClientTexts(row, account);
  }

  /**
   * Whether the client's texts are those of the account's line before, byte for byte from the first to the last of them:
   * nearly always. Remembers them.
   */
  #sameClient(account: number): boolean {
    const scanner = this.#scanner;
    let start = Number.POSITIVE_INFINITY;
    let end = 0;
    for (const field of CLIENT_FIELDS) {
      if (!scanner.has(field)) continue;
      start = Math.min(start, scanner.address(field));
      end = Math.max(end, scanner.address(field) + scanner.byteLength(field));
    }
    if (end <= start || end - start > MOST_CLIENT_BYTES) return false;
    if (account * 2 + 1 >= this.#lastClient.length) {
      const grown = new Uint32Array(Math.max(1024, account * 4));
      grown.set(this.#lastClient);
      this.#lastClient = grown;
    }
    this.#storeHash(start, end - start);
    const words = this.#row.words;
    const low = words[this.#hash >> 2] ?? 0;
    const high = words[(this.#hash >> 2) + 1] ?? 0;
    const same = this.#lastClient[account * 2] === low && this.#lastClient[account * 2 + 1] === high;
    this.#lastClient[account * 2] = low;
    this.#lastClient[account * 2 + 1] = high;
    return same;
  }

  #addClientTexts(row: number, account: number): void {
    const scanner = this.#scanner;
    const columns = this.#columns;
    const intern = (field: StringField): number =>
      this.#strings.idAt(scanner.address(field), scanner.byteLength(field));
    if (scanner.has(STRING_FIELDS.ip)) {
      this.#addNetwork(row, account, scanner.address(STRING_FIELDS.ip), scanner.byteLength(STRING_FIELDS.ip));
    }
    if (scanner.has(STRING_FIELDS.tls)) {
      columns.addAttribute(row, account, ATTRIBUTE_KINDS.tls, intern(STRING_FIELDS.tls));
    }
    if (scanner.has(STRING_FIELDS.userAgent)) {
      columns.addAttribute(row, account, ATTRIBUTE_KINDS.userAgent, intern(STRING_FIELDS.userAgent));
    }
  }

  #addEvent(event: RequestEvent): void {
    this.#row.setTexts(event.prompt, event.response);
    this.#row.sketch(event.response.refused);
    const account = this.#internText(this.#accounts, event.account);
    const model = this.#internText(this.#models, event.model ?? "");
    this.#storeHash(this.#scratch, this.#writeScratch(event.requestId));
    const row = this.#addRow(
      event.timeMs,
      account,
      model,
      event.status ?? -1,
      event.inputTokens ?? -1,
      event.outputTokens ?? -1,
    );
    const { client, organization, reasoning } = event;
    if (reasoning !== undefined) this.#addReasoning(row, reasoning, event.session);
    if (!isWithin(this.#period, event.timeMs)) return;
    const columns = this.#columns;
    if (organization !== undefined) {
      columns.addAttribute(
        row,
        account,
        ATTRIBUTE_KINDS.organization,
        this.#internText(this.#strings, organization),
      );
    }
    if (client.ip !== undefined) this.#addNetwork(row, account, this.#scratch, this.#writeScratch(client.ip));
    if (client.asn !== undefined) columns.addAttribute(row, account, ATTRIBUTE_KINDS.asn, client.asn);
    if (client.tls !== undefined) {
      columns.addAttribute(row, account, ATTRIBUTE_KINDS.tls, this.#internText(this.#strings, client.tls));
    }
    if (client.userAgent !== undefined) {
      columns.addAttribute(
        row,
        account,
        ATTRIBUTE_KINDS.userAgent,
        this.#internText(this.#strings, client.userAgent),
      );
    }
  }

  #addReasoning(row: number, reasoning: ReasoningTokens, session: string | undefined): void {
    const ofSession = session === undefined ? NO_SESSION : this.#hashOf(session);
    for (const token of reasoning.issued) this.#columns.addToken(row, true, this.#hashOf(token), ofSession);
    for (const token of reasoning.presented)
      this.#columns.addToken(row, false, this.#hashOf(token), ofSession);
  }

  /** Halves of a string's hash; of its first 64 KiB. */
  #hashOf(text: string): readonly [low: number, high: number] {
    this.#storeHash(this.#scratch, this.#writeScratch(text));
    const words = this.#row.words;
    return [words[this.#hash >> 2] ?? 0, words[(this.#hash >> 2) + 1] ?? 0];
  }

  /** @param status - and the token counts: -1 where the log does not say */
  #addRow(
    timeMs: number,
    account: number,
    model: number,
    status: number,
    inputTokens: number,
    outputTokens: number,
  ): number {
    const words = this.#row.words;
    const hash = this.#hash >> 2;
    return this.#columns.addRow(
      {
        timeMs,
        account,
        model,
        status,
        inputTokens,
        outputTokens,
        idLow: words[hash] ?? 0,
        idHigh: words[hash + 1] ?? 0,
      },
      words,
      this.#row.out,
    );
  }

  #addNetwork(row: number, account: number, address: number, length: number): void {
    const prefix = this.#wasm.ip_prefix_number(address, length);
    if (prefix >= 0) this.#columns.addAttribute(row, account, ATTRIBUTE_KINDS.network, prefix);
  }

  #storeHash(address: number, length: number): void {
    this.#wasm.store_hash64(address, length, this.#hash);
  }

  #internText(names: Interned, text: string): number {
    return names.idAt(this.#scratch, this.#writeScratch(text));
  }

  /** Puts a short string where the WASM functions can read it; @returns its length in bytes */
  #writeScratch(text: string): number {
    const room = new Uint8Array(this.#wasm.memory.buffer, this.#scratch, SCRATCH_BYTES);
    return encoder.encodeInto(text, room).written;
  }
}

const NO_SESSION = [0, 0] as const;
const encoder = new TextEncoder();
