import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BINARY, contentsOf, endOf, lines, openPlace, RESULTS } from "./run-stillwatch.fixture.ts";
import type { Place } from "./run-stillwatch.fixture.ts";

describe("arguments that cannot be used end with status 2 and say why:", () => {
  let place: Place;
  beforeAll(() => {
    place = openPlace();
    place.file("log.ndjson", lines(0, 20));
    place.file("empty/readme.md", "no log");
  });
  afterAll(() => {
    place.remove();
  });

  it.each([
    ["an unknown option", ["log.ndjson", "--frmat", "otlp"], /unknown option '--frmat'/],
    ["no LOG", [], /missing required argument 'LOG'/],
    ["an unknown format", ["log.ndjson", "--format", "csv"], /Allowed choices are auto, stillwatch, otlp/],
    ["a rate beyond 1", ["log.ndjson", "--fdr", "5"], /between 0 and 1/],
    ["a rate that is no number", ["log.ndjson", "--fdr", "low"], /between 0 and 1/],
    ["a seed that is no whole number", ["log.ndjson", "--seed", "1.5"], /whole number/],
    ["an option without its value", ["log.ndjson", "--out"], /argument missing/],
    ["a log that is not there", ["nowhere.ndjson"], /nowhere\.ndjson: there is no such file or folder/],
    ["a log below a file", ["log.ndjson/below"], /there is no such file or folder/],
    ["a glob without a match", ["*.zst"], /no file matches/],
    ["a folder without logs", ["empty"], /no log in this folder/],
    ["standard input twice", ["-", "-"], /can be read once only/],
    ["a side table that is not there", ["log.ndjson", "--accounts", "gone"], /gone: there is no such file/],
    ["a side table that is a folder", ["log.ndjson", "--releases", "empty"], /empty: there is no such file/],
    ["a mapping that is not there", ["log.ndjson", "--mapping", "gone.yaml"], /cannot be read/],
    ["a mapping that is none", ["log.ndjson", "--mapping", "log.ndjson"], /log\.ndjson/],
  ])("%s", async (_, args, message) => {
    const ended = await place.run(["detect", ...args]);
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toMatch(/^ {4}at /m);
    expect(existsSync(join(place.path, "stillwatch-report"))).toBe(false);
  });

  it("an unknown command", async () => {
    const ended = await place.run(["detekt", "log.ndjson"]);
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toMatch(/unknown command 'detekt'/);
  });

  it("a path with control characters, which are shown and not sent to the terminal", async () => {
    const ended = await place.run(["detect", "gone\u001b[2J\u202e.ndjson"]);
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toContain("gone␛[2J⟨U+202E⟩.ndjson: there is no such file");
    for (const character of ["\u001b", "\u202e"]) expect(ended.stderr).not.toContain(character);
  });

  it("no command at all, with the help", async () => {
    const ended = await place.run([]);
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toMatch(/^Usage: stillwatch/);
  });
});

describe("stillwatch", () => {
  let place: Place;
  beforeEach(() => {
    place = openPlace();
    place.file("log.ndjson", lines(0, 20));
  });
  afterEach(() => {
    place.remove();
  });

  it.each([
    [["--help"], /^Usage: stillwatch/],
    [["detect", "--help"], /Exit status: 0 it ran/],
    [["help", "detect"], /^Usage: stillwatch detect/],
    [["--version"], /^\d+\.\d+\.\d+\n$/],
  ])("%j prints to standard output and ends with 0", async (args, text) => {
    const ended = await place.run(args);
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    expect(ended.stdout).toMatch(text);
  });

  it("writes to stillwatch-report where no folder is named, and tells where the results stand", async () => {
    const ended = await place.run(["detect", "log.ndjson"]);
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    expect(Object.keys(contentsOf(join(place.path, "stillwatch-report")))).toEqual(RESULTS);
    for (const name of RESULTS) expect(ended.stdout).toContain(join("stillwatch-report", name));
  });

  it("prints one line of JSON with --json", async () => {
    const ended = await place.run(["detect", "log.ndjson", "--json"]);
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    expect(ended.stdout).toMatch(/^[^\n]+\n$/);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      schema: "stillwatch.report/1",
      events: 20,
      fdr: 0.05,
      campaigns: [],
      measure: 0,
      paths: { report: join(place.path, "stillwatch-report", "report.json") },
    });
  });

  it("prints no colours into a pipe", async () => {
    const { stdout } = await place.run(["detect", "log.ndjson"], {
      env: { FORCE_COLOR: "1", TERM: "xterm-256color" },
    });
    expect(stdout).toContain("Read 20 requests");
    expect(stdout).not.toContain("\u001b");
  });

  // A terminal of its own comes from `script`, which most systems have.
  it.skipIf(spawnSync("script", ["--version"]).status !== 0)(
    "prints colours to a terminal, and none where NO_COLOR is set",
    async () => {
      expect(await onTerminal({})).toContain("\u001b[");
      expect(await onTerminal({ NO_COLOR: "1" })).not.toContain("\u001b[");
    },
  );

  it("ends quietly with 0 where the reader of its output has left", async () => {
    const running = place.start(["detect", "log.ndjson"]);
    running.child.stdin?.end();
    running.child.stdout?.destroy();
    expect(await running.ended).toMatchObject({ status: 0, stderr: "" });
    expect(Object.keys(contentsOf(join(place.path, "stillwatch-report")))).toEqual(RESULTS);
  });

  it.skipIf(!existsSync("/dev/full"))(
    "says so with status 1 where its output cannot be written",
    async () => {
      const full = openSync("/dev/full", "w");
      const child = spawn(process.execPath, [BINARY, "detect", "log.ndjson", "--out", "out"], {
        cwd: place.path,
        stdio: ["ignore", full, "pipe"],
      });
      closeSync(full);
      expect(await endOf(child)).toMatchObject({
        status: 1,
        stderr: "stillwatch: standard output cannot be written to (ENOSPC)\n",
      });
      expect(Object.keys(contentsOf(join(place.path, "out")))).toEqual(RESULTS);
    },
  );

  async function onTerminal(env: Readonly<Record<string, string>>): Promise<string> {
    const { NO_COLOR: _, FORCE_COLOR: __, ...rest } = process.env;
    const command = `"${process.execPath}" "${BINARY}" detect log.ndjson --out out`;
    const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
      cwd: place.path,
      env: { ...rest, TERM: "xterm-256color", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { status, stdout } = await endOf(child);
    expect({ status, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("Read") as string,
    });
    return stdout;
  }
});
