import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { STILLWATCH } from "./run-stillwatch.ts";

/** A hub in a process of its own, started by `stillwatch hub start`. */
export interface ChildHub {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly pid: number;
  /** What it has logged so far; the newest part where that is long. */
  readonly log: () => string;
  /** Sends a signal and waits until the process has ended. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
}

/** A folder in which hubs can be made: PostgreSQL's user must get through where this runs as root. */
export function hubFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "stillwatch-child-hub-"));
  chmodSync(path, 0o755);
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/**
 * Starts the hub whose data lies below `folder`, on a free port of loopback.
 *
 * @throws Error with what it wrote, where it ends before it listens
 */
export async function startChildHub(folder: string, options: readonly string[] = []): Promise<ChildHub> {
  const child = spawn(process.execPath, [STILLWATCH, "hub", "start", "--port", "0", ...options], {
    cwd: folder,
    // A store that the environment names would be somebody's own.
    env: { ...process.env, DATABASE_URL: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (bytes: Buffer) => {
    log = (log + bytes.toString("utf8")).slice(-LONGEST_LOG);
  });
  const origin = await listening(child, () => log);
  return {
    origin,
    pid: child.pid ?? 0,
    log: () => log,
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill(signal);
      await ended;
    },
  };
}

const LONGEST_LOG = 200_000;
const LISTENS = /The hub listens on (\S+)\/taxii2\//;

async function listening(child: ChildProcess, log: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (bytes: Buffer) => {
      text = (text + bytes.toString("utf8")).slice(-10_000);
      const origin = LISTENS.exec(text)?.[1];
      if (origin !== undefined) resolve(origin);
    });
    child.once("error", reject);
    child.once("exit", (status, signal) => {
      reject(new Error(`the hub ended with ${String(status ?? signal)}: ${text}${log()}`));
    });
  });
}
