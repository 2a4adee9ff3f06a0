import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { baselineText } from "../baseline/baseline.ts";
import { baselineOf } from "../baseline/baseline.fixture.ts";
import type { Report } from "../report/report.ts";
import { ruleText } from "../rules/rule.fixture.ts";
import { detectCommand } from "./detect-command.ts";
import { lines, reportIn } from "./run-stillwatch.fixture.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stillwatch-detect-command-"));
  file("logs/log.ndjson", lines(0, 20));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("stillwatch detect", () => {
  it("takes rules from several places, and the log after them", async () => {
    file("mine/a.yaml", ruleText());
    file("theirs.yaml", ruleText({ id: "0e3f6f0a-0b1c-4d2e-8f30-112233445566" }));
    await run("--rules", "mine/", "--rules", "theirs.yaml", "logs");
    expect(report().input.rules?.map(({ id }) => id)).toEqual(["7c1b2f0e", "0e3f6f0a"]);
    await run("--rules", "theirs.yaml", "logs/log.ndjson");
    expect(report().input.rules?.map(({ id }) => id)).toEqual(["0e3f6f0a"]);
    expect(report().input.events).toBe(20);
  });

  it("does not read a mapping, a baseline or a rule that lies among the logs as a log", async () => {
    file("logs/baseline.json", baselineText(baselineOf()));
    file(
      "logs/mapping.json",
      JSON.stringify({ base: "stillwatch", fields: { account: { from: ["account"] } } }),
    );
    file("logs/rules.yaml", ruleText());
    const options = ["--baseline", "logs/baseline.json", "--mapping", "logs/mapping.json"];
    await run(...options, "logs");
    expect(report().input.files.map(({ path }) => path)).toEqual([join("logs", "log.ndjson")]);
    await run(...options, "--rules", "logs/rules.yaml", "logs/*");
    expect(report().input.files.map(({ path }) => path)).toEqual([join("logs", "log.ndjson")]);
  });

  it("shows control characters of rules that are not run, and does not send them to the terminal", async () => {
    const hostile = "\u001b[2J\u202egone";
    file("late.yaml", ruleText({ title: hostile, expires: "2026-11-01" }));
    file("bad.yaml", ruleText({ [hostile]: 1 }));
    const said = await run("--rules", "late.yaml", "--rules", "bad.yaml", "logs");
    expect(said.match(/not run: .*gone/g)).toHaveLength(2);
    for (const character of ["\u001b", "\u202e"]) expect(said).not.toContain(character);
  });
});

function file(name: string, text: string): void {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
}

function report(): Report {
  return reportIn(join(folder, "out")) as unknown as Report;
}

/** Runs the command in the test's folder; @returns what it says on standard error */
async function run(...args: string[]): Promise<string> {
  const stderr = Object.assign(new PassThrough(), { isTTY: false });
  const parts: string[] = [];
  stderr.on("data", (bytes: Buffer) => parts.push(bytes.toString("utf8")));
  const stdout = new PassThrough();
  stdout.resume();
  await detectCommand({
    cwd: folder,
    now: () => Date.parse("2026-11-24T12:00:00Z"),
    stdin: Readable.from([]),
    stdout,
    stderr: stderr as unknown as NodeJS.WriteStream,
    colour: false,
    columns: 80,
    version: "0.1.0",
    signal: new AbortController().signal,
  })
    .exitOverride()
    .parseAsync([...args, "--out", "out"], { from: "user" });
  return parts.join("");
}
