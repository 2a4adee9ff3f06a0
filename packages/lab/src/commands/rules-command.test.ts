import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UnusableInput } from "../events/unusable-input.ts";
import { ruleText } from "../rules/rule.fixture.ts";
import { DETECTORS } from "../rules/rule.ts";
import { rulesCommand } from "./rules-command.ts";
import type { World } from "./world.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stillwatch-rules-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("stillwatch rules", () => {
  it("lists the shipped rules, one for each detector, in a table", async () => {
    const { text, refused } = await run("list");
    expect(refused).toBeUndefined();
    expect(text.match(/^D\d+/gm)).toEqual(DETECTORS);
    expect(text).toContain("Accounts that act in time with each other");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it("says of an expired rule that it is not run", async () => {
    file("rules/late.yaml", ruleText({ expires: "2026-11-01" }));
    expect((await run("list", "rules")).text).toContain("2026-11-01 expired");
    expect((await run("list", "rules")).text).toContain("1 rule not run");
    const { rules } = JSON.parse((await run("list", "--json", "rules")).text) as { rules: object[] };
    expect(rules[0]).toMatchObject({
      state: "expired",
      name: "7c1b2f0e",
      place: "rules/late.yaml (document 1)",
    });
  });

  it("tests rules and ends with an error where a case fails, after it has said which", async () => {
    file("sound.yaml", ruleText());
    expect(await run("test", "sound.yaml")).toEqual({
      text: "ok      7c1b2f0e  Many networks: 3 of 3 cases\n",
    });
    file("wrong.yaml", ruleText({ detection: { measure: "networks", direction: "below", quantile: 0.01 } }));
    const { text, refused } = await run("test", "wrong.yaml");
    expect(text).toContain("FAILED  7c1b2f0e  Many networks: 0 of 3 cases");
    expect(text).toContain('positive "all of thirty accounts have twenty networks": expected fires');
    expect(refused?.message).toBe("3 of 3 cases failed");
  });

  it("tests a shipped rule through its detector", async () => {
    const shipped = fileURLToPath(new URL("../../rules/d07-identity-links.yaml", import.meta.url));
    const { text, refused } = await run("test", "--json", shipped);
    expect(refused).toBeUndefined();
    const { rules } = JSON.parse(text) as { rules: { name: string; cases: { passed: boolean }[] }[] };
    expect(rules.map(({ name }) => name)).toEqual(["D7"]);
    expect(rules[0]?.cases.map(({ passed }) => passed)).toEqual([true, true, true, true, true]);
  });

  it("lints rules: warnings pass, errors do not", async () => {
    expect((await run("lint")).refused).toBeUndefined();
    file("soon.yaml", ruleText({ expires: "2026-12-01" }));
    expect(await run("lint", "soon.yaml")).toEqual({
      text:
        "warning  soon.yaml (document 1): expires: it expires soon, on 2026-12-01\n" +
        "1 rule: 0 errors, 1 warning.\n",
    });
    file("bare.yaml", ruleText({ runbook: [] }));
    expect((await run("lint", "bare.yaml")).refused?.message).toBe("1 error in the rules");
  });

  it("uses what it can of a folder, and then says what it cannot use", async () => {
    file("rules/a.yaml", ruleText({ tlp: "WHITE" }));
    file("rules/deeper/b.yml", ruleText());
    file("rules/notes.txt", "no rule");
    const { text, refused } = await run("test", "rules");
    expect(text).toContain("ok      7c1b2f0e");
    expect(refused?.message).toMatch(/^rules\/a\.yaml \(document 1\): tlp: /);
    expect((await run("lint", "rules")).text).toContain("error    rules/a.yaml (document 1): tlp");
  });

  it("explains a rule in words, by name or the beginning of its id", async () => {
    const shipped = (await run("explain", "d6")).text;
    for (const part of ["Cron jobs", "Cannot see", "Runbook", "1. Open the raster", "shipped as code"])
      expect(shipped).toContain(part);
    file("mine.yaml", ruleText());
    expect((await run("explain", "7c1b2f", "mine.yaml")).text).toContain("the 99 % quantile");
    const { refused } = await run("explain", "D99");
    expect(refused).toMatchObject({ code: "no-such-rule" });
    expect(refused?.message).toContain('there is no rule "D99"');
    const twice = [ruleText(), ruleText({ id: "7c1b2f0e-7a55-4c0b-9a7e-000000000000" })].join("---\n");
    file("twice.yaml", twice);
    expect((await run("explain", "7c1b", "twice.yaml")).refused).toMatchObject({ code: "no-such-rule" });
  });

  it("names the measures that rules can use", async () => {
    expect((await run("measures")).text).toMatch(/^networks +distinct networks/m);
  });

  it("refuses paths that lead nowhere", async () => {
    expect((await run("list", "absent.yaml")).refused?.message).toContain(
      "absent.yaml: there is no such file",
    );
    mkdirSync(join(folder, "empty"));
    expect((await run("list", "empty")).refused?.message).toContain("empty: the folder has no .yaml file");
  });

  it("refuses what is no file, and does not wait for it", async () => {
    expect(spawnSync("mkfifo", [join(folder, "pipe.yaml")]).status).toBe(0);
    expect((await run("list", "pipe.yaml")).refused).toMatchObject({
      code: "bad-rule-file",
      message: "pipe.yaml: it is neither a file nor a folder; name a .yaml file",
    });
  });

  // Linux lets everybody open it, and nobody read where nothing is mapped.
  it.skipIf(!existsSync("/proc/self/mem"))("says so where a file cannot be read", async () => {
    expect((await run("list", "/proc/self/mem")).refused).toMatchObject({
      code: "bad-rule-file",
      message: "/proc/self/mem: the file cannot be read; check its permissions",
    });
  });

  it("uses no more rules than the limit, and reads no file after it", async () => {
    const many = (first: number): string =>
      Array.from({ length: 501 }, (_, at) =>
        ruleText({ id: `${String(first + at).padStart(8, "0")}-7a55-4c0b-9a7e-0c1f5b0d9e11`, tests: [] }),
      ).join("---\n");
    file("rules/a.yaml", many(0));
    file("rules/b.yaml", many(1000));
    file("rules/c.yaml", "no rule");
    const { text, refused } = await run("list", "rules");
    expect(text).toContain("1,000 rules");
    expect(refused?.message).toBe(
      "rules/b.yaml (document 500): the file: more than 1000 rules in all files together; " +
        "leave some out, from here on none is used",
    );
  });

  it("does not read a file that is larger than a rule file may be", async () => {
    file("large.yaml", `# ${"x".repeat(1_000_001)}`);
    expect((await run("list", "large.yaml")).refused?.message).toContain("at most 1 MB");
  });

  it("shows control characters of foreign rules, and does not send them to the terminal", async () => {
    file("bad.yaml", ruleText({ title: "\u001b[2J\u202egone" }));
    for (const args of [
      ["list", "bad.yaml"],
      ["explain", "7c1b2f", "bad.yaml"],
      ["test", "bad.yaml"],
    ]) {
      const { text } = await run(...args);
      expect(text).toContain("gone");
      for (const character of ["\u001b", "\u202e"]) expect(text).not.toContain(character);
    }
    file("key.yaml", ruleText({ "\u001b[2J\u202egone": 1 }));
    const message = (await run("list", "key.yaml")).refused?.message ?? "";
    expect(message).toContain("gone");
    for (const character of ["\u001b", "\u202e"]) expect(message).not.toContain(character);
  });
});

function file(name: string, text: string): void {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
}

async function run(...args: string[]): Promise<{ readonly text: string; readonly refused?: UnusableInput }> {
  const stdout = new PassThrough();
  const parts: string[] = [];
  stdout.on("data", (bytes: Buffer) => parts.push(bytes.toString("utf8")));
  const world: World = {
    cwd: folder,
    now: () => Date.parse("2026-11-24T12:00:00Z"),
    stdin: stdout,
    stdout,
    stderr: process.stderr,
    colour: false,
    columns: 100,
    version: "0.1.0",
    signal: new AbortController().signal,
  };
  try {
    await rulesCommand(world).parseAsync(args, { from: "user" });
    return { text: parts.join("") };
  } catch (error) {
    if (error instanceof UnusableInput) return { text: parts.join(""), refused: error };
    throw error;
  }
}
