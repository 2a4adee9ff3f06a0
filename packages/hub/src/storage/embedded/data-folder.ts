import { chmod, chown, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { StoreError, systemCode } from "../store-error.ts";
import { mayReach, type RunAs } from "./run-as.ts";

/** Major version of the PostgreSQL that comes with the program. */
export const MAJOR_VERSION = "18";

/** The places in a hub's data folder. */
export interface DataFolder {
  readonly folder: string;
  /** PostgreSQL's own folder (PGDATA). */
  readonly cluster: string;
  readonly passwordFile: string;
  readonly serverLog: string;
}

/**
 * Makes the data folder or checks the one that is there: it must be empty or a hub's, writable, reachable for the
 * server's user, and of our major version.
 *
 * @throws StoreError `folder-not-ours`, `folder-not-writable`, `other-major-version`
 */
export async function openDataFolder(folder: string, runAs: RunAs | undefined): Promise<DataFolder> {
  const places = {
    folder,
    cluster: join(folder, "postgres"),
    passwordFile: join(folder, "password"),
    serverLog: join(folder, "postgres.log"),
  };
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const names = await readdir(folder);
    if (names.length === 0) await chmod(folder, 0o700);
    else if (!names.includes("password")) throw notOurs(folder);
    await give(folder, runAs);
    await (await open(join(folder, ".writable"), "w", 0o600)).close();
    await rm(join(folder, ".writable"), { force: true });
    if (runAs !== undefined && !(await mayReach(folder, runAs))) throw outOfReach(folder);
    await checkVersion(places);
    return places;
  } catch (thrown) {
    throw asFolderError(thrown, folder);
  }
}

/** The password of the database, 0600; made with the folder, before the cluster. */
export async function passwordOf(
  places: DataFolder,
  { make, runAs }: { readonly make: () => string; readonly runAs: RunAs | undefined },
): Promise<string> {
  const found = await readFile(places.passwordFile, "utf8").catch(() => "");
  if (found !== "") return found.trim();
  const temporary = `${places.passwordFile}.${process.pid}.tmp`;
  const password = make();
  try {
    const file = await open(temporary, "w", 0o600);
    await file.writeFile(`${password}\n`);
    await file.sync();
    await file.close();
    await give(temporary, runAs);
    await rename(temporary, places.passwordFile);
  } catch (thrown) {
    throw asFolderError(thrown, places.folder);
  }
  return password;
}

/** Makes a file the server user's own, where that is another. */
export async function give(path: string, runAs: RunAs | undefined): Promise<void> {
  if (runAs !== undefined) await chown(path, runAs.uid, runAs.gid);
}

async function checkVersion({ cluster, folder }: DataFolder): Promise<void> {
  const version = (await readFile(join(cluster, "PG_VERSION"), "utf8").catch(() => "")).trim();
  if (version === "" || version === MAJOR_VERSION) return;
  throw new StoreError(
    "other-major-version",
    `${folder} was made by PostgreSQL ${version}, this program brings ${MAJOR_VERSION}. Back up with the program that made it and restore here into an empty folder.`,
  );
}

function notOurs(folder: string): StoreError {
  return new StoreError(
    "folder-not-ours",
    `${folder} is not empty and not a hub's data folder. Name an empty folder, or one that does not exist yet.`,
  );
}

function outOfReach(folder: string): StoreError {
  return new StoreError(
    "folder-not-writable",
    `PostgreSQL does not run as root, and its user cannot enter ${folder}. Choose a folder that others may reach, such as below /var/lib, or start the hub as an ordinary user.`,
  );
}

function asFolderError(thrown: unknown, folder: string): unknown {
  const code = systemCode(thrown);
  if (thrown instanceof StoreError || code === "") return thrown;
  if (code === "ENOTDIR" || code === "EEXIST") {
    return new StoreError("folder-not-ours", `${folder}, or a folder above it, is a file. Name a folder.`);
  }
  return new StoreError(
    "folder-not-writable",
    `${folder} cannot be used as the data folder (${code}). Choose another.`,
  );
}
