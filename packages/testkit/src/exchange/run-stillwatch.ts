import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The program that a user starts. */
export const STILLWATCH: string = fileURLToPath(new URL("../../../lab/bin/stillwatch.js", import.meta.url));

/** How a command ended. */
export interface EndedCommand {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `stillwatch` as a user does, in a process of its own and in a folder; no DATABASE_URL reaches it. */
export async function runStillwatch(
  folder: string,
  commandLine: readonly string[],
  { input = "", key }: { readonly input?: string; readonly key?: string } = {},
): Promise<EndedCommand> {
  const child = spawn(process.execPath, [STILLWATCH, ...commandLine], {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: "", ...(key !== undefined && { STILLWATCH_KEY: key }) },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (bytes: Buffer) => (stdout += bytes.toString("utf8")));
  child.stderr.on("data", (bytes: Buffer) => (stderr += bytes.toString("utf8")));
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, stdout, stderr }));
  });
}
