import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

/** What PostgreSQL says of its running server in `postmaster.pid`. */
export interface Postmaster {
  readonly processId: number;
  readonly port: number;
  readonly ready: boolean;
}

/**
 * The server that runs on this cluster, or undefined. A file left by a crashed machine or container, whose process
 * number now belongs to another program, is removed: PostgreSQL itself would refuse to start.
 */
export async function runningPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const path = join(cluster, "postmaster.pid");
  const lines = (await readFile(path, "utf8").catch(() => "")).split("\n");
  const processId = Math.abs(Number(lines[0]));
  if (!(processId > 0) || !isAlive(processId)) return undefined;
  if (await isAnotherProgram(processId)) {
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

/** True only where the system can tell, which is Linux. */
async function isAnotherProgram(processId: number): Promise<boolean> {
  const name = await readFile(`/proc/${processId}/comm`, "utf8").catch(() => "");
  return name !== "" && !name.startsWith("postgres");
}
