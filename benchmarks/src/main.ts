/** `npm run bench`: what Stillwatch costs beside what others cost, with everything that is needed to repeat it. */
import { mkdtempSync, rmSync, statfsSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { compareDetect, type DetectRow } from "./compare-detect.ts";
import { compareMining, type MiningResult } from "./compare-mining.ts";
import { extrapolate, growthOf } from "./growth.ts";
import { describeMachine, thisMachine } from "./machine.ts";
import { writeMiningPrompts } from "./mining-prompts.ts";
import { hubTable } from "./hub-table.ts";
import { measureHub } from "./measure-hub.ts";
import { readOptions, UsageError, USAGE, type BenchOptions } from "./options.ts";
import { detectTable, miningTable } from "./tables.ts";
import { writeVolumeLog, type VolumeLog } from "./volume-log.ts";
import { readWordChain, type WordChain } from "./word-chain.ts";

/** A line of the log, and what the engine may spill for it. */
const DISK_BYTES_PER_REQUEST = 1800;
/** From this length on one round is enough: it takes minutes. */
const ONE_ROUND_FROM = 5_000_000;

const PROMPTS = new URL("../../packages/testkit/corpora/prompts/", import.meta.url);

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function bench(options: BenchOptions, folder: string): Promise<void> {
  const machine = thisMachine();
  say(`${describeMachine(machine)}; seed ${String(options.seed)}`);
  if (options.part === "hub") {
    const hub = await measureHub(options.hubObjects, options.seed, say);
    print(options, { machine, seed: options.seed, hub }, [
      `Machine: ${describeMachine(machine)}. Seed ${String(options.seed)}.`,
      `### The exchange\n\n${hubTable(hub)}`,
    ]);
    return;
  }
  const chain = readWordChain(PROMPTS);
  const detect = options.part === "mining" ? [] : await detectRows(options, chain, folder);
  const mining = options.part === "detect" ? undefined : await mine(options, chain, folder);
  const parts = [`Machine: ${describeMachine(machine)}. Seed ${String(options.seed)}.`];
  if (detect.length > 0)
    parts.push(`### The whole of \`detect\`\n\n${detectTable(detect, options.log === undefined)}`);
  if (mining) parts.push(`### Template mining\n\n${miningTable(mining.result, mining.meanBytes)}`);
  const figures = {
    machine,
    seed: options.seed,
    detect,
    growth: growthOf(detect),
    extrapolated: extrapolate(detect, 16e6),
    mining,
  };
  print(options, figures, parts);
}

function print({ json }: BenchOptions, figures: object, parts: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(figures, null, 2)}\n` : `\n${parts.join("\n\n")}\n`);
}

async function detectRows(options: BenchOptions, chain: WordChain, folder: string): Promise<DetectRow[]> {
  if (options.log !== undefined) {
    const path = resolve(options.log);
    const log: VolumeLog = {
      path,
      tables: undefined,
      requests: 0,
      bytes: statSync(path).size,
      planted: new Set(),
    };
    return [await compareDetect(log, options.rounds, folder, say)];
  }
  const rows: DetectRow[] = [];
  for (const requests of options.sizes) {
    checkSpace(requests, folder);
    const started = Date.now();
    const log = writeVolumeLog(folder, requests, options.seed, chain);
    say(
      `${requests.toLocaleString("en")} requests written in ${((Date.now() - started) / 1000).toFixed(1)} s`,
    );
    rows.push(await compareDetect(log, requests >= ONE_ROUND_FROM ? 1 : options.rounds, folder, say));
    rmSync(log.path);
  }
  return rows;
}

async function mine(
  options: BenchOptions,
  chain: WordChain,
  folder: string,
): Promise<{ readonly result: MiningResult; readonly meanBytes: number }> {
  const prompts = writeMiningPrompts(folder, options.prompts, options.seed, chain);
  say(`${options.prompts.toLocaleString("en")} prompts for template mining written`);
  return { result: await compareMining(prompts, options.rounds, folder, say), meanBytes: prompts.meanBytes };
}

function checkSpace(requests: number, folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  const needed = requests * DISK_BYTES_PER_REQUEST;
  if (bavail * bsize > needed) return;
  throw new UsageError(
    `a log of ${requests.toLocaleString("en")} requests needs ${(needed / 1e9).toFixed(1)} GB in the temporary folder, which has ` +
      `${((bavail * bsize) / 1e9).toFixed(1)} GB; set TMPDIR to a larger disk or ask for a shorter log`,
  );
}

/** An interrupted run leaves no gigabytes behind. */
function removeAtEnd(folder: string): void {
  process.once("exit", () => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
}

try {
  const options = readOptions(process.argv.slice(2));
  if (!options) process.stdout.write(`${USAGE}\n`);
  else {
    const folder = mkdtempSync(join(tmpdir(), "stillwatch-bench-"));
    removeAtEnd(folder);
    await bench(options, folder);
  }
} catch (error) {
  process.exitCode = error instanceof UsageError ? 2 : 1;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
