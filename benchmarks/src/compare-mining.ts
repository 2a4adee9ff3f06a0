import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CHDB_INSTALL, chdbVersion } from "./chdb-package.ts";
import { measureChild, median, type Measurement } from "./measured-child.ts";
import type { MiningPrompts } from "./mining-prompts.ts";
import { recovery, type Recovery } from "./recovery.ts";

/** One method of template mining on the same prompts. */
export interface MiningRow {
  readonly method: string;
  /** Of the same prompts, from the first on; slow methods get fewer. */
  readonly prompts: number;
  readonly rounds: number;
  readonly measured: Measurement;
  readonly promptsPerCoreSecond: number;
  readonly recovery: Recovery;
}

/** Rows in the order of methods, and what could not be measured and why. */
export interface MiningResult {
  readonly rows: readonly MiningRow[];
  readonly missing: readonly string[];
  /** Ours over the fastest other one, both in prompts per core-second. */
  readonly timesFastest: number | undefined;
}

interface Method {
  readonly name: string;
  readonly script: string;
  /** Prompts at the most. */
  readonly most: number;
}

const METHODS: readonly Method[] = [
  {
    name: "stillwatch (kernel, admission, DuckDB, verified)",
    script: "mine-stillwatch.js",
    most: Number.POSITIVE_INFINITY,
  },
  {
    name: "chdb, hand-written SQL (MinHash 32, 16 bands, verified)",
    script: "mine-chdb.js",
    most: Number.POSITIVE_INFINITY,
  },
  {
    name: "npm minhash (128 permutations, LshIndex, verified)",
    script: "mine-minhash.js",
    // Its index gives back whole buckets, so that all of them would take many minutes.
    most: 20_000,
  },
];

/** Measures every method that is installed, in turns; CPU time is that of the whole child process, with its start. */
export async function compareMining(
  prompts: MiningPrompts,
  rounds: number,
  folder: string,
  say: (line: string) => void,
): Promise<MiningResult> {
  const missing =
    chdbVersion() === undefined
      ? [`chdb is not installed; \`${CHDB_INSTALL}\` brings it (543 MB), then run this again`]
      : [];
  const methods = METHODS.filter(({ script }) => missing.length === 0 || script !== "mine-chdb.js");
  const runs = methods.map((): MiningRun[] => []);
  for (let round = 1; round <= rounds; round++) {
    for (const [index, method] of methods.entries()) {
      const run = await mine(method, prompts, folder);
      runs[index]?.push(run);
      say(`  round ${String(round)}: ${method.name}: ${run.measured.cpuSeconds.toFixed(2)} CPU-s`);
    }
  }
  const rows = methods.map((method, index) => rowOf(method, prompts, runs[index] ?? []));
  const [ours, ...others] = rows.map((row) => row.promptsPerCoreSecond);
  return {
    rows,
    missing,
    timesFastest: ours === undefined || others.length === 0 ? undefined : ours / Math.max(...others),
  };
}

interface MiningRun {
  readonly measured: Measurement;
  readonly recovery: Recovery;
}

async function mine(method: Method, prompts: MiningPrompts, folder: string): Promise<MiningRun> {
  const work = join(folder, "mining");
  const groups = join(folder, "groups.bin");
  const count = Math.min(method.most, prompts.labels.length);
  mkdirSync(work, { recursive: true });
  const measured = await measureChild(method.script, [prompts.path, groups, work, String(count)], { folder });
  const bytes = readFileSync(groups);
  rmSync(work, { recursive: true, force: true });
  const groupOf = new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return { measured, recovery: recovery(groupOf, prompts.labels.subarray(0, count)) };
}

function rowOf(method: Method, prompts: MiningPrompts, runs: readonly MiningRun[]): MiningRow {
  const measured = median(runs.map((run) => run.measured));
  const count = Math.min(method.most, prompts.labels.length);
  return {
    method: method.name,
    prompts: count,
    rounds: runs.length,
    measured,
    promptsPerCoreSecond: count / measured.cpuSeconds,
    // The groups are the same in every round: no method draws at random.
    recovery: (runs[0] as MiningRun).recovery,
  };
}
