import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LOCK_NAME } from "./folder-lock.ts";
import type { LockHolder } from "./folder-lock.ts";
import { openOutputFolder } from "./output-folder.ts";
import type { OutputFolder } from "./output-folder.ts";
import { emptyReportFixture, reportFixture } from "./report.fixture.ts";
import { nodeReportFiles } from "./report-files.ts";
import type { ReportFiles } from "./report-files.ts";
import { writeReport } from "./write-report.ts";

const RESULTS = ["accounts.csv", "campaigns.csv", "report.html", "report.json"];
const NOW_MS = Date.parse("2026-11-24T10:00:00Z");
const HOLDER: LockHolder = { pid: 4711, host: "here", isRunning: () => false };

let place = "";
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "out-"));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

function open(
  path: string = place,
  files: ReportFiles = nodeReportFiles(),
  holder: LockHolder = HOLDER,
): Promise<OutputFolder> {
  return openOutputFolder(path, { files, holder, nowMs: NOW_MS });
}

/** A system that fails the `nth` call of one operation; `write` counts writes to any file. */
function failing(
  operation: "makeFolder" | "createNew" | "rename" | "write" | "sync",
  code: string,
  nth: number = 1,
): ReportFiles {
  const files = nodeReportFiles();
  let calls = 0;
  const strike = (name: string): void => {
    if (name === operation && ++calls === nth) throw Object.assign(new Error("simulated"), { code });
  };
  return {
    ...files,
    makeFolder: async (path) => {
      strike("makeFolder");
      await files.makeFolder(path);
    },
    rename: async (from, to) => {
      strike("rename");
      await files.rename(from, to);
    },
    createNew: async (path) => {
      strike("createNew");
      const file = await files.createNew(path);
      return {
        ...file,
        write: async (text) => {
          strike("write");
          await file.write(text);
        },
        sync: async () => {
          strike("sync");
          await file.sync();
        },
      };
    },
  };
}

describe("writeReport", () => {
  it("makes the folder with its parents and leaves exactly the results", async () => {
    const folder = await open(join(place, "a", "b"));
    const paths = await writeReport(reportFixture(), folder);
    await folder.release();
    expect(readdirSync(join(place, "a", "b")).sort()).toEqual(RESULTS);
    expect(JSON.parse(readFileSync(paths.report, "utf8"))).toEqual(
      JSON.parse(JSON.stringify(reportFixture())),
    );
    expect(readFileSync(paths.page, "utf8")).toMatch(/^<!doctype html>[^]*<\/html>\s*$/);
    expect(statSync(paths.report).mode & 0o077).toBe(0);
  });

  it("replaces the results of an earlier run", async () => {
    for (const report of [reportFixture(), emptyReportFixture()]) {
      const folder = await open();
      await writeReport(report, folder);
      await folder.release();
    }
    expect(JSON.parse(readFileSync(join(place, "report.json"), "utf8"))).toMatchObject({ campaigns: [] });
  });

  it.each([
    ["ENOSPC", "disk-full", /Free space/],
    ["EDQUOT", "disk-full", /quota/],
    ["EIO", "write-failed", /EIO/],
  ])("leaves the earlier results whole when writing fails with %s", async (code, expected, remedy) => {
    const first = await open();
    await writeReport(emptyReportFixture(), first);
    await first.release();
    const before = readFileSync(join(place, "report.json"), "utf8");
    // The first write is the lock's; the fourth falls into the page.
    const folder = await open(place, failing("write", code, 5));
    await expect(writeReport(reportFixture(), folder)).rejects.toMatchObject({
      code: expected,
      message: expect.stringMatching(remedy) as string,
    });
    await folder.release();
    expect(readFileSync(join(place, "report.json"), "utf8")).toBe(before);
    expect(readdirSync(place).sort()).toEqual(RESULTS);
  });

  it("leaves nothing when the disk fills up at fsync", async () => {
    const folder = await open(place, failing("sync", "ENOSPC", 2));
    await expect(writeReport(reportFixture(), folder)).rejects.toMatchObject({ code: "disk-full" });
    await folder.release();
    expect(readdirSync(place)).toEqual([]);
  });

  it("leaves nothing when it is interrupted", async () => {
    const folder = await open();
    const signal = AbortSignal.abort();
    await expect(writeReport(reportFixture(), folder, signal)).rejects.toMatchObject({ code: "aborted" });
    await folder.release();
    expect(readdirSync(place)).toEqual([]);
  });

  it("puts report.json in place last", async () => {
    const folder = await open(place, failing("rename", "EIO", 4));
    await expect(writeReport(reportFixture(), folder)).rejects.toMatchObject({ code: "write-failed" });
    await folder.release();
    expect(existsSync(join(place, "report.json"))).toBe(false);
  });
});

