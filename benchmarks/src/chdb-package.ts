import { createRequire } from "node:module";
import { join } from "node:path";

/** The command that makes the comparison possible; not a dependency because it unpacks to 543 MB. */
export const CHDB_INSTALL = "npm install --no-save chdb@3.4.0";

/** Environment variable: a folder outside this repository in which that command was run. */
export const CHDB_FOLDER = "STILLWATCH_CHDB";

/** The part of `chdb` that is used here. */
export interface Chdb {
  readonly Session: new (folder: string) => ChdbSession;
}

interface ChdbSession {
  query(sql: string, format: string): string;
  cleanup(): void;
}

/** The installed package, or undefined. */
export function loadChdb(): Chdb | undefined {
  const { load, path } = findChdb() ?? {};
  return load === undefined || path === undefined ? undefined : (load(path) as Chdb);
}

/** Its version, or undefined where it is not installed. */
export function chdbVersion(): string | undefined {
  const { load } = findChdb() ?? {};
  return load === undefined ? undefined : (load("chdb/package.json") as { version: string }).version;
}

function findChdb(): { load: NodeJS.Require; path: string } | undefined {
  const folder = process.env[CHDB_FOLDER];
  for (const from of [...(folder === undefined ? [] : [join(folder, "package.json")]), import.meta.url]) {
    const load = createRequire(from);
    try {
      return { load, path: load.resolve("chdb") };
    } catch {
      // Not there: the next place, or none.
    }
  }
  return undefined;
}
