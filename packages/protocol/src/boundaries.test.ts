import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SOURCE = dirname(fileURLToPath(import.meta.url));

/** What each folder may import of its siblings; the order is the order in which an object comes to be. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  encoding: [],
  stix: ["encoding"],
  modelling: ["encoding", "stix"],
  standing: ["stix"],
  taxii: ["encoding", "stix"],
};

/** Types that a stage hands on may be named by the stage before. */
const TYPE_ONLY = /import type [^;]*? from "([^"]+)"/g;
const ANY = /(?:import|export) [^;]*? from "([^"]+)"|import "([^"]+)"|import\("([^"]+)"\)/g;

/** Hashing is arithmetic; everything else of Node's would be the world. */
const PURE_MODULES: ReadonlySet<string> = new Set(["node:crypto", "node:buffer"]);

/** Globals that reach the clock, chance, the network or the process. */
const WORLD =
  /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\brandomBytes\(|\brandomUUID\(|\bprocess\.|\bsetTimeout\(|\bsetInterval\(|(?<![.\w])fetch\(/;

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
      return importsOf(file)
        .filter((path) => path.startsWith(".."))
        .map((path) => folderOf(join(dirname(file), path)))
        .filter((target) => target !== "" && target !== folder && !MAY_IMPORT[folder]?.includes(target))
        .map((target) => `${relative(SOURCE, file)} imports ${target}`);
    });
    expect(offenders).toEqual([]);
  });
});

describe("the protocol", () => {
  const files = sourceFiles(SOURCE);

  it("depends on nothing but itself and arithmetic", () => {
    const offenders = files.flatMap((file) =>
      importsOf(file)
        .filter((path) => !path.startsWith(".") && !PURE_MODULES.has(path))
        .map((path) => `${relative(SOURCE, file)} imports ${path}`),
    );
    expect(offenders).toEqual([]);
  });

  it("has no clock, no chance, no network and no process", () => {
    const offenders = files
      .filter((file) => WORLD.test(withoutComments(readFileSync(file, "utf8"))))
      .map((file) => relative(SOURCE, file));
    expect(offenders).toEqual([]);
  });
});

/** Imports of values; those of types alone vanish at run time. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, "utf8");
  const types = new Set([...text.matchAll(TYPE_ONLY)].map((match) => match[1]));
  return [...text.matchAll(ANY)]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? "")
    .filter((path) => !types.has(path));
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\//g, "").replaceAll(/\/\/[^\n]*/g, "");
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .filter((entry) => !/\.(?:test|fixture)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function folderOf(file: string): string {
  const [first = "", ...rest] = relative(SOURCE, file).split(sep);
  return rest.length === 0 ? "" : first;
}
