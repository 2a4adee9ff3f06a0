import { join } from "node:path";
import { ReportError, systemCode } from "./report-error.ts";
import type { ReportFiles } from "./report-files.ts";

/** Name of the lock file in an output folder. */
export const LOCK_NAME = ".stillwatch.lock";

/** The process that asks for a lock, and how it can tell whether another one still runs. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  isRunning(pid: number): boolean;
}

/** This process. */
export function thisProcess(host: string): LockHolder {
  return { pid: process.pid, host, isRunning };
}

/**
 * Reserves an output folder for one run, by a file that only one process can create; returns how to give it back.
 * A lock whose process is dead is taken over. Throws `out-in-use` if another run holds it, on this machine or,
 * where that cannot be told, on another.
 *
 * If the lock lies (copied folder, reused process id) the run refuses and says which file to delete; it never writes.
 */
export async function lockFolder(
  folder: string,
  {
    files,
    holder,
    nowMs,
  }: { readonly files: ReportFiles; readonly holder: LockHolder; readonly nowMs: number },
): Promise<() => Promise<void>> {
  const path = join(folder, LOCK_NAME);
  const text = JSON.stringify({ pid: holder.pid, host: holder.host, started: new Date(nowMs).toISOString() });
  if (!(await create(files, path, text))) {
    await clearStaleLock(files, { path, holder, nowMs });
    if (!(await create(files, path, text))) throw inUse(path, "another run, which took it this moment,");
  }
  HELD.add(path);
  return async () => {
    HELD.delete(path);
    await files.remove(path);
  };
}

/** Locks of this process: after a restart in a container its own process id may stand in a dead run's lock. */
const HELD = new Set<string>();

async function create(files: ReportFiles, path: string, text: string): Promise<boolean> {
  try {
    const file = await files.createNew(path);
    try {
      await file.write(text);
    } catch (thrown) {
      await files.remove(path);
      throw thrown;
    } finally {
      await file.close();
    }
    return true;
  } catch (thrown) {
    if (systemCode(thrown) === "EEXIST") return false;
    throw thrown;
  }
}

async function clearStaleLock(
  files: ReportFiles,
  { path, holder, nowMs }: { readonly path: string; readonly holder: LockHolder; readonly nowMs: number },
): Promise<void> {
  const found = await files.readText(path);
  if (found === undefined) return;
  refuseIfLive(found, path, holder);
  const aside = `${path}.${holder.pid}.${nowMs}.stale`;
  try {
    await files.rename(path, aside);
  } catch (thrown) {
    if (systemCode(thrown) === "ENOENT") return;
    throw thrown;
  }
  // Somebody may have replaced the dead lock between reading and renaming; then theirs goes back.
  const moved = await files.readText(aside);
  if (moved !== undefined && moved !== found) {
    await files.rename(aside, path);
    refuseIfLive(moved, path, holder);
  }
  await files.remove(aside);
}

function refuseIfLive(text: string, path: string, holder: LockHolder): void {
  const lock = parseLock(text);
  if (lock === undefined) throw inUse(path, "a run that cannot be identified");
  if (lock.host !== holder.host) throw inUse(path, `a run on another machine, started ${lock.started},`);
  const own = lock.pid === holder.pid;
  if (own ? HELD.has(path) : holder.isRunning(lock.pid)) {
    throw inUse(path, `the run with process id ${lock.pid}, started ${lock.started},`);
  }
}

function parseLock(
  text: string,
): { readonly pid: number; readonly host: string; readonly started: string } | undefined {
  try {
    const lock: unknown = JSON.parse(text);
    if (typeof lock !== "object" || lock === null) return undefined;
    const { pid, host, started } = lock as Readonly<Record<string, unknown>>;
    if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid <= 0 || typeof host !== "string")
      return undefined;
    return { pid, host, started: typeof started === "string" ? started.slice(0, 30) : "at an unknown time" };
  } catch {
    // Not JSON: not a lock that we wrote.
    return undefined;
  }
}

function inUse(path: string, by: string): ReportError {
  return new ReportError(
    "out-in-use",
    `The output folder is in use by ${by} and was not touched. Wait, or choose another folder with --out; if no run is working there, delete ${path}.`,
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: it runs, under another user.
    return systemCode(thrown) === "EPERM";
  }
}
