import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LOCK_NAME } from "../report/folder-lock.ts";
import { contentsOf, lines, openPlace, RESULTS, reportIn, until } from "./run-stillwatch.fixture.ts";
import type { Place } from "./run-stillwatch.fixture.ts";

let place: Place;
beforeEach(() => {
  place = openPlace();
  place.file("log.ndjson", lines(0, 50));
});
afterEach(() => {
  place.remove();
});

describe("an output folder that cannot be written to is refused with status 2 and a remedy:", () => {
  // Even root may not write there; procfs says "no such file", at which Node's own recursive mkdir never ends.
  it
    .skipIf(!existsSync("/proc/self"))
    .each(["/proc/stillwatch", "/proc/stillwatch/below", "/sys/stillwatch", "/sys"])("%s", async (out) => {
    await expectRefusal(out, /--out/);
  });

  it("a file", async () => {
    place.file("taken", "mine");
    await expectRefusal("taken", /is not a folder/);
    expect(readFileSync(join(place.path, "taken"), "utf8")).toBe("mine");
  });

  it("a path below a file", async () => {
    await expectRefusal("log.ndjson/below/it", /lies below a file/);
    expect(readFileSync(join(place.path, "log.ndjson"), "utf8")).toBe(lines(0, 50));
  });

  it("a link that leads nowhere", async () => {
    symlinkSync(join(place.path, "nowhere"), join(place.path, "link"));
    await expectRefusal("link", /is not a folder/);
  });

  it("a name that is too long", async () => {
    await expectRefusal("x".repeat(300), /cannot be made/);
  });

  async function expectRefusal(out: string, message: RegExp): Promise<void> {
    const ended = await place.run(["detect", "log.ndjson", "--out", out]);
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toMatch(/^stillwatch: [^\n]+\n$/);
    expect(ended.stderr).toMatch(message);
    expect(place.leftovers()).toEqual([]);
  }
});

describe("an output folder", () => {
  it("is made with its parents, and a second run replaces the results", async () => {
    for (const log of ["log.ndjson", place.file("longer.ndjson", lines(0, 60))]) {
      expect(await place.run(["detect", log, "--out", "deep/er/out"])).toMatchObject({ status: 0 });
    }
    const out = join(place.path, "deep/er/out");
    expect(Object.keys(contentsOf(out))).toEqual(RESULTS);
    expect(reportIn(out).input.events).toBe(60);
  });

  it("in which a run is at work is refused to a second one, which touches nothing", async () => {
    const out = join(place.path, "out");
    const first = place.start(["detect", "-", "--out", "out"]);
    await until(() => existsSync(join(out, LOCK_NAME)) && place.leftovers().length === 1);
    const before = contentsOf(out);
    const second = await place.run(["detect", "log.ndjson", "--out", "out"]);
    expect(second).toMatchObject({ status: 2, stdout: "" });
    expect(second.stderr).toMatch(/^stillwatch: The output folder is in use by the run with process id \d+/);
    expect(second.stderr).toContain(`process id ${String(first.child.pid)}`);
    expect(contentsOf(out)).toEqual(before);
    first.child.stdin?.end(lines(0, 20));
    expect(await first.ended).toMatchObject({ status: 0, stderr: "" });
    expect(Object.keys(contentsOf(out))).toEqual(RESULTS);
    expect(reportIn(out).input.events).toBe(20);
    expect(place.leftovers()).toEqual([]);
  });

  it("that a killed run left behind is taken over and cleaned", async () => {
    const out = join(place.path, "out");
    const killed = place.start(["detect", "-", "--out", "out"]);
    await until(() => existsSync(join(out, ".stillwatch-rejected.ndjson.tmp")));
    killed.child.kill("SIGKILL");
    await killed.ended;
    expect(existsSync(join(out, LOCK_NAME))).toBe(true);
    expect(await place.run(["detect", "log.ndjson", "--out", "out"])).toMatchObject({
      status: 0,
      stderr: "",
    });
    expect(Object.keys(contentsOf(out))).toEqual(RESULTS);
  });
});

