import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeReportFiles, type ReportFiles } from "./report-files.ts";
import { openWholeFile } from "./whole-file.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stillwatch-whole-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
const failing: ReportFiles = { ...nodeReportFiles(), rename: () => Promise.reject(full) };

describe("a file that is written in one go", () => {
  it("has its name only when all of it is there, with the folders it lies in", async () => {
    const path = join(folder, "a", "b.json");
    const file = await openWholeFile(path, nodeReportFiles(), "1");
    expect(await readdir(join(folder, "a"))).toEqual(["b.json.1.tmp"]);
    await file.write("all of it");
    await file.discard();
    expect(await readdir(join(folder, "a"))).toEqual(["b.json"]);
    expect(await readFile(path, "utf8")).toBe("all of it");
  });

  it("leaves what stood under the name where it is given up, or cannot be finished", async () => {
    const path = join(folder, "b.json");
    await writeFile(path, "old");
    await (await openWholeFile(path, nodeReportFiles(), "1")).discard();
    const file = await openWholeFile(path, failing, "1");
    await expect(file.write("new")).rejects.toMatchObject({ code: "disk-full" });
    await file.discard();
    expect(await readdir(folder)).toEqual(["b.json"]);
    expect(await readFile(path, "utf8")).toBe("old");
  });

  it("is refused at once where it cannot be", async () => {
    await writeFile(join(folder, "file"), "");
    await expect(openWholeFile(join(folder, "file", "b"), nodeReportFiles(), "1")).rejects.toMatchObject({
      code: "out-not-a-folder",
    });
    await mkdir(join(folder, "taken"));
    const onto = await openWholeFile(join(folder, "taken"), nodeReportFiles(), "1").catch((e: unknown) => e);
    expect(onto).toMatchObject({ code: "out-not-writable" });
    expect(await readdir(folder)).toEqual(["file", "taken"]);
  });
});
