/**
 * Template mining as `detect` does it, on its own path from bytes to families: scanner, kernel, admission, engine,
 * verified edges, union-find, leaders. Only the intent phrases are left out, which no other method looks for.
 *
 *     node benchmarks/dist/mine-stillwatch.js PROMPTS GROUPS FOLDER
 */
import "./record-usage.ts";
import { readFileSync, writeFileSync } from "node:fs";
import { findTemplateFamilies } from "../../packages/lab/dist/detectors/template-families/template-families.js";
import { openDuckdb } from "../../packages/lab/dist/engine/duckdb-engine.js";
import { ChunkLoader } from "../../packages/lab/dist/engine/load-chunks.js";
import { expandSources } from "../../packages/lab/dist/events/sources.js";
import { AdmissionFilter } from "../../packages/lab/dist/sketches/admission.js";
import { compilePhrases } from "../../packages/lab/dist/sketches/phrase-automaton.js";
import { SeenIds } from "../../packages/lab/dist/sketches/seen-ids.js";
import { sketchLog } from "../../packages/lab/dist/sketches/sketch-log.js";
import { openSketchers } from "../../packages/lab/dist/sketches/sketcher-pool.js";

const LEAST_FAMILY = 20;

const [prompts = "", groups = "", folder = ""] = process.argv.slice(2);
const lab = new URL("../../packages/lab/", import.meta.url);
const nowMs = Date.now();
const engine = await openDuckdb({ temporaryFolder: folder, memoryMegabytes: 1800, threads: 2 });
const loader = await ChunkLoader.open(engine, new AdmissionFilter(), new SeenIds());
const sketchers = openSketchers(
  {
    wasmBytes: readFileSync(new URL("dist/kernel.wasm", lab)),
    phrases: compilePhrases([]),
    nowMs,
    latestMs: Number.POSITIVE_INFINITY,
  },
  1,
);
await sketchLog({
  sources: await expandSources([prompts], { cwd: folder, nowMs }),
  format: "stillwatch",
  mapping: undefined,
  sketchers,
  onTask: (station, placed, done) => {
    loader.load(station, done.chunk, {
      source: placed.task.source,
      byteOffset: placed.byteOffset,
      byteLength: placed.byteLength,
      firstLine: placed.task.firstLine,
      plainLines: placed.plainLines,
    });
  },
  onRejected: ({ line, reason }) => Promise.reject(new Error(`line ${String(line)} was rejected: ${reason}`)),
  onProgress: () => undefined,
  signal: new AbortController().signal,
});
loader.close();
await sketchers.close();
const { requestNumbers } = loader.summary();
const families = await findTemplateFamilies(engine, requestNumbers, LEAST_FAMILY);
await engine.close();

const groupOf = new Int32Array(requestNumbers).fill(-1);
families.forEach((family, number) => {
  for (const request of family.requests) groupOf[request] = number;
});
writeFileSync(groups, new Uint8Array(groupOf.buffer));
