import { readFileSync } from "node:fs";
import { AdmissionFilter } from "../sketches/admission.ts";
import { loadKernel } from "../sketches/kernel.ts";
import { compilePhrases } from "../sketches/phrase-automaton.ts";
import { SeenIds } from "../sketches/seen-ids.ts";
import { ATTRIBUTE_KINDS, SEGMENT_KIND, type SketchedChunk } from "../sketches/sketched-chunk.ts";
import { fill } from "./engine.fixture.ts";
import type { Engine } from "./engine.ts";
import { ChunkLoader, type LoadedLog } from "./load-chunks.ts";
import { PAYERS } from "./tables.ts";

/** A request of a test log; its number is its place in the list. */
export interface TextRequest {
  readonly account: number;
  readonly text: string;
  readonly system?: string;
  readonly timeMs?: number;
  readonly answer?: string;
  readonly organization?: string;
}

const kernel = loadKernel(
  readFileSync(new URL("../../dist/kernel.wasm", import.meta.url)),
  compilePhrases([]),
);

/**
 * Sketches requests with the WASM kernel and takes them into the engine as a log is; every account is its own payer
 * unless `payerOf` says otherwise.
 */
export async function loadTexts(
  engine: Engine,
  requests: readonly TextRequest[],
  payerOf: (account: number) => number = (account) => account,
): Promise<LoadedLog> {
  const loader = await ChunkLoader.open(engine, new AdmissionFilter(), new SeenIds());
  loader.load(0, textChunk(requests), {
    source: 0,
    byteOffset: 0,
    byteLength: 0,
    firstLine: 1,
    plainLines: true,
  });
  loader.close();
  const accounts = Math.max(...requests.map((request) => request.account)) + 1;
  await fill(
    engine,
    PAYERS,
    Array.from({ length: accounts }, (_, account) => ({ account_no: account, payer_no: payerOf(account) })),
  );
  return loader.summary();
}

/** The requests as one chunk of a worker of its own; `firstId` keeps the ids of several chunks apart. */
export function textChunk(requests: readonly TextRequest[], firstId = 0): SketchedChunk {
  const sketches = requests.map(({ text, system = "", answer = "An answer." }) =>
    kernel.sketch(
      { system, firstUser: text, lastUser: text, userTurns: 1 },
      { text: answer, refused: false },
    ),
  );
  const keys = sketches.flatMap((sketch, row) => [
    ...Array.from(sketch.bands, (hash, band) => ({ row, kind: band, hash })),
    ...Array.from(sketch.segments, (hash) => ({ row, kind: SEGMENT_KIND, hash })),
  ]);
  const answers = sketches.flatMap((sketch, row) =>
    Array.from(sketch.answerSegments, (hash) => ({ row, hash })),
  );
  const named = requests.flatMap(({ organization }, row) =>
    organization === undefined ? [] : [{ row, organization }],
  );
  const accounts = Math.max(...requests.map((request) => request.account)) + 1;
  return {
    rows: requests.length,
    lines: requests.length,
    time: Float64Array.from(requests, (request) => request.timeMs ?? 0),
    account: Uint32Array.from(requests, (request) => request.account),
    model: new Uint32Array(requests.length),
    status: new Int16Array(requests.length).fill(200),
    inputTokens: Int32Array.from(sketches, (sketch) => sketch.promptTokens),
    outputTokens: Int32Array.from(sketches, (sketch) => sketch.responseTokens),
    intents: Uint16Array.from(sketches, (sketch) => sketch.intents),
    shape: Uint16Array.from(sketches, (sketch) => sketch.shape),
    language: Uint8Array.from(sketches, (sketch) => sketch.language),
    idHash: Uint32Array.from(requests.flatMap((_, row) => [firstId + row, 77])),
    textHash: halves(sketches.map((sketch) => sketch.textHash)),
    systemHash: halves(sketches.map((sketch) => sketch.systemHash)),
    signature: Uint8Array.from(sketches.flatMap((sketch) => [...sketch.signature])),
    keyRow: Uint32Array.from(keys, (key) => key.row),
    keyKind: Uint8Array.from(keys, (key) => key.kind),
    keyHash: halves(keys.map((key) => key.hash)),
    answerRow: Uint32Array.from(answers, (answer) => answer.row),
    answerHash: halves(answers.map((answer) => answer.hash)),
    tokenRow: new Uint32Array(0),
    tokenIssued: new Uint8Array(0),
    tokenHash: new Uint32Array(0),
    tokenSession: new Uint32Array(0),
    attributeRow: Uint32Array.from(named, ({ row }) => row),
    attributeKind: new Uint8Array(named.length).fill(ATTRIBUTE_KINDS.organization),
    attributeValue: Float64Array.from(named.keys()),
    newAccounts: Array.from({ length: accounts }, (_, account) => `account-${String(account)}`),
    newModels: [],
    newStrings: named.map(({ organization }) => organization),
    rejected: [],
  };
}

function halves(hashes: readonly bigint[]): Uint32Array {
  return new Uint32Array(BigUint64Array.from(hashes).buffer);
}

/** Words that are drawn at random but always the same for the same seed. */
export function wordSource(seed: number): (count: number) => string {
  let state = seed;
  const next = (): number => {
    // Park and Miller's minimal standard generator.
    state = (state * 48_271) % 2_147_483_647;
    return state;
  };
  return (count) => Array.from({ length: count }, () => `w${(next() % 60_000).toString(36)}`).join(" ");
}
