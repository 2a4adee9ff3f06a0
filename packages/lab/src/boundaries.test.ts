import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SOURCE = dirname(fileURLToPath(import.meta.url));

/** What each folder may import of its siblings; the order is the order in which data flows. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  events: [],
  sketches: ["events"],
  engine: ["events", "sketches"],
  accounts: ["events", "sketches", "engine"],
  detectors: ["sketches", "engine", "accounts"],
  baseline: ["events", "sketches", "engine", "accounts", "detectors"],
  rules: ["events", "sketches", "engine", "accounts", "detectors", "baseline"],
  campaigns: ["events", "sketches", "engine", "accounts", "detectors", "rules", "baseline"],
  "rule-cases": ["events", "sketches", "engine", "accounts", "detectors", "rules", "baseline", "campaigns"],
  explain: ["events", "sketches", "engine", "accounts", "detectors", "baseline", "campaigns", "report"],
  report: ["events"],
  exchange: ["report"],
  commands: ["events", "sketches", "accounts", "baseline", "rules", "rule-cases", "report", "exchange"],
};

/** Types that a stage hands on may be named by the stage before. */
const TYPE_ONLY = /import type [^;]*? from "([^"]+)"/g;
const ANY = /(?:import|export) [^;]*? from "([^"]+)"/g;

describe("folders", () => {
  const files = sourceFiles(SOURCE);

  it("have a row in the table of imports", () => {
    const folders = new Set(files.map(folderOf).filter((folder) => folder !== ""));
    expect([...folders].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  it("import only what the table allows", () => {
    const offenders = files.flatMap((file) => {
      const folder = folderOf(file);
      if (folder === "") return [];
      const text = readFileSync(file, "utf8");
      const types = new Set([...text.matchAll(TYPE_ONLY)].map((match) => match[1]));
      return [...text.matchAll(ANY)]
        .map((match) => match[1] ?? "")
        .filter((path) => path.startsWith("..") && !types.has(path))
        .map((path) => folderOf(join(dirname(file), path)))
        .filter((target) => target !== "" && target !== folder && !MAY_IMPORT[folder]?.includes(target))
        .map((target) => `${relative(SOURCE, file)} imports ${target}`);
    });
    expect(offenders).toEqual([]);
  });
});

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}

function folderOf(file: string): string {
  const [first = "", ...rest] = relative(SOURCE, file).split(sep);
  return rest.length === 0 ? "" : first;
}
