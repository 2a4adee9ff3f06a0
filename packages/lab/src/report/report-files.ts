import { mkdir, open, readFile, readdir, rename, stat, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { systemCode } from "./report-error.ts";

/** The file operations that writing results needs. Every one may throw an error with the system's `code`. */
export interface ReportFiles {
  /** Makes the folder and its parents; content if it exists. */
  makeFolder(path: string): Promise<void>;
  /** Names in the folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Creates a file for writing; throws `EEXIST` if there is one, atomically. */
  createNew(path: string): Promise<OpenFile>;
  /** Text of a small file, or `undefined` if there is none. */
  readText(path: string): Promise<string | undefined>;
  /** Puts `from` in the place of `to`, atomically. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; content if there is none. */
  remove(path: string): Promise<void>;
  /** Makes renames in the folder survive a power cut, where the system can. */
  syncFolder(path: string): Promise<void>;
}

/** A file that was created and is being written, front to back. */
export interface OpenFile {
  /** Resolves when all of it was handed to the system. */
  write(text: string): Promise<void>;
  /** Resolves when it stands on the disk (fsync). */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** `ReportFiles` on the file system of this machine. Files are readable by their owner only: they name accounts. */
export function nodeReportFiles(): ReportFiles {
  return {
    makeFolder,
    list: (folder) => readdir(folder),
    createNew: async (path) => {
      const handle = await open(path, "wx", 0o600);
      return {
        write: (text) => handle.writeFile(text, "utf8"),
        sync: () => handle.sync(),
        close: () => handle.close(),
      };
    },
    readText: (path) => readFile(path, "utf8").catch(absent),
    rename,
    remove: (path) => unlink(path).catch(absent),
    syncFolder,
  };
}

/**
 * Node's own recursive `mkdir` never returns where a file system says "no such file" although the parent is there, as
 * procfs does.
 */
async function makeFolder(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (thrown) {
    if (systemCode(thrown) !== "ENOENT" || dirname(path) === path) throw thrown;
    await makeFolder(dirname(path));
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (thrown) {
    // Only where there is something can it be the folder itself; a link to nowhere is not.
    if (systemCode(thrown) !== "EEXIST" || !(await isFolder(path))) throw thrown;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function absent(thrown: unknown): undefined {
  if (systemCode(thrown) === "ENOENT") return undefined;
  throw thrown;
}

async function syncFolder(path: string): Promise<void> {
  try {
    const handle = await open(path, "r");
    await handle.sync().finally(() => handle.close());
  } catch (thrown) {
    // Some file systems cannot sync a folder; the files themselves are safe by then.
    if (!["EINVAL", "EISDIR", "EPERM", "EACCES", "ENOTSUP", "EBADF"].includes(systemCode(thrown)))
      throw thrown;
  }
}
