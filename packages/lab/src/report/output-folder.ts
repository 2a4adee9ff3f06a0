import { join } from "node:path";
import { lockFolder } from "./folder-lock.ts";
import type { LockHolder } from "./folder-lock.ts";
import { openRejectedWriter } from "./rejected-writer.ts";
import type { RejectedWriter } from "./rejected-writer.ts";
import { coded, ReportError } from "./report-error.ts";
import type { OpenFile, ReportFiles } from "./report-files.ts";

/**
 * An output folder that belongs to this run until `release`. Open it before the long work: an unusable or occupied
 * folder is then refused at once.
 *
 * A crash leaves the lock and temporary files, never a half-written result: the next run takes the lock over and
 * removes the temporary files.
 */
export interface OutputFolder {
  readonly path: string;
  /**
   * Writes text under a temporary name and, when all of it is on the disk, gives it its name; all files of one call
   * appear one right after the other, the last one last. After a failure or abort none of them was touched, save
   * that a failing rename can leave the earlier ones new.
   *
   * @param beforeNaming - done when all of it is on the disk and nothing has its name yet; a failure counts as ours
   */
  writeFiles(
    contents: readonly FileContent[],
    signal?: AbortSignal,
    beforeNaming?: () => Promise<void>,
  ): Promise<void>;
  /** Starts `rejected.ndjson`; it appears under its name only with `finish`. */
  openRejected(): Promise<RejectedWriter>;
  /** Gives the folder back; temporary files that are left are removed. Safe to call twice. */
  release(): Promise<void>;
}

export interface FileContent {
  readonly name: string;
  readonly chunks: Iterable<string>;
}

/** Makes and locks the folder, and removes what a killed run left. Throws `ReportError`. */
export async function openOutputFolder(
  path: string,
  {
    files,
    holder,
    nowMs,
  }: { readonly files: ReportFiles; readonly holder: LockHolder; readonly nowMs: number },
): Promise<OutputFolder> {
  return coded(path, async () => {
    await files.makeFolder(path);
    const unlock = await lockFolder(path, { files, holder, nowMs });
    try {
      await removeTemporaries(files, path);
    } catch (thrown) {
      await unlock();
      throw thrown;
    }
    let released = false;
    return {
      path,
      writeFiles: (contents, signal, beforeNaming) =>
        coded(path, () => writeAll(files, path, contents, signal, beforeNaming)),
      openRejected: () =>
        openRejectedWriter(files, {
          folder: path,
          temporary: temporaryPath(path, REJECTED_NAME),
          name: REJECTED_NAME,
        }),
      release: () =>
        coded(path, async () => {
          if (released) return;
          released = true;
          await removeTemporaries(files, path).finally(unlock);
        }),
    };
  });
}

const REJECTED_NAME = "rejected.ndjson";
const TEMPORARY = /^\.stillwatch-.*\.tmp$|^\.stillwatch\.lock\..*\.stale$/;

function temporaryPath(folder: string, name: string): string {
  return join(folder, `.stillwatch-${name}.tmp`);
}

async function removeTemporaries(files: ReportFiles, folder: string): Promise<void> {
  for (const name of await files.list(folder))
    if (TEMPORARY.test(name)) await files.remove(join(folder, name));
}

async function writeAll(
  files: ReportFiles,
  folder: string,
  contents: readonly FileContent[],
  signal: AbortSignal | undefined,
  beforeNaming: (() => Promise<void>) | undefined,
): Promise<void> {
  try {
    for (const { name, chunks } of contents) {
      const file = await files.createNew(temporaryPath(folder, name));
      await writeChunks(file, chunks, signal).finally(() => file.close());
    }
    refuseIfAborted(signal);
    await beforeNaming?.();
    for (const { name } of contents) await files.rename(temporaryPath(folder, name), join(folder, name));
    await files.syncFolder(folder);
  } catch (thrown) {
    // What went wrong first is what the user must read; a file that cannot be removed goes with the next run.
    await Promise.allSettled(contents.map(({ name }) => files.remove(temporaryPath(folder, name))));
    throw thrown;
  }
}

const BUFFERED_CHARACTERS = 1 << 16;

async function writeChunks(
  file: OpenFile,
  chunks: Iterable<string>,
  signal: AbortSignal | undefined,
): Promise<void> {
  let pending: string[] = [];
  let size = 0;
  for (const chunk of chunks) {
    pending.push(chunk);
    size += chunk.length;
    if (size < BUFFERED_CHARACTERS) continue;
    refuseIfAborted(signal);
    await file.write(pending.join(""));
    pending = [];
    size = 0;
  }
  refuseIfAborted(signal);
  await file.write(pending.join(""));
  await file.sync();
}

function refuseIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) {
    throw new ReportError(
      "aborted",
      "Interrupted before the report was complete; the folder holds what it held before.",
    );
  }
}
