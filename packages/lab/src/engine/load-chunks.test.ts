import { describe, expect, it } from "vitest";
import { AdmissionFilter } from "../sketches/admission.ts";
import { SeenIds } from "../sketches/seen-ids.ts";
import { ATTRIBUTE_KINDS, SEGMENT_KIND, type SketchedChunk } from "../sketches/sketched-chunk.ts";
import { SHAPE_BITS, SIGNATURE_LENGTH } from "../sketches/sketch.ts";
import { rowsOf, withEngine } from "./engine.fixture.ts";
import type { Engine } from "./engine.ts";
import { ChunkLoader, type LoadedLog } from "./load-chunks.ts";

const PLACE = { source: 0, byteOffset: 0, byteLength: 10, firstLine: 1, plainLines: true };

describe("the chunk loader", () => {
  it("numbers requests by their place in the log and drops a repeated id, which keeps its number", async () => {
    await withEngine(async (engine) => {
      const log = await load(engine, [
        [
          0,
          chunk({
            accounts: ["a", "b"],
            rows: [
              { id: 1, account: 0 },
              { id: 2, account: 1 },
            ],
          }),
        ],
        [
          0,
          chunk({
            rows: [
              { id: 1, account: 1 },
              { id: 3, account: 0 },
            ],
          }),
        ],
        [0, chunk({ rows: [{ id: 4, account: 1 }] })],
      ]);
      const rows = await engine.query("SELECT request_no, account_no FROM requests ORDER BY request_no");
      expect(rowsOf(rows, ["request_no", "account_no"])).toEqual([
        { request_no: 0, account_no: 0 },
        { request_no: 1, account_no: 1 },
        { request_no: 3, account_no: 0 },
        { request_no: 4, account_no: 1 },
      ]);
      expect([log.requestNumbers, log.requests, log.duplicates]).toEqual([5, 4, 1]);
      expect(log.places.map((place) => [place.firstRequest, place.rows])).toEqual([
        [0, 2],
        [2, 2],
        [4, 1],
      ]);
    });
  });

  it("gives one name one number, whichever worker met it under whichever id", async () => {
    await withEngine(async (engine) => {
      const log = await load(engine, [
        [7, chunk({ accounts: ["b", "a"], rows: [{ id: 1, account: 1 }] })],
        [
          9,
          chunk({
            accounts: ["a", "c"],
            rows: [
              { id: 2, account: 0 },
              { id: 3, account: 1 },
            ],
          }),
        ],
        [7, chunk({ accounts: ["c"], rows: [{ id: 4, account: 2 }] })],
      ]);
      const rows = await engine.query("SELECT account_no FROM requests ORDER BY request_no");
      const names = [...rows.integers("account_no")].map((no) => log.names.accounts[no]);
      expect(names).toEqual(["a", "a", "c", "c"]);
      expect(log.names.accounts).toEqual(["b", "a", "c"]);
    });
  });

  it("lets a text key in from its second sight on, with one carrier per request", async () => {
    await withEngine(async (engine) => {
      await load(engine, [
        [
          0,
          chunk({
            accounts: ["a"],
            rows: [
              {
                id: 1,
                account: 0,
                keys: [
                  [0, 5n],
                  [1, 6n],
                  [SEGMENT_KIND, 7n],
                ],
              },
              {
                id: 2,
                account: 0,
                text: 2n ** 64n - 1n,
                keys: [
                  [0, 5n],
                  [1, 8n],
                  [SEGMENT_KIND, 7n],
                ],
              },
              { id: 3, account: 0, keys: [[0, 2n ** 64n - 2n]] },
              { id: 4, account: 0, keys: [[0, 2n ** 64n - 2n]] },
            ],
          }),
        ],
      ]);
      const keys = await engine.query(
        "SELECT kind, key, request_no FROM text_keys ORDER BY request_no, kind",
      );
      expect(rowsOf(keys, ["kind", "request_no"], ["key"])).toEqual([
        { kind: 0, request_no: 1, key: 5n },
        { kind: SEGMENT_KIND, request_no: 1, key: 7n },
        { kind: 0, request_no: 3, key: -2n },
      ]);
      const carriers = await engine.query(
        "SELECT request_no, text_hash, s0, s7 FROM carriers ORDER BY request_no",
      );
      expect(rowsOf(carriers, ["request_no"], ["text_hash", "s0", "s7"])).toEqual([
        { request_no: 1, text_hash: -1n, s0: 0x0101010101010101n, s7: 0x0101010101010101n },
        { request_no: 3, text_hash: 0n, s0: 0x0303030303030303n, s7: 0x0303030303030303n },
      ]);
    });
  });

  it("gives a duplicate's keys and attributes to nobody, and does not count them as seen", async () => {
    await withEngine(async (engine) => {
      await load(engine, [
        [
          0,
          chunk({
            accounts: ["a"],
            strings: ["org"],
            rows: [
              { id: 1, account: 0 },
              { id: 1, account: 0, keys: [[0, 5n]], attributes: [[ATTRIBUTE_KINDS.asn, 1]] },
              { id: 2, account: 0, keys: [[0, 5n]], attributes: [[ATTRIBUTE_KINDS.asn, 2]] },
            ],
          }),
        ],
      ]);
      expect((await engine.query("SELECT * FROM text_keys")).rows).toBe(0);
      const attributes = await engine.query("SELECT value FROM attributes");
      expect([...attributes.bigints("value")]).toEqual([2n]);
    });
  });

  it("remembers the organization that the log names first for an account", async () => {
    await withEngine(async (engine) => {
      const organization = ATTRIBUTE_KINDS.organization;
      const log = await load(engine, [
        [
          0,
          chunk({
            accounts: ["a", "b"],
            strings: ["agent", "first", "second"],
            rows: [
              {
                id: 1,
                account: 0,
                attributes: [
                  [ATTRIBUTE_KINDS.userAgent, 0],
                  [organization, 1],
                ],
              },
              { id: 2, account: 0, attributes: [[organization, 2]] },
              { id: 3, account: 1 },
            ],
          }),
        ],
      ]);
      expect(log.names.organizationOf.map((no) => log.names.strings[no])).toEqual(["first"]);
    });
  });

  it("knows the span of the log, and whether anything was answered", async () => {
    const empty = { shape: SHAPE_BITS.empty };
    const silent = await withEngine((engine) =>
      load(engine, [[0, chunk({ accounts: ["a"], rows: [{ id: 1, account: 0, time: 5000, ...empty }] })]]),
    );
    expect([silent.firstMs, silent.lastMs, silent.answered]).toEqual([5000, 5000, false]);
    const answered = await withEngine((engine) =>
      load(engine, [
        [
          0,
          chunk({
            accounts: ["a"],
            rows: [
              { id: 1, account: 0, time: 9000, ...empty },
              { id: 2, account: 0, time: 4000 },
            ],
          }),
        ],
      ]),
    );
    expect([answered.firstMs, answered.lastMs, answered.answered]).toEqual([4000, 9000, true]);
  });

  it("takes language, system text and reasoning tokens of each request that is no duplicate", async () => {
    await withEngine(async (engine) => {
      await load(engine, [
        [
          0,
          chunk({ accounts: ["a", "b"], rows: [{ id: 9, account: 0, language: 3, system: 2n ** 64n - 5n }] }),
        ],
        [
          0,
          chunk({
            rows: [
              { id: 9, account: 1, tokens: [[0, 7n, 1n]] },
              {
                id: 10,
                account: 1,
                time: 1.7e12,
                tokens: [
                  [1, 2n ** 64n - 1n, 5n],
                  [0, 8n, 0n],
                ],
              },
            ],
          }),
        ],
      ]);
      const requests = await engine.query(
        "SELECT request_no, language, system_key FROM requests ORDER BY request_no",
      );
      expect(rowsOf(requests, ["request_no", "language"], ["system_key"])).toEqual([
        { request_no: 0, language: 3, system_key: -5n },
        { request_no: 2, language: 0, system_key: 0n },
      ]);
      const tokens = await engine.query("SELECT * FROM replay_tokens ORDER BY issued");
      const numbers = ["request_no", "account_no", "issued"];
      expect(rowsOf(tokens, numbers, ["token", "session", "time_ms"])).toEqual([
        { request_no: 2, account_no: 1, issued: 0, token: 8n, session: 0n, time_ms: 1_700_000_000_000n },
        { request_no: 2, account_no: 1, issued: 1, token: -1n, session: 5n, time_ms: 1_700_000_000_000n },
      ]);
    });
  });

  it("passes over what lies outside of the period, apart from duplicates, and keeps its numbers", async () => {
    await withEngine(async (engine) => {
      const period = { fromMs: 2000, untilMs: 4000 };
      const loader = await ChunkLoader.open(engine, new AdmissionFilter(12), new SeenIds(), period);
      const rows = [
        { id: 1, account: 0, time: 1999, keys: [[0, 5n]] as const },
        { id: 1, account: 0, time: 2000, keys: [[0, 5n]] as const },
        { id: 1, account: 0, time: 3999 },
        { id: 2, account: 0, time: 3999, attributes: [[ATTRIBUTE_KINDS.asn, 3]] as const },
        { id: 3, account: 0, time: 4000 },
      ];
      loader.load(0, chunk({ accounts: ["a"], rows }), PLACE);
      loader.close();
      const { requests, duplicates, requestNumbers, firstMs, lastMs } = loader.summary();
      expect([requests, loader.outside, duplicates, requestNumbers]).toEqual([2, 2, 1, 5]);
      expect([firstMs, lastMs]).toEqual([2000, 3999]);
      const loaded = await engine.query("SELECT request_no FROM requests ORDER BY request_no");
      expect([...loaded.integers("request_no")]).toEqual([1, 3]);
      expect((await engine.query("SELECT * FROM text_keys")).rows).toBe(0);
      expect((await engine.query("SELECT * FROM attributes")).rows).toBe(1);
    });
  });

  it("says of a stretch with a rejected or an empty line that lines and events differ", async () => {
    const log = await withEngine((engine) =>
      load(engine, [
        [0, chunk({ accounts: ["a"], rows: [{ id: 1, account: 0 }] })],
        [0, chunk({ rows: [{ id: 2, account: 0 }], lines: 2 })],
        [0, chunk({ rows: [{ id: 3, account: 0 }], rejected: 1 })],
        [0, chunk({ rows: [], lines: 3 })],
      ]),
    );
    expect(log.places.map((place) => place.oneEventPerLine)).toEqual([true, false, false]);
  });
});

