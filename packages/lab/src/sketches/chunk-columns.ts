import type { RejectedLine } from "../events/request-event.ts";
import { SKETCH_LAYOUT } from "./layout.ts";
import { SEGMENT_KIND, type SketchedChunk } from "./sketched-chunk.ts";
import { SIGNATURE_BANDS, SIGNATURE_LENGTH } from "./sketch.ts";

/** What a row has beside its sketch. */
export interface RowFields {
  readonly timeMs: number;
  readonly account: number;
  readonly model: number;
  /** HTTP status; -1 where the log does not say, which counts as 200. */
  readonly status: number;
  /** The model's count; -1 where the log does not say, then our own count stands in. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Halves of the request id's 64-bit hash. */
  readonly idLow: number;
  readonly idHigh: number;
}

/** Repeats of an attribute are dropped by a direct-mapped memory of this many places. */
const ATTRIBUTE_MEMORY = 2 ** 16;
const WORDS = {
  textHash: SKETCH_LAYOUT.textHash >> 2,
  systemHash: SKETCH_LAYOUT.systemHash >> 2,
  promptTokens: SKETCH_LAYOUT.promptTokens >> 2,
  responseTokens: SKETCH_LAYOUT.responseTokens >> 2,
  intents: SKETCH_LAYOUT.intents >> 2,
  shape: SKETCH_LAYOUT.shape >> 2,
  language: SKETCH_LAYOUT.language >> 2,
  answerSegmentCount: SKETCH_LAYOUT.answerSegmentCount >> 2,
  answerSegments: SKETCH_LAYOUT.answerSegments >> 2,
  hasSignature: SKETCH_LAYOUT.hasSignature >> 2,
  segmentCount: SKETCH_LAYOUT.segmentCount >> 2,
  signature: SKETCH_LAYOUT.signature >> 2,
  bands: SKETCH_LAYOUT.bands >> 2,
  segments: SKETCH_LAYOUT.segments >> 2,
};

/**
 * Growing columns of one chunk. What `take` hands over are views that stand until the next row is added: copy them
 * (chunk-transfer.ts) where they must live longer.
 */
export class ChunkColumns {
  lines = 0;
  rejected: RejectedLine[] = [];
  #rows = 0;
  #keys = 0;
  #attributes = 0;
  #answers = 0;
  #tokens = 0;
  #row = rowColumns(1024);
  #key = keyColumns(32_768);
  #attribute = attributeColumns(4096);
  #token = tokenColumns(256);
  #answer = answerColumns(8192);
  readonly #memoryAccount = new Float64Array(ATTRIBUTE_MEMORY).fill(-1);
  readonly #memoryValue = new Float64Array(ATTRIBUTE_MEMORY);

