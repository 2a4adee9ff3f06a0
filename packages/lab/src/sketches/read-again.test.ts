import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withEngine } from "../engine/engine.fixture.ts";
import { ChunkLoader, type LoadedLog } from "../engine/load-chunks.ts";
import type { FormatName } from "../events/format-names.ts";
import { TraceUsers } from "../events/formats/trace-users.ts";
import type { Source } from "../events/sources.ts";
import { AdmissionFilter } from "./admission.ts";
import { compilePhrases } from "./phrase-automaton.ts";
import { readAgain, type ReadAgainInput } from "./read-again.ts";
import { SeenIds } from "./seen-ids.ts";
import { sketchLog } from "./sketch-log.ts";
import { openSketchers } from "./sketcher-pool.ts";

const NOW_MS = Date.UTC(2026, 11, 1);
const wasmBytes = readFileSync(new URL("../../dist/kernel.wasm", import.meta.url));
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stillwatch-read-again-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function envelope(id: string, length = 20): object {
  return {
    time: "2026-11-02T00:00:00Z",
    request_id: id,
    account: "a",
    provider: "openai",
    request: { model: "m", messages: [{ role: "user", content: `${id} ${"x".repeat(length)}` }] },
  };
}

const line = (id: string, length?: number): string => JSON.stringify(envelope(id, length));
const ids = (count: number): string[] => Array.from({ length: count }, (_, at) => `id-${String(at)}`);

describe("reading again", () => {
  it("gives every request under its number, where blank lines and foreign line ends stand between", async () => {
    const content = `\n${line("id-0")}\r\n \t\r\n\r\n${line("id-1")}\n\n   \n${line("id-2")}`;
    expect(await idsOf(Buffer.from(content))).toEqual(ids(3));
  });

  it("where lines are rejected, and a duplicate keeps its number", async () => {
    const content = [line("id-0"), "{", line("id-1"), line("id-1"), '{"account":"a"}', line("id-3")];
    expect(await idsOf(Buffer.from(content.join("\n")))).toEqual(["id-0", "id-1", "id-1", "id-3"]);
  });

  it("where a line is a list and others carry nothing, so that lines and events come out even", async () => {
    const list = JSON.stringify([envelope("id-1"), envelope("id-2")]);
    const content = [line("id-0"), "data: [DONE]", list, line("id-3")];
    expect(await idsOf(Buffer.from(content.join("\n")))).toEqual(ids(4));
  });

  it("where a line is indented", async () => {
    const content = [line("id-0"), `  ${" ".repeat(20)}${line("id-1")}`, line("id-2")];
    expect(await idsOf(Buffer.from(content.join("\n")))).toEqual(ids(3));
  });

  it("over the chunks of a long file", async () => {
    const content = ids(900).map((id) => line(id, 4000));
    expect(await idsOf(Buffer.from(content.join("\n")))).toEqual(ids(900));
  });

  it("in a packed file, and in a document that is one list", async () => {
    const content = ids(900).map((id) => line(id, 4000));
    expect(await idsOf(gzipSync(content.join("\n")))).toEqual(ids(900));
    expect(await idsOf(Buffer.from(`[\n${content.join(",\n")}\n]`))).toEqual(ids(900));
  });

  it("where a response is spread over many lines, across the chunks of a long file", async () => {
    const text = "y".repeat(3000);
    const messages = ids(500).flatMap((id) => [
      {
        type: "message_start",
        message: {
          id,
          type: "message",
          role: "assistant",
          model: "m",
          content: [],
          usage: { input_tokens: 1, output_tokens: 1 },
        },
      },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
      { type: "content_block_delta", index: 0, delta: { type: "text_delta", text } },
      { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: id } },
      { type: "content_block_stop", index: 0 },
      { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 5 } },
      { type: "message_stop" },
    ]);
    const content = Buffer.from(messages.map((message) => `${JSON.stringify(message)}\n`).join(""));
    expect(content.length).toBeGreaterThan(1.5 * 1024 * 1024);
    const { log, read } = await sketched([content], "anthropic");
    const texts = await read(new Set(ids(500).map((_, at) => at)));
    const answers = Array.from({ length: log.requestNumbers }, (_, at) =>
      texts.get(at)?.event.response.text.slice(3000),
    );
    expect(answers).toEqual(ids(500));
  });

  it("reads only what is asked for, from the right one of several files", async () => {
    const files = [ids(3), ["other-0", "other-1"]].map((names) =>
      Buffer.from(names.map((id) => line(id)).join("\n")),
    );
    const { read } = await sketched(files);
    const texts = await read(new Set([1, 4]));
    expect(
      [...texts].map(([number, { event, file, line: at }]) => [number, event.requestId, basename(file), at]),
    ).toEqual([
      [1, "id-1", "log-0", 2],
      [4, "other-1", "log-1", 2],
    ]);
    expect(await read(new Set())).toEqual(new Map());
  });
});

async function idsOf(content: Buffer): Promise<(string | undefined)[]> {
  const { log, read } = await sketched([content]);
  const texts = await read(new Set(Array.from({ length: log.requestNumbers }, (_, at) => at)));
  return Array.from({ length: log.requestNumbers }, (_, at) => texts.get(at)?.event.requestId);
}

/** Sketches files as a run does; then requests can be read again. */
async function sketched(
  contents: readonly Buffer[],
  format?: FormatName,
): Promise<{ log: LoadedLog; read: (numbers: ReadonlySet<number>) => ReturnType<typeof readAgain> }> {
  const sources = await Promise.all(
    contents.map(async (content, at): Promise<Source> => {
      const path = `log-${String(at)}`;
      const absolutePath = join(folder, path);
      await writeFile(absolutePath, content);
      return { path, absolutePath, modifiedMs: Date.UTC(2026, 10, 3) };
    }),
  );
  const traceUsers = new TraceUsers();
  const phrases = compilePhrases([]);
  const sketchers = openSketchers({ wasmBytes, phrases, nowMs: NOW_MS, latestMs: NOW_MS, traceUsers }, 0);
  return withEngine(async (engine) => {
    const loader = await ChunkLoader.open(engine, new AdmissionFilter(12), new SeenIds());
    const summaries = await sketchLog({
      sources,
      format,
      mapping: undefined,
      sketchers,
      onTask: (station, { task, ...placed }, done) => {
        loader.load(station, done.chunk, { ...placed, source: task.source, firstLine: task.firstLine });
      },
      onRejected: () => Promise.resolve(),
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    loader.close();
    const log = loader.summary();
    const input: ReadAgainInput = {
      summaries,
      places: log.places,
      mapping: undefined,
      traceUsers,
      nowMs: NOW_MS,
    };
    return { log, read: (numbers) => readAgain(numbers, input) };
  });
}
