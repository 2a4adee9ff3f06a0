import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LOG_START_MS, smallLog } from "../small-log.fixture.ts";
import { baselineCommand } from "./baseline-command.ts";

const DAY_MS = 86_400_000;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stillwatch-baseline-command-"));
  const log = smallLog({ campaign: true });
  const text = (rows: readonly string[]): string => rows.map((row) => `${row}\n`).join("");
  await writeFile(join(folder, "log.ndjson"), text([...log.lines, "no record"]));
  await writeFile(join(folder, "accounts.ndjson"), text(log.accounts.map((row) => JSON.stringify(row))));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Runs the command in the test's folder; @returns what it says on standard output */
async function run(...args: string[]): Promise<string> {
  const stdout = new PassThrough();
  const silent = Object.assign(new PassThrough(), { isTTY: false }) as unknown as NodeJS.WriteStream;
  const command = baselineCommand({
    cwd: folder,
    now: () => LOG_START_MS + 10 * DAY_MS,
    stdin: Readable.from([]),
    stdout,
    stderr: silent,
    colour: false,
    columns: 80,
    version: "0.1.0",
    signal: new AbortController().signal,
  }).exitOverride();
  for (const part of [command, ...command.commands]) part.configureOutput({ writeErr: () => undefined });
  await command.parseAsync(args, { from: "user" });
  stdout.end();
  return String(
    await stdout
      .setEncoding("utf8")
      .toArray()
      .then((pieces) => pieces.join("")),
  );
}

describe("stillwatch baseline", () => {
  it("builds a file, says what it is of and what is wrong with it, and shows it", async () => {
    const said = await run("build", "log.ndjson", "--accounts", "accounts.ndjson", "--out", "out/b.json");
    expect(said).toMatch(/^Learnt from 500 accounts and [\d,]+ requests; 40 accounts left out/);
    expect(said).toContain("1 line could not be read");
    expect(said).toContain("Warning: It is small: 500 accounts");
    expect(said).toMatch(/Baseline {2}out\/b\.json\n$/);
    expect(await readdir(join(folder, "out"))).toEqual(["b.json"]);
    const shown = await run("show", "out/b.json");
    expect(shown).toContain("Baseline of 500 accounts");
    expect(shown).toContain("Warning: It is small");
    const json = JSON.parse(await run("show", "out/b.json", "--json")) as Record<string, unknown>;
    const file = JSON.parse(await readFile(join(folder, "out", "b.json"), "utf8")) as object;
    expect(json).toEqual({ ...file, warnings: [expect.stringContaining("It is small")] });
  });

  it("takes a date for its midnight, and refuses an empty period", async () => {
    const said = await run(
      "build",
      "log.ndjson",
      "--from",
      "2026-11-04",
      "--until",
      "2026-11-06",
      "--out",
      "p.json",
    );
    expect(said).toContain("Its period is short: 2.0 days");
    await expect(
      run("build", "log.ndjson", "--from", "2026-11-06", "--until", "2026-11-06"),
    ).rejects.toMatchObject({
      message: expect.stringContaining("the period is empty"),
    });
    await expect(run("build", "log.ndjson", "--from", "yesterday")).rejects.toMatchObject({
      code: "commander.invalidArgument",
    });
  });

  it("leaves the file that was there where it cannot finish", async () => {
    await writeFile(join(folder, "kept.json"), "kept");
    await writeFile(join(folder, "empty.ndjson"), "no record\n");
    await expect(run("build", "empty.ndjson", "--out", "kept.json")).rejects.toMatchObject({
      code: "no-requests",
    });
    expect(await readFile(join(folder, "kept.json"), "utf8")).toBe("kept");
    expect((await readdir(folder)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("refuses to show what is no baseline", async () => {
    await expect(run("show", "log.ndjson")).rejects.toMatchObject({ code: "bad-baseline" });
  });
});
