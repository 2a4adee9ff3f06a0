import { execFileSync } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { zstdFrame } from "../events/zstd.fixture.ts";
import { lines, openPlace, rejectedIn, reportIn } from "./run-stillwatch.fixture.ts";
import type { Place, ReadReport, RunOptions } from "./run-stillwatch.fixture.ts";

let place: Place;
beforeEach(() => {
  place = openPlace();
});
afterEach(() => {
  place.remove();
});

async function filesOf(
  args: readonly string[],
  options?: RunOptions,
): Promise<readonly (readonly [path: string, events: number])[]> {
  const report = await reportOf(args, options);
  return report.input.files.map(({ path, events }) => [path, events]);
}

async function reportOf(args: readonly string[], options?: RunOptions): Promise<ReadReport> {
  expect(await place.run(["detect", ...args, "--out", "out"], options)).toMatchObject({
    status: 0,
    stderr: "",
  });
  expect(place.leftovers()).toEqual([]);
  return reportIn(join(place.path, "out"));
}

describe("LOG", () => {
  it.each([
    ["as it is", Buffer.from(lines(0, 40))],
    ["packed with gzip", gzipSync(lines(0, 40))],
    ["packed with zstd", zstdFrame(Buffer.from(lines(0, 40)))],
  ])("may be standard input %s", async (_, input) => {
    expect(await filesOf(["-"], { input })).toEqual([["-", 40]]);
  });

  it("may be a pipe, beside standard input", async () => {
    const pipe = join(place.path, "pipe");
    execFileSync("mkfifo", [pipe]);
    const writer = createWriteStream(pipe);
    writer.end(lines(40, 50));
    expect(await filesOf(["-", pipe], { input: lines(0, 40) })).toEqual([
      ["-", 40],
      [pipe, 10],
    ]);
  });

  it("may be a folder, a glob and files, packed or not; each file is read once, results of earlier runs never", async () => {
    place.file("logs/a.ndjson", lines(0, 10));
    place.file("logs/deep/b.ndjson.gz", gzipSync(lines(10, 30)));
    place.file("logs/deep/c.ndjson.zst", zstdFrame(Buffer.from(lines(30, 60))));
    place.file("logs/notes.txt", "no log");
    place.file("other/d.jsonl", lines(60, 100));
    symlinkSync(join(place.path, "gone.ndjson"), join(place.path, "logs", "dangling.ndjson"));
    mkdirSync(join(place.path, "logs", "folder.ndjson"));
    const args = ["logs", "other/*.jsonl", "logs/a.ndjson", "--out", "logs/out"];
    const expected = [
      ["logs/a.ndjson", 10],
      ["logs/deep/b.ndjson.gz", 20],
      ["logs/deep/c.ndjson.zst", 30],
      ["other/d.jsonl", 40],
    ];
    for (let run = 0; run < 2; run++) {
      expect(await place.run(["detect", ...args])).toMatchObject({ status: 0, stderr: "" });
      const { files } = reportIn(join(place.path, "logs/out")).input;
      expect(files.map(({ path, events }) => [path, events])).toEqual(expected);
    }
  });

  it("may be of several formats in one run, each told by itself", async () => {
    place.file("logs/envelope.ndjson", lines(0, 30));
    for (const sample of [
      "anthropic/messages.tool-use-with-thinking.json",
      "gemini/generate-content.thoughts-two-turns.json",
      "langfuse/trace-export.google-adk-2025-08-28.json",
      "litellm/spend-logs.acompletion.2026.json",
      "openai/batch.output.jsonl",
      "otlp/spring-ai.hex-ids-string-counts.json",
    ]) {
      place.file(
        join("logs", sample.replace("/", ".")),
        readFileSync(new URL(`../events/samples/${sample}`, import.meta.url)),
      );
    }
    const report = await reportOf(["logs"]);
    expect(report.input.files.map(({ format }) => format)).toEqual([
      "anthropic",
      "stillwatch",
      "gemini",
      "langfuse",
      "litellm",
      "openai",
      "otlp",
    ]);
    expect(rejectedIn(join(place.path, "out"))).toEqual([]);
    for (const file of report.input.files) expect(file.events).toBeGreaterThan(0);
  });

  it("that is standard input from a folder is refused with status 2", async () => {
    const ended = await place.run(["detect", "-", "--out", "out"], { stdin: place.path });
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toMatch(/^stillwatch: no request could be read [^\n]+\n$/);
    expect(place.leftovers()).toEqual([]);
  });

  it("may be standard input from a file", async () => {
    const stdin = place.file("log.ndjson", lines(0, 40));
    expect(await filesOf(["-"], { stdin })).toEqual([["-", 40]]);
  });
});
