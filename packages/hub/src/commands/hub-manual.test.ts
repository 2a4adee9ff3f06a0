import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Command } from "commander";
import { readSeed } from "../api/seed-file.ts";
import { hubProgram } from "../main.ts";
import { processWorld } from "./process-world.ts";

const MANUAL = readFileSync(new URL("../../../../docs/hub.md", import.meta.url), "utf8");
const COMMANDS = [...MANUAL.matchAll(/^(?:npx )?stillwatch hub (.+)$/gm)].map((match) => match[1] ?? "");

describe("the manual", () => {
  it.each(COMMANDS)("names a command and options that there are: %s", (line) => {
    const words = line.match(/"[^"]*"|\S+/g) ?? [];
    const { command, rest } = commandOf(hubProgram(world()), words);
    const options = rest.filter((word) => word.startsWith("--"));
    const known = command.options.map(({ long }) => long);
    expect(command.commands).toEqual([]);
    expect(options.filter((option) => !known.includes(option))).toEqual([]);
  });

  it("shows every command", () => {
    const shown = new Set(COMMANDS.map((line) => line.split(" ")[0]));
    // These two stand in its sentences.
    const sentences = ["start", "init"].filter((name) => MANUAL.includes(`stillwatch hub ${name}`));
    const all = hubProgram(world()).commands.map((command) => command.name());
    expect(all.filter((name) => !shown.has(name) && !sentences.includes(name))).toEqual([]);
  });

  it("shows a seed that the hub takes", () => {
    const [, seed = ""] = /```json\n([^]*?)```/.exec(MANUAL) ?? [];
    expect(readSeed(seed)).toMatchObject({ page_size: 20, users: [{ name: "admin" }] });
  });
});

function commandOf(
  command: Command,
  words: readonly string[],
): { command: Command; rest: readonly string[] } {
  const [first, ...rest] = words;
  const next = command.commands.find((candidate) => candidate.name() === first);
  return next === undefined ? { command, rest: words } : commandOf(next, rest);
}

function world() {
  return processWorld({ signal: new AbortController().signal });
}