/** Whether this machine lets the tests make a small disk of their own. */
const canMount = ((): boolean => {
  const probe = openPlace();
  try {
    mountSmallDisk(probe.path);
    execFileSync("umount", [probe.path]);
    return true;
  } catch {
    return false;
  } finally {
    probe.remove();
  }
})();

describe.skipIf(!canMount)("a disk that is full", () => {
  let disk: Place;
  let folder = "";
  beforeAll(() => {
    disk = openPlace();
    folder = join(disk.path, "disk");
    mkdirSync(folder);
  });
  afterAll(() => {
    disk.remove();
  });
  beforeEach(() => {
    mountSmallDisk(folder);
  });
  afterEach(() => {
    execFileSync("umount", [folder]);
  });

  it("when the run begins ends it with status 1 and leaves nothing", async () => {
    fillDisk(folder, 0);
    const ended = await place.run(["detect", "log.ndjson", "--out", folder]);
    expect(ended).toMatchObject({ status: 1, stdout: "" });
    expect(ended.stderr).toMatch(
      /^stillwatch: The disk of [^\n]* is full; [^\n]*Free space and run again\.\n$/,
    );
    expect(Object.keys(contentsOf(folder))).toEqual(["filler"]);
  });

  it("while results are written leaves the earlier ones as they were, all of them", async () => {
    expect(await place.run(["detect", "log.ndjson", "--out", folder])).toMatchObject({ status: 0 });
    // Room for the lock, the rejected lines and the tables, but not for the page.
    fillDisk(folder, 20 * 1024);
    const before = contentsOf(folder);
    place.file("log.ndjson", `${lines(0, 70)}no record\n`);
    const ended = await place.run(["detect", "log.ndjson", "--out", folder]);
    expect(ended).toMatchObject({ status: 1, stdout: "" });
    expect(ended.stderr).toMatch(/^stillwatch: The disk of [^\n]* is full/);
    expect(contentsOf(folder)).toEqual(before);
    expect(place.leftovers()).toEqual([]);
  });

  it("while rejected lines are written ends the run in the same way", async () => {
    fillDisk(folder, 40 * 1024);
    place.file("log.ndjson", lines(0, 50) + "no record\n".repeat(5000));
    const ended = await place.run(["detect", "log.ndjson", "--out", folder]);
    expect(ended).toMatchObject({ status: 1, stdout: "" });
    expect(ended.stderr).toMatch(/^stillwatch: The disk of [^\n]* is full/);
    expect(Object.keys(contentsOf(folder))).toEqual(["filler"]);
  });

  it("below the temporary files is told from one below the results", async () => {
    const ended = await place.run(["detect", "-", "--out", "out"], {
      input: lines(0, 2000),
      env: { TMPDIR: folder },
    });
    expect(ended).toMatchObject({ status: 1, stdout: "" });
    expect(ended.stderr).toMatch(
      /^stillwatch: The disk of [^\n]*, where temporary files go, is full[^\n]*TMPDIR[^\n]*\n$/,
    );
    expect(contentsOf(folder)).toEqual({});
    expect(contentsOf(join(place.path, "out"))).toEqual({});
  });
});

describe("a folder for temporary files", () => {
  it("that is not there ends the run with status 1 and a remedy", async () => {
    const ended = await place.run(["detect", "log.ndjson", "--out", "out"], {
      env: { TMPDIR: join(place.path, "gone") },
    });
    expect(ended).toMatchObject({ status: 1, stdout: "" });
    expect(ended.stderr).toMatch(/^stillwatch: Temporary files cannot be written to [^\n]*TMPDIR[^\n]*\n$/);
    expect(contentsOf(join(place.path, "out"))).toEqual({});
  });
});

function mountSmallDisk(folder: string): void {
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=128k", "tmpfs", folder], { stdio: "ignore" });
}

/** Fills a disk up to a rest of `free` bytes. */
function fillDisk(folder: string, free: number): void {
  const filler = join(folder, "filler");
  const page = Buffer.alloc(4096);
  let size = 0;
  writeFileSync(filler, "");
  try {
    for (;;) {
      appendFileSync(filler, page);
      size += page.length;
    }
  } catch {
    truncateSync(filler, size - free);
  }
}