  /**
   * @param words - the kernel's memory; @param out - where in it the row's sketch stands, in words
   * @returns the row's index in the chunk
   */
  addRow(fields: RowFields, words: Uint32Array, out: number): number {
    if (this.#rows === this.#row.time.length) this.#row = filledFrom(this.#row, rowColumns(this.#rows * 2));
    const row = this.#rows++;
    const columns = this.#row;
    columns.time[row] = fields.timeMs;
    columns.account[row] = fields.account;
    columns.model[row] = fields.model;
    columns.status[row] = fields.status < 0 ? 200 : fields.status;
    columns.inputTokens[row] =
      fields.inputTokens < 0 ? (words[out + WORDS.promptTokens] ?? 0) : fields.inputTokens;
    columns.outputTokens[row] =
      fields.outputTokens < 0 ? (words[out + WORDS.responseTokens] ?? 0) : fields.outputTokens;
    columns.intents[row] = words[out + WORDS.intents] ?? 0;
    columns.shape[row] = words[out + WORDS.shape] ?? 0;
    columns.language[row] = words[out + WORDS.language] ?? 0;
    columns.idHash[row * 2] = fields.idLow;
    columns.idHash[row * 2 + 1] = fields.idHigh;
    columns.textHash[row * 2] = words[out + WORDS.textHash] ?? 0;
    columns.textHash[row * 2 + 1] = words[out + WORDS.textHash + 1] ?? 0;
    columns.systemHash[row * 2] = words[out + WORDS.systemHash] ?? 0;
    columns.systemHash[row * 2 + 1] = words[out + WORDS.systemHash + 1] ?? 0;
    const signature = row * (SIGNATURE_LENGTH / 4);
    for (let word = 0; word < SIGNATURE_LENGTH / 4; word++) {
      columns.signature[signature + word] = words[out + WORDS.signature + word] ?? 0;
    }
    this.#addKeys(row, words, out);
    this.#addAnswer(row, words, out);
    return row;
  }

  addAttribute(row: number, account: number, kind: number, value: number): void {
    const owner = account * 8 + kind;
    const place = (Math.imul(owner, 0x9e3779b1) ^ Math.imul(value | 0, 0x85ebca6b)) >>> 16;
    if (this.#memoryAccount[place] === owner && this.#memoryValue[place] === value) return;
    this.#memoryAccount[place] = owner;
    this.#memoryValue[place] = value;
    if (this.#attributes === this.#attribute.row.length)
      this.#attribute = filledFrom(this.#attribute, attributeColumns(this.#attributes * 2));
    const at = this.#attributes++;
    this.#attribute.row[at] = row;
    this.#attribute.kind[at] = kind;
    this.#attribute.value[at] = value;
  }

  /** @param token - halves of a reasoning token's hash; @param session - of the session's, zeros where there is none */
  addToken(
    row: number,
    issued: boolean,
    token: readonly [low: number, high: number],
    session: readonly [low: number, high: number],
  ): void {
    if (this.#tokens === this.#token.row.length)
      this.#token = filledFrom(this.#token, tokenColumns(this.#tokens * 2));
    const at = this.#tokens++;
    this.#token.row[at] = row;
    this.#token.issued[at] = issued ? 1 : 0;
    this.#token.hash.set(token, at * 2);
    this.#token.session.set(session, at * 2);
  }

  take(
    newAccounts: readonly string[],
    newModels: readonly string[],
    newStrings: readonly string[],
  ): SketchedChunk {
    const rows = this.#rows;
    const keys = this.#keys;
    const attributes = this.#attributes;
    const tokens = this.#tokens;
    const answers = this.#answers;
    const columns = this.#row;
    const chunk: SketchedChunk = {
      rows,
      lines: this.lines,
      time: columns.time.subarray(0, rows),
      account: columns.account.subarray(0, rows),
      model: columns.model.subarray(0, rows),
      status: columns.status.subarray(0, rows),
      inputTokens: columns.inputTokens.subarray(0, rows),
      outputTokens: columns.outputTokens.subarray(0, rows),
      intents: columns.intents.subarray(0, rows),
      shape: columns.shape.subarray(0, rows),
      language: columns.language.subarray(0, rows),
      idHash: columns.idHash.subarray(0, rows * 2),
      textHash: columns.textHash.subarray(0, rows * 2),
      systemHash: columns.systemHash.subarray(0, rows * 2),
      signature: new Uint8Array(columns.signature.buffer, 0, rows * SIGNATURE_LENGTH),
      keyRow: this.#key.row.subarray(0, keys),
      keyKind: this.#key.kind.subarray(0, keys),
      keyHash: this.#key.hash.subarray(0, keys * 2),
      attributeRow: this.#attribute.row.subarray(0, attributes),
      attributeKind: this.#attribute.kind.subarray(0, attributes),
      attributeValue: this.#attribute.value.subarray(0, attributes),
      answerRow: this.#answer.row.subarray(0, answers),
      answerHash: this.#answer.hash.subarray(0, answers * 2),
      tokenRow: this.#token.row.subarray(0, tokens),
      tokenIssued: this.#token.issued.subarray(0, tokens),
      tokenHash: this.#token.hash.subarray(0, tokens * 2),
      tokenSession: this.#token.session.subarray(0, tokens * 2),
      newAccounts,
      newModels,
      newStrings,
      rejected: this.rejected,
    };
    this.lines = 0;
    this.rejected = [];
    this.#rows = 0;
    this.#keys = 0;
    this.#attributes = 0;
    this.#answers = 0;
    this.#tokens = 0;
    return chunk;
  }

  #addKeys(row: number, words: Uint32Array, out: number): void {
    const bands = words[out + WORDS.hasSignature] === 0 ? 0 : SIGNATURE_BANDS;
    const segments = words[out + WORDS.segmentCount] ?? 0;
    while (this.#keys + bands + segments > this.#key.row.length)
      this.#key = filledFrom(this.#key, keyColumns(this.#key.row.length * 2));
    const { row: rows, kind, hash } = this.#key;
    for (let band = 0; band < bands; band++) {
      const at = this.#keys++;
      rows[at] = row;
      kind[at] = band;
      hash[at * 2] = words[out + WORDS.bands + band * 2] ?? 0;
      hash[at * 2 + 1] = words[out + WORDS.bands + band * 2 + 1] ?? 0;
    }
    for (let segment = 0; segment < segments; segment++) {
      const at = this.#keys++;
      rows[at] = row;
      kind[at] = SEGMENT_KIND;
      hash[at * 2] = words[out + WORDS.segments + segment * 2] ?? 0;
      hash[at * 2 + 1] = words[out + WORDS.segments + segment * 2 + 1] ?? 0;
    }
  }

  #addAnswer(row: number, words: Uint32Array, out: number): void {
    const count = words[out + WORDS.answerSegmentCount] ?? 0;
    if (this.#answers + count > this.#answer.row.length)
      this.#answer = filledFrom(this.#answer, answerColumns(this.#answer.row.length * 2));
    const { row: rows, hash } = this.#answer;
    for (let word = 0; word < count * 2; word++)
      hash[this.#answers * 2 + word] = words[out + WORDS.answerSegments + word] ?? 0;
    rows.fill(row, this.#answers, this.#answers + count);
    this.#answers += count;
  }
}

interface AnswerColumns {
  readonly row: Uint32Array;
  readonly hash: Uint32Array;
}

function answerColumns(capacity: number): AnswerColumns {
  return { row: new Uint32Array(capacity), hash: new Uint32Array(capacity * 2) };
}

interface RowColumns {
  readonly time: Float64Array;
  readonly account: Uint32Array;
  readonly model: Uint32Array;
  readonly status: Int16Array;
  readonly inputTokens: Int32Array;
  readonly outputTokens: Int32Array;
  readonly intents: Uint16Array;
  readonly shape: Uint16Array;
  readonly language: Uint8Array;
  readonly idHash: Uint32Array;
  readonly textHash: Uint32Array;
  readonly systemHash: Uint32Array;
  /** `SIGNATURE_LENGTH` / 4 words per row. */
  readonly signature: Uint32Array;
}

function rowColumns(capacity: number): RowColumns {
  return {
    time: new Float64Array(capacity),
    account: new Uint32Array(capacity),
    model: new Uint32Array(capacity),
    status: new Int16Array(capacity),
    inputTokens: new Int32Array(capacity),
    outputTokens: new Int32Array(capacity),
    intents: new Uint16Array(capacity),
    shape: new Uint16Array(capacity),
    language: new Uint8Array(capacity),
    idHash: new Uint32Array(capacity * 2),
    textHash: new Uint32Array(capacity * 2),
    systemHash: new Uint32Array(capacity * 2),
    signature: new Uint32Array((capacity * SIGNATURE_LENGTH) / 4),
  };
}

interface KeyColumns {
  readonly row: Uint32Array;
  readonly kind: Uint8Array;
  readonly hash: Uint32Array;
}

function keyColumns(capacity: number): KeyColumns {
  return {
    row: new Uint32Array(capacity),
    kind: new Uint8Array(capacity),
    hash: new Uint32Array(capacity * 2),
  };
}

interface AttributeColumns {
  readonly row: Uint32Array;
  readonly kind: Uint8Array;
  readonly value: Float64Array;
}

function attributeColumns(capacity: number): AttributeColumns {
  return {
    row: new Uint32Array(capacity),
    kind: new Uint8Array(capacity),
    value: new Float64Array(capacity),
  };
}

interface TokenColumns {
  readonly row: Uint32Array;
  readonly issued: Uint8Array;
  readonly hash: Uint32Array;
  readonly session: Uint32Array;
}

function tokenColumns(capacity: number): TokenColumns {
  return {
    row: new Uint32Array(capacity),
    issued: new Uint8Array(capacity),
    hash: new Uint32Array(capacity * 2),
    session: new Uint32Array(capacity * 2),
  };
}

/** Larger columns with what smaller ones held. */
function filledFrom<Columns extends object>(old: Columns, larger: Columns): Columns {
  for (const name of Object.keys(old) as (keyof Columns)[]) {
    (larger[name] as Uint8Array).set(old[name] as Uint8Array);
  }
  return larger;
}