interface TestRow {
  readonly id: number;
  readonly account: number;
  readonly time?: number;
  readonly shape?: number;
  readonly text?: bigint;
  readonly language?: number;
  readonly system?: bigint;
  readonly keys?: readonly (readonly [kind: number, hash: bigint])[];
  readonly tokens?: readonly (readonly [issued: number, hash: bigint, session: bigint])[];
  readonly answer?: readonly bigint[];
  readonly attributes?: readonly (readonly [kind: number, value: number])[];
}

function chunk(content: {
  readonly rows: readonly TestRow[];
  readonly accounts?: readonly string[];
  readonly strings?: readonly string[];
  readonly lines?: number;
  readonly rejected?: number;
}): SketchedChunk {
  const { rows } = content;
  const keys = rows.flatMap((row, at) => (row.keys ?? []).map(([kind, hash]) => ({ at, kind, hash })));
  const attributes = rows.flatMap((row, at) =>
    (row.attributes ?? []).map(([kind, value]) => ({ at, kind, value })),
  );
  const answers = rows.flatMap((row, at) => (row.answer ?? []).map((hash) => ({ at, hash })));
  const tokens = rows.flatMap((row, at) =>
    (row.tokens ?? []).map(([issued, hash, session]) => ({ at, issued, hash, session })),
  );
  return {
    rows: rows.length,
    lines: content.lines ?? rows.length,
    time: Float64Array.from(rows, (row) => row.time ?? 0),
    account: Uint32Array.from(rows, (row) => row.account),
    model: new Uint32Array(rows.length),
    status: new Int16Array(rows.length).fill(200),
    inputTokens: new Int32Array(rows.length),
    outputTokens: new Int32Array(rows.length),
    intents: new Uint16Array(rows.length),
    shape: Uint16Array.from(rows, (row) => row.shape ?? 0),
    language: Uint8Array.from(rows, (row) => row.language ?? 0),
    idHash: Uint32Array.from(rows.flatMap((row) => [row.id, 77])),
    textHash: halves(rows.map((row) => row.text ?? 0n)),
    systemHash: halves(rows.map((row) => row.system ?? 0n)),
    signature: Uint8Array.from(rows.flatMap((_, at) => new Array<number>(SIGNATURE_LENGTH).fill(at))),
    keyRow: Uint32Array.from(keys, (key) => key.at),
    keyKind: Uint8Array.from(keys, (key) => key.kind),
    keyHash: halves(keys.map((key) => key.hash)),
    answerRow: Uint32Array.from(answers, (answer) => answer.at),
    answerHash: halves(answers.map((answer) => answer.hash)),
    tokenRow: Uint32Array.from(tokens, (token) => token.at),
    tokenIssued: Uint8Array.from(tokens, (token) => token.issued),
    tokenHash: halves(tokens.map((token) => token.hash)),
    tokenSession: halves(tokens.map((token) => token.session)),
    attributeRow: Uint32Array.from(attributes, (entry) => entry.at),
    attributeKind: Uint8Array.from(attributes, (entry) => entry.kind),
    attributeValue: Float64Array.from(attributes, (entry) => entry.value),
    newAccounts: content.accounts ?? [],
    newModels: [],
    newStrings: content.strings ?? [],
    rejected: Array.from({ length: content.rejected ?? 0 }, () => ({ file: "log", line: 1, reason: "bad" })),
  };
}

function halves(hashes: readonly bigint[]): Uint32Array {
  return new Uint32Array(BigUint64Array.from(hashes).buffer);
}

async function load(
  engine: Engine,
  chunks: readonly (readonly [worker: number, chunk: SketchedChunk])[],
): Promise<LoadedLog> {
  const loader = await ChunkLoader.open(engine, new AdmissionFilter(12), new SeenIds());
  for (const [worker, one] of chunks) loader.load(worker, one, PLACE);
  loader.close();
  return loader.summary();
}
