import { readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { measureChild, median, type Measurement } from "./measured-child.ts";
import type { VolumeLog } from "./volume-log.ts";

/** The parse gets as many threads as `detect` takes by itself. */
export const THREADS: number = availableParallelism();

/** One log: `detect` on it beside DuckDB that merely parses it. */
export interface DetectRow {
  readonly requests: number;
  readonly logBytes: number;
  /** Runs of each, in turns; the median by CPU time counts. */
  readonly rounds: number;
  readonly detect: Measurement;
  readonly parse: Measurement;
  /** CPU time of `detect` over that of the parse. */
  readonly ratio: number;
  /** Of the planted campaign's accounts: those that `detect` reports; undefined for a log that is not ours. */
  readonly plantedFound: number | undefined;
  /** Reported accounts that were not planted; undefined for a log that is not ours. */
  readonly wronglyReported: number | undefined;
}

/** The parts of `report.json` that are looked at. */
interface Report {
  readonly input: { readonly events: number };
  readonly campaigns: readonly { readonly accounts: readonly { readonly account: string }[] }[];
}

/** Measures both on one log, in turns (A B A B …), so that a noisy neighbour troubles both. */
export async function compareDetect(
  log: VolumeLog,
  rounds: number,
  folder: string,
  say: (line: string) => void,
): Promise<DetectRow> {
  const out = join(folder, "report");
  const tables = Object.entries(log.tables ?? {}).flatMap(([name, path]) => [`--${name}`, path]);
  const detect: Measurement[] = [];
  const parse: Measurement[] = [];
  let report: Report | undefined;
  for (let round = 1; round <= rounds; round++) {
    rmSync(out, { recursive: true, force: true });
    detect.push(
      await measureChild("detect-child.js", ["detect", ...tables, "--out", out, log.path], { folder }),
    );
    parse.push(await measureChild("duckdb-parse.js", [log.path, String(THREADS)], { folder }));
    report = JSON.parse(readFileSync(join(out, "report.json"), "utf8")) as Report;
    say(
      `  round ${String(round)}: detect ${seconds(detect.at(-1))} CPU-s, DuckDB parse ${seconds(parse.at(-1))} CPU-s`,
    );
  }
  rmSync(out, { recursive: true, force: true });
  const ours = median(detect);
  const theirs = median(parse);
  const reported = report?.campaigns.flatMap(({ accounts }) => accounts.map(({ account }) => account)) ?? [];
  const right = reported.filter((account) => log.planted.has(account)).length;
  return {
    requests: report?.input.events ?? log.requests,
    logBytes: log.bytes,
    rounds,
    detect: ours,
    parse: theirs,
    ratio: ours.cpuSeconds / theirs.cpuSeconds,
    plantedFound: log.planted.size === 0 ? undefined : right / log.planted.size,
    wronglyReported: log.planted.size === 0 ? undefined : reported.length - right,
  };
}

function seconds(measured: Measurement | undefined): string {
  return (measured?.cpuSeconds ?? 0).toFixed(2);
}
