import { execFileSync } from "node:child_process";
import { closeSync, existsSync, linkSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LOCK_NAME } from "../report/folder-lock.ts";
import { contentsOf, line, lines, openPlace, RESULTS, until } from "./run-stillwatch.fixture.ts";
import type { Place, Running } from "./run-stillwatch.fixture.ts";

const MEBIBYTE = 1024 * 1024;

let place: Place;
let earlier: Readonly<Record<string, string>>;
// One folder for all: what a stopped run must leave as it was is there for the next one.
beforeAll(async () => {
  place = openPlace();
  place.file("log.ndjson", `${lines(0, 50)}no record\n`);
  expect(await place.run(["detect", "log.ndjson", "--out", "out"])).toMatchObject({ status: 0, stderr: "" });
  earlier = contentsOf(join(place.path, "out"));
  expect(Object.keys(earlier)).toEqual(RESULTS);
});
afterAll(() => {
  place.remove();
});

describe("Ctrl-C", () => {
  it("while standard input is awaited stops at once and leaves everything as it was", async () => {
    const running = place.start(["detect", "-", "--out", "out"]);
    running.child.stdin?.write(lines(100, 200));
    await begun(running);
    await expectStop(running, "SIGINT", 130);
  });

  it("while nobody writes to a pipe stops at once", async () => {
    const running = place.start(["detect", makePipe("silent"), "--out", "out"]);
    await begun(running);
    await expectStop(running, "SIGINT", 130);
  });

  it("in the middle of a pipe stops at once", async () => {
    const pipe = makePipe("written");
    const running = place.start(["detect", pipe, "--out", "out"]);
    await begun(running);
    const writer = openSync(pipe, "w");
    writeSync(writer, lines(0, 100));
    await expectStop(running, "SIGINT", 130);
    closeSync(writer);
  });

  it("in the middle of a long packed log, on the main thread, stops at the next piece", async () => {
    const log = place.file("long.ndjson.gz", Buffer.concat(Array<Buffer>(1500).fill(gzipSync(mebibyte()))));
    const running = place.start(["detect", log, "--out", "out"]);
    await hasRead(running, 2 * MEBIBYTE);
    await expectStop(running, "SIGINT", 130);
  });

  it("in the middle of many large logs, with workers, stops at the next piece", async () => {
    const file = place.file("logs/0.ndjson", Buffer.concat(Array<Buffer>(20).fill(mebibyte())));
    for (let at = 1; at < 150; at++) linkSync(file, join(place.path, "logs", `${String(at)}.ndjson`));
    const running = place.start(["detect", "logs", "--out", "out"]);
    await hasRead(running, 100 * MEBIBYTE);
    await expectStop(running, "SIGINT", 130);
  });
});

describe("SIGTERM", () => {
  it("stops a run in the same way, with a status of its own", async () => {
    const running = place.start(["detect", "-", "--out", "out"]);
    await begun(running);
    await expectStop(running, "SIGTERM", 143);
  });
});

describe("a folder whose run was stopped", () => {
  it("takes the next run", async () => {
    const running = place.start(["detect", "-", "--out", "out"]);
    await begun(running);
    running.child.kill("SIGINT");
    await running.ended;
    place.file("log.ndjson", lines(0, 60));
    expect(await place.run(["detect", "log.ndjson", "--out", "out"])).toMatchObject({ status: 0 });
    expect(contentsOf(join(place.path, "out"))["report.json"]).toContain('"events": 60');
  });
});

async function expectStop(running: Running, signal: NodeJS.Signals, status: number): Promise<void> {
  running.child.kill(signal);
  expect(await running.ended).toEqual({
    status,
    stdout: "",
    stderr: "stillwatch: stopped; no result was written, earlier results are as they were\n",
  });
  expect(contentsOf(join(place.path, "out"))).toEqual(earlier);
  expect(place.leftovers()).toEqual([]);
}

/** Waits until the run has its lock and its temporary folder. */
function begun(running: Running): Promise<void> {
  return until(() => {
    expect(running.child.exitCode).toBeNull();
    return existsSync(join(place.path, "out", LOCK_NAME)) && place.leftovers().length === 1;
  });
}

/** Waits until the run has read so many bytes since it began. */
async function hasRead(running: Running, bytes: number): Promise<void> {
  await begun(running);
  const before = bytesRead(running);
  await until(() => bytesRead(running) - before > bytes);
}

/** Bytes that a process has read so far; where the system does not tell, the wait is for a moment only. */
function bytesRead(running: Running): number {
  expect(running.child.exitCode).toBeNull();
  try {
    return Number(/^rchar: (\d+)/m.exec(readFileSync(`/proc/${String(running.child.pid)}/io`, "utf8"))?.[1]);
  } catch {
    return performance.now() * MEBIBYTE;
  }
}

function makePipe(name: string): string {
  const path = join(place.path, name);
  execFileSync("mkfifo", [path]);
  return path;
}

/** Lines of about one mebibyte; the same ones every time, so that a long log costs little more than its reading. */
function mebibyte(): Buffer {
  const long = line(1, {
    request: { model: "m", messages: [{ role: "user", content: "word ".repeat(1000) }] },
  });
  return Buffer.from(long.repeat(Math.floor(MEBIBYTE / long.length)));
}
