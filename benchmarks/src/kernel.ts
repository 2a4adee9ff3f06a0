import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import {
  installVocabulary,
  instantiateSketchKernel,
  loadKernel,
} from "../../packages/lab/dist/sketches/kernel.js";
import type { SketchExports } from "../../packages/lab/dist/sketches/kernel.js";
import { SKETCH_LAYOUT } from "../../packages/lab/dist/sketches/layout.js";
import { loadPhrases } from "../../packages/lab/dist/sketches/load-phrases.js";
import type { PhraseAutomaton } from "../../packages/lab/dist/sketches/phrase-automaton.js";
import { referenceSketch } from "../../packages/lab/dist/sketches/reference.js";
import { INTENT_BITS } from "../../packages/lab/dist/sketches/sketch.js";

// node benchmarks/dist/kernel.js [corpus.jsonl.gz]...: lines with "prompt", and perhaps "system" and "response".
// Without a corpus the text is made of words drawn by a fixed seed.

const ROWS = 2000;
const ROUNDS = 30;
const SIZES = [
  { prompt: 500, response: 300 },
  { prompt: 4096, response: 300 },
];
const encoder = new TextEncoder();
const decoder = new TextDecoder();

interface CorpusRow {
  readonly prompt: string;
  readonly system?: string | null;
  readonly response?: string | null;
}

const labFolder = new URL("../../packages/lab/", import.meta.url);
const wasmBytes = readFileSync(new URL("dist/kernel.wasm", labFolder));
const phrases = await loadPhrases(fileURLToPath(new URL("intents", labFolder)));
const corpora = process.argv.slice(2).map((path) => ({ path, rows: readCorpus(path) }));

printSpeed(
  corpora.length === 0
    ? madeText()
    : corpora.flatMap(({ rows }) => rows.map((row) => row.prompt)).join("\n\n"),
);
for (const { path, rows } of corpora) printIntentRates(path, rows, phrases);

function readCorpus(path: string): CorpusRow[] {
  const lines = gunzipSync(readFileSync(path)).toString("utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as CorpusRow);
}

/** About 4 MB of words of 1 to 12 letters. */
function madeText(): string {
  let state = 1;
  const draw = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const letter = (): string => String.fromCharCode(97 + draw(26));
  const words = Array.from({ length: 5000 }, () =>
    Array.from({ length: 1 + draw(5) + draw(8) }, letter).join(""),
  );
  return Array.from({ length: 600_000 }, () => words[Math.min(draw(5000), draw(5000))]).join(" ");
}

function printSpeed(text: string): void {
  const wasm = instantiateSketchKernel(wasmBytes);
  installVocabulary(wasm, phrases);
  const utf8 = encoder.encode(text);
  for (const { prompt, response } of SIZES) {
    const rows = cutRows(utf8, prompt, response);
    const kernelTime = timeKernel(wasm, rows);
    const referenceTime = timeReference(rows.slice(0, 20));
    console.log(
      `${prompt} B prompt + ${response} B response:`.padEnd(34),
      `WASM ${kernelTime.toFixed(2)} µs, reference ${referenceTime.toFixed(0)} µs a request`,
    );
  }
}

type Row = readonly [prompt: Uint8Array, response: Uint8Array];

function cutRows(utf8: Uint8Array, prompt: number, response: number): Row[] {
  const size = prompt + response;
  return Array.from({ length: ROWS }, (_, i) => {
    const from = (i * size) % Math.max(1, utf8.length - size);
    return [wholeCodePoints(utf8, from, prompt), wholeCodePoints(utf8, from + prompt, response)];
  });
}

function wholeCodePoints(utf8: Uint8Array, from: number, length: number): Uint8Array {
  const isContinuation = (at: number): boolean => ((utf8[at] ?? 0) & 0xc0) === 0x80;
  let end = from + length;
  while (isContinuation(from)) from += 1;
  while (isContinuation(end)) end -= 1;
  return utf8.subarray(from, end);
}

/** Microseconds a row, of the fastest round; every row is a different text. */
function timeKernel(wasm: SketchExports, rows: readonly Row[]): number {
  const out = wasm.alloc(SKETCH_LAYOUT.size);
  const placed = rows.map(([prompt, response]) => ({
    prompt: place(wasm, prompt),
    promptLength: prompt.length,
    response: place(wasm, response),
    responseLength: response.length,
  }));
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.hrtime.bigint();
    for (const { prompt, promptLength, response, responseLength } of placed) {
      wasm.sketch_row(0, 0, prompt, promptLength, prompt, promptLength, response, responseLength, 0, 0, out);
    }
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1000 / rows.length);
  }
  return best;
}

function place(wasm: SketchExports, bytes: Uint8Array): number {
  const at = wasm.alloc(bytes.length + 80);
  new Uint8Array(wasm.memory.buffer).set(bytes, at);
  return at;
}

function timeReference(rows: readonly Row[]): number {
  const start = process.hrtime.bigint();
  for (const [prompt, response] of rows) {
    const user = decoder.decode(prompt);
    const asked = { system: "", firstUser: user, lastUser: user, userTurns: 1 };
    referenceSketch(asked, { text: decoder.decode(response), refused: false }, phrases);
  }
  return Number(process.hrtime.bigint() - start) / 1000 / rows.length;
}

/** How many rows of a corpus have each intent: docs/sketch-kernel.md section 6 keeps the table. */
function printIntentRates(path: string, rows: readonly CorpusRow[], automaton: PhraseAutomaton): void {
  const kernel = loadKernel(wasmBytes, automaton);
  const sketches = rows.map(({ prompt, system, response }) =>
    kernel.sketch(
      { system: system ?? "", firstUser: prompt, lastUser: prompt, userTurns: 1 },
      { text: response ?? "", refused: false },
    ),
  );
  const rates = Object.entries(INTENT_BITS)
    .map(([intent, bit]) => ({
      intent,
      hits: sketches.filter((sketch) => (sketch.intents & bit) !== 0).length,
    }))
    .filter(({ hits }) => hits > 0)
    .map(({ intent, hits }) => `${intent} ${((100 * hits) / rows.length).toFixed(2)} %`);
  console.log(path.replace(/^.*\//, "").padEnd(40), rates.join(", ") || "none");
}
