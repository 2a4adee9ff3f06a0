import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Environment variable that tells a child where to write its `ChildUsage`. */
export const USAGE_FILE = "STILLWATCH_BENCH_USAGE";

/** What a child process reports of itself: all its threads, from its start to its end. */
export interface ChildUsage {
  /** User and system time. */
  readonly cpuSeconds: number;
  /** Largest resident set. */
  readonly peakBytes: number;
}

export interface Measurement extends ChildUsage {
  readonly wallSeconds: number;
}

/** Runs a script of this folder that imports `record-usage` and measures it. */
export async function measureChild(
  script: string,
  args: readonly string[],
  options: { readonly folder: string; readonly environment?: Readonly<Record<string, string>> },
): Promise<Measurement> {
  const usageFile = join(options.folder, "usage.json");
  rmSync(usageFile, { force: true });
  const started = process.hrtime.bigint();
  await run(script, args, { ...options.environment, [USAGE_FILE]: usageFile });
  const wallSeconds = Number(process.hrtime.bigint() - started) / 1e9;
  return { ...(JSON.parse(readFileSync(usageFile, "utf8")) as ChildUsage), wallSeconds };
}

/** The measurement in the middle by CPU time (machines are noisy); peak memory is the largest of all. */
export function median(measurements: readonly Measurement[]): Measurement {
  const sorted = [...measurements].sort((a, b) => a.cpuSeconds - b.cpuSeconds);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (!middle) throw new RangeError("nothing was measured");
  return { ...middle, peakBytes: Math.max(...measurements.map((one) => one.peakBytes)) };
}

function run(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const path = fileURLToPath(new URL(script, import.meta.url));
    const child = spawn(process.execPath, [path, ...args], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, ...environment },
    });
    let said = "";
    child.stderr.on("data", (piece: Buffer) => {
      said = (said + piece.toString("utf8")).slice(-2000);
    });
    child.once("error", reject);
    child.once("close", (status) => {
      if (status === 0) resolve();
      else reject(new Error(`${script} ended with status ${String(status)}: ${said.trim()}`));
    });
  });
}
