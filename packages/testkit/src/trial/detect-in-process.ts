import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { detect } from "../../../lab/dist/detect.js";
import type { DayLog } from "./day-log.ts";
import type { TriedReport } from "./cell-verdict.ts";

/** The rate at which the trial runs `detect`: its default. */
export const FDR = 0.05;

/**
 * Runs the shipped `detect` with its default settings over a log, in this process and on one thread: its results do
 * not depend on the number of threads. `folder` takes side tables and temporary files.
 */
export async function detectInProcess(log: DayLog, folder: string): Promise<TriedReport> {
  mkdirSync(folder, { recursive: true });
  const table = (name: keyof DayLog["tables"]): ReturnType<typeof source> => {
    const path = join(folder, `${name}.ndjson`);
    writeFileSync(path, log.tables[name].map((line) => `${line}\n`).join(""));
    return source(path);
  };
  return detect({
    sources: log.files.map(({ path }) => source(path)),
    format: undefined,
    mapping: undefined,
    sideTables: {
      accounts: table("accounts"),
      enforcement: table("enforcement"),
      releases: table("releases"),
      "declared-use": table("declared-use"),
    },
    fdr: FDR,
    seed: 1,
    workers: 0,
    engineThreads: 1,
    engineMegabytes: 1800,
    standardInput: nothing(),
    temporaryRoot: folder,
    nowMs: LATER_MS,
    version: "field trial",
    onRejected: () => Promise.resolve(),
    onProgress: () => undefined,
    onStep: () => undefined,
    signal: new AbortController().signal,
  });
}

/** A moment after every composition. */
const LATER_MS = Date.UTC(2027, 0, 1);

function source(path: string): {
  readonly path: string;
  readonly absolutePath: string;
  readonly bytes: number;
  readonly modifiedMs: number;
} {
  return { path, absolutePath: path, bytes: statSync(path).size, modifiedMs: 0 };
}

async function* nothing(): AsyncGenerator<Buffer> {}
