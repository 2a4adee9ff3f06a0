import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

/** What PostgreSQL says of its running server in `postmaster.pid`. */
export interface Postmaster {
  readonly processId: number;
  readonly port: number;
  readonly ready: boolean;
}

/**
 * The server that runs on this cluster, or undefined. A file whose process has ended but was not yet fetched by its
 * parent (in a container perhaps never), or whose number now belongs to another program, is removed: PostgreSQL itself
 * would refuse to start.
 */
export async function runningPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const path = join(cluster, "postmaster.pid");
  const lines = (await readFile(path, "utf8").catch(() => "")).split("\n");
  const processId = Math.abs(Number(lines[0]));
  if (!(processId > 0) || !isAlive(processId)) return undefined;
  if (await isNoServer(processId)) {
    await rm(path, { force: true });
    return undefined;
  }
  return { processId, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === "ready" };
}

export function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && "code" in thrown && thrown.code === "EPERM";
  }
}

/** True only where the system can tell, which is Linux: proc(5), `pid (name) state …`. */
async function isNoServer(processId: number): Promise<boolean> {
  const found = await readFile(`/proc/${processId}/stat`, "utf8").catch(() => "");
  if (found === "") return false;
  return !/^\d+ \(postgres\) [^ZX]/.test(found);
}
