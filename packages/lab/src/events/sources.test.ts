import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NOW_MS, streamOf } from "./reading.fixture.ts";
import { expandSources, openSource } from "./sources.ts";
import { UnusableInput } from "./unusable-input.ts";

let cwd = "";

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "stillwatch-sources-"));
  await mkdir(join(cwd, "logs", "2026", "01"), { recursive: true });
  await mkdir(join(cwd, "empty"));
  for (const name of [
    "logs/b.ndjson",
    "logs/2026/01/a.jsonl.gz",
    "logs/readme.md",
    "logs/.hidden.json",
    "one.txt",
  ]) {
    await writeFile(join(cwd, name), "{}\n");
  }
});

afterAll(() => rm(cwd, { recursive: true }));

async function pathsOf(...args: string[]): Promise<string[]> {
  return (await expandSources(args, { cwd, nowMs: NOW_MS })).map((source) => source.path);
}

async function codeOf(...args: string[]): Promise<string> {
  try {
    await expandSources(args, { cwd, nowMs: NOW_MS });
  } catch (error) {
    if (error instanceof UnusableInput) return error.code;
    throw error;
  }
  return "usable";
}

describe("LOG arguments", () => {
  it("may be a folder: its logs at any depth, sorted, without hidden and other files", async () => {
    expect(await pathsOf("logs")).toEqual(["logs/2026/01/a.jsonl.gz", "logs/b.ndjson"]);
  });

  it("may be a file of any name", async () => {
    expect(await pathsOf("one.txt")).toEqual(["one.txt"]);
  });

  it("may be a glob", async () => {
    expect(await pathsOf("logs/**/*.ndjson")).toEqual(["logs/b.ndjson"]);
  });

  it("that name a file twice read it once", async () => {
    expect(await pathsOf("logs", "logs/*.ndjson", "./logs/b.ndjson")).toHaveLength(2);
  });

  it("leave out side tables that lie among the logs", async () => {
    const sources = await expandSources(["logs"], { cwd, nowMs: NOW_MS, exclude: ["logs/b.ndjson"] });
    expect(sources.map((source) => source.path)).toEqual(["logs/2026/01/a.jsonl.gz"]);
  });

  it.each([
    ["a missing file", ["nowhere.ndjson"], "no-such-input"],
    ["a folder without logs", ["empty"], "no-logs-in-folder"],
    ["a glob without a match", ["logs/*.zst"], "no-match"],
    ["standard input twice", ["-", "-"], "stdin-twice"],
    ["nothing", [], "no-such-input"],
  ])("that are %s are refused", async (_, args, code) => {
    expect(await codeOf(...args)).toBe(code);
  });

  it("may be standard input, and bytes read are counted", async () => {
    const [source] = await expandSources(["-"], { cwd, nowMs: NOW_MS });
    if (source === undefined) throw new Error("no source");
    let read = 0;
    const parts: unknown[] = [];
    const input = streamOf([Buffer.from('{"a":'), Buffer.from("1}\n")]);
    for await (const part of openSource(source, input, (bytes) => (read += bytes))) parts.push(part);
    expect(Buffer.concat(parts as Buffer[]).toString()).toBe('{"a":1}\n');
    expect(read).toBe(8);
  });

  it("are closed by whoever stops after the first bytes", async () => {
    let closed = false;
    async function* endless(): AsyncGenerator<Buffer, void> {
      try {
        for (;;) yield await Promise.resolve(Buffer.alloc(64, 0x20));
      } finally {
        closed = true;
      }
    }
    const opened = openSource({ path: "-", absolutePath: "", modifiedMs: 0 }, endless());
    await opened.next();
    await opened.return();
    expect(closed).toBe(true);
  });

  it("that vanish while they are read give a problem, not an exception", async () => {
    const source = { path: "gone", absolutePath: join(cwd, "gone"), modifiedMs: 0 };
    const items: unknown[] = [];
    for await (const item of openSource(source, streamOf([]))) items.push(item);
    expect(items).toEqual([
      { code: "read-failed", line: 1, reason: "reading stopped (ENOENT); check the disk or the link" },
    ]);
  });
});
