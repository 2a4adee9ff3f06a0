import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import pc from "picocolors";
import type { World } from "./world.ts";

/** This process as a world. The first SIGINT or SIGTERM asks to stop, a second one ends the process at once. */
export function processWorld(given: Partial<World> = {}): World {
  return {
    cwd: process.cwd(),
    environment: process.env,
    now: Date.now,
    elapsed: () => performance.now(),
    randomBytes: (length) => randomBytes(length),
    fetch: (input, init) => fetch(input, init),
    stdout: process.stdout,
    stderr: process.stderr,
    colour: pc.isColorSupported && Boolean(process.stdout.isTTY),
    version: ownVersion(),
    signal: given.signal ?? signalOfProcess(),
    ...given,
  };
}

function signalOfProcess(): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort(name));
  return stop.signal;
}

function ownVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