describe("openOutputFolder", () => {
  it.each([
    ["EACCES", "out-not-writable"],
    ["EPERM", "out-not-writable"],
    ["EROFS", "out-not-writable"],
    ["ENOTDIR", "out-not-a-folder"],
  ])("tells %s as %s, with a remedy", async (system, code) => {
    await expect(open(join(place, "x"), failing("makeFolder", system))).rejects.toMatchObject({
      code,
      message: expect.stringContaining("--out") as string,
    });
    await expect(open(place, failing("createNew", system))).rejects.toMatchObject({ code });
    expect(readdirSync(place)).toEqual([]);
  });

  it("refuses a path that is a file", async () => {
    writeFileSync(join(place, "file"), "");
    await expect(open(join(place, "file"))).rejects.toMatchObject({ code: "out-not-a-folder" });
    await expect(open(join(place, "file", "below"))).rejects.toMatchObject({ code: "out-not-a-folder" });
  });

  it("leaves no lock when the disk is full at once", async () => {
    await expect(open(place, failing("write", "ENOSPC"))).rejects.toMatchObject({ code: "disk-full" });
    expect(readdirSync(place)).toEqual([]);
  });

  it("refuses a second run and touches nothing of the first", async () => {
    const first = await open();
    const other = { pid: 4712, host: "here", isRunning: (pid: number) => pid === 4711 };
    await expect(open(place, nodeReportFiles(), other)).rejects.toMatchObject({
      code: "out-in-use",
      message: expect.stringContaining("4711") as string,
    });
    await expect(open()).rejects.toMatchObject({ code: "out-in-use" });
    await writeReport(reportFixture(), first);
    await first.release();
    await (await open(place, nodeReportFiles(), other)).release();
  });

  it("lets exactly one of many simultaneous runs in", async () => {
    const attempts = Array.from({ length: 8 }, (_, at) =>
      open(place, nodeReportFiles(), { pid: 100 + at, host: "here", isRunning: () => true }),
    );
    const settled = await Promise.allSettled(attempts);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("takes over the lock of a dead process and removes what it left", async () => {
    writeFileSync(
      join(place, LOCK_NAME),
      JSON.stringify({ pid: 99, host: "here", started: "2026-11-23T00:00:00Z" }),
    );
    writeFileSync(join(place, ".stillwatch-report.html.tmp"), "<html>half");
    const folder = await open();
    expect(readdirSync(place)).toEqual([LOCK_NAME]);
    expect(JSON.parse(readFileSync(join(place, LOCK_NAME), "utf8"))).toMatchObject({ pid: 4711 });
    await folder.release();
    expect(readdirSync(place)).toEqual([]);
  });

  it("takes over a lock that has its own process id but is not its own, as after a restart in a container", async () => {
    writeFileSync(join(place, LOCK_NAME), JSON.stringify({ pid: 4711, host: "here", started: "" }));
    await (await open(place, nodeReportFiles(), { ...HOLDER, isRunning: () => true })).release();
    expect(readdirSync(place)).toEqual([]);
  });

  it.each([
    ["of another machine", JSON.stringify({ pid: 99, host: "elsewhere", started: "2026-11-23T00:00:00Z" })],
    ["that is empty", ""],
    ["that is no object", "[]"],
    ["with a senseless process id", JSON.stringify({ pid: -1, host: "here" })],
  ])("refuses a lock %s and says which file to delete", async (_, text) => {
    writeFileSync(join(place, LOCK_NAME), text);
    await expect(open()).rejects.toMatchObject({
      code: "out-in-use",
      message: expect.stringContaining(LOCK_NAME) as string,
    });
    expect(readFileSync(join(place, LOCK_NAME), "utf8")).toBe(text);
  });

  it("leaves files alone that are not its own", async () => {
    writeFileSync(join(place, "notes.tmp"), "mine");
    await (await open()).release();
    expect(readdirSync(place)).toEqual(["notes.tmp"]);
  });
});

describe("RejectedWriter", () => {
  const line = { file: "a.ndjson", line: 3, field: "time", reason: "Not a time; use RFC 3339." };

  it("shows the file only when it is finished", async () => {
    const folder = await open();
    const rejected = await folder.openRejected();
    for (let at = 0; at < 3000; at++) await rejected.write({ ...line, line: at + 1 });
    expect(rejected.count()).toBe(3000);
    expect(existsSync(join(place, "rejected.ndjson"))).toBe(false);
    await rejected.finish();
    await folder.release();
    const lines = readFileSync(join(place, "rejected.ndjson"), "utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(3000);
    expect(JSON.parse(lines[2] ?? "")).toEqual(line);
  });

  it("writes an empty file where no line was rejected, so that no older one is taken for it", async () => {
    writeFileSync(join(place, "rejected.ndjson"), "old\n");
    const folder = await open();
    await (await folder.openRejected()).finish();
    await folder.release();
    expect(readFileSync(join(place, "rejected.ndjson"), "utf8")).toBe("");
  });

  it("leaves nothing when it is discarded or the disk is full", async () => {
    const folder = await open();
    const rejected = await folder.openRejected();
    await rejected.write(line);
    await rejected.discard();
    await rejected.discard();
    await folder.release();
    expect(readdirSync(place)).toEqual([]);
    const full = await open(place, failing("write", "ENOSPC", 2));
    const writer = await full.openRejected();
    await writer.write(line);
    await expect(writer.finish()).rejects.toMatchObject({ code: "disk-full" });
    await expect(writer.write(line)).rejects.toMatchObject({ code: "write-failed" });
    await full.release();
    expect(readdirSync(place)).toEqual([]);
  });
});
