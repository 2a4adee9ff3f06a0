import { availableParallelism, hostname, tmpdir } from "node:os";
import { resolve } from "node:path";
import { readFile, stat } from "node:fs/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { builtInMapping } from "../events/built-in-mappings.ts";
import { FORMAT_NAMES, type FormatName } from "../events/format-names.ts";
import { parseMapping, type Mapping } from "../events/mapping.ts";
import { expandSources, type Source } from "../events/sources.ts";
import { UnusableInput } from "../events/unusable-input.ts";
import { thisProcess } from "../report/folder-lock.ts";
import { openOutputFolder } from "../report/output-folder.ts";
import { terminalProgress } from "../report/progress.ts";
import { nodeReportFiles } from "../report/report-files.ts";
import type { Report } from "../report/report.ts";
import { terminalSummary } from "../report/terminal-summary.ts";
import { reportPaths, writeReport, type ReportPaths } from "../report/write-report.ts";
import type { World } from "./world.ts";

/** Logs smaller than this are sketched on the main thread: starting workers costs more. */
const WORKERS_FROM_BYTES = 16 * 1024 * 1024;
/** Memory limit of the embedded engine; the rest of a 4 GiB budget is for the kernels and the loader. */
const ENGINE_MEGABYTES = 1800;

interface DetectOptions {
  readonly format: FormatName | "auto";
  readonly mapping?: string;
  readonly accounts?: string;
  readonly enforcement?: string;
  readonly releases?: string;
  readonly declaredUse?: string;
  readonly fdr: number;
  readonly seed: number;
  readonly out: string;
  readonly json?: boolean;
}

/** `stillwatch detect`, as in contracts.md section 3. */
export function detectCommand(world: World): Command {
  return new Command("detect")
    .summary("find accounts that harvest the model together, in logs you already have")
    .description(
      "Reads request logs unchanged, finds groups of accounts that harvest the model together, and explains each.\n" +
        "Nothing leaves this machine. LOG is a file, a folder, a glob, or - for standard input; gzip and zstd are read as they are.",
    )
    .argument("<LOG...>", "logs to read")
    .addOption(new Option("--format <name>", "log format").choices(["auto", ...FORMAT_NAMES]).default("auto"))
    .option("--mapping <file>", "your own field mapping (YAML, see docs/reading.md)")
    .option("--accounts <file>", "accounts table: sign-up, plan, payment, device …")
    .option("--enforcement <file>", "bans, limits, verifications")
    .option("--releases <file>", "model releases")
    .option("--declared-use <file>", "uses that you have authorised")
    .option("--fdr <rate>", "false-discovery rate over all candidates", fraction, 0.05)
    .option("--seed <number>", "seed of the reference groups; same log and seed, same report", wholeNumber, 1)
    .option("--out <folder>", "where results go", "stillwatch-report")
    .option("--json", "print the report's summary as JSON on standard output")
    .addHelpText("after", EPILOGUE)
    .action(async (logs: string[], options: DetectOptions) => {
      await run(logs, options, world);
    });
}

const EPILOGUE = `
Exit status: 0 it ran, whatever it found; 2 unusable arguments or input; 1 our own failure.

Examples:
  stillwatch detect logs/ --accounts accounts.ndjson --enforcement bans.ndjson --out report
  zcat day-*.ndjson.gz | stillwatch detect --format litellm -
  stillwatch detect 'logs/2026-11-*.ndjson.zst' --fdr 0.01 --json`;

async function run(logs: readonly string[], options: DetectOptions, world: World): Promise<void> {
  const nowMs = world.now();
  const folderPath = resolve(world.cwd, options.out);
  const tables = {
    accounts: options.accounts,
    enforcement: options.enforcement,
    releases: options.releases,
    "declared-use": options.declaredUse,
  };
  const sideTables = {
    accounts: await sideTable(tables.accounts, world, nowMs),
    enforcement: await sideTable(tables.enforcement, world, nowMs),
    releases: await sideTable(tables.releases, world, nowMs),
    "declared-use": await sideTable(tables["declared-use"], world, nowMs),
  };
  const results = Object.values(reportPaths(folderPath));
  const sources = await expandSources(logs, {
    cwd: world.cwd,
    nowMs,
    exclude: [...Object.values(tables).filter((path) => path !== undefined), ...results],
  });
  const mapping =
    options.mapping === undefined
      ? undefined
      : await readMapping(resolve(world.cwd, options.mapping), options.mapping);
  const folder = await openOutputFolder(folderPath, {
    files: nodeReportFiles(),
    holder: thisProcess(hostname()),
    nowMs,
  });
  const bytes = totalBytes(sources);
  const progress = terminalProgress({ stream: world.stderr, nowMs: world.now });
  try {
    // Loading the engine takes half a second of processor time: what is refused does not wait for it.
    const { detect } = await import("../detect.ts");
    const rejected = await folder.openRejected();
    const small = bytes !== undefined && bytes < WORKERS_FROM_BYTES;
    let report: Report;
    try {
      report = await detect({
        sources,
        format: options.format === "auto" ? undefined : options.format,
        mapping,
        sideTables,
        fdr: options.fdr,
        seed: options.seed,
        // The main thread loads what the workers sketch, so it counts as one of the cores.
        workers: small ? 0 : Math.max(1, availableParallelism() - 1),
        engineThreads: availableParallelism(),
        engineMegabytes: ENGINE_MEGABYTES,
        standardInput: world.stdin,
        temporaryRoot: tmpdir(),
        nowMs,
        version: world.version,
        onRejected: (line) => rejected.write(line),
        onProgress: (read, requests) => {
          progress.advance(read, requests);
        },
        onStep: (step) => {
          progress.start(step === "reading and sketching" ? bytes : undefined, step);
        },
        signal: world.signal,
      });
    } catch (error) {
      // What could not be read is the one thing left to look at.
      if (error instanceof UnusableInput) await rejected.finish();
      throw error;
    }
    progress.stop();
    const paths = await writeReport(report, folder, world.signal, rejected);
    world.stdout.write(
      options.json === true
        ? machineSummary(report, paths)
        : terminalSummary(report, { paths, color: world.colour, columns: world.columns }),
    );
  } finally {
    progress.stop();
    await folder.release();
  }
}

async function sideTable(path: string | undefined, world: World, nowMs: number): Promise<Source | undefined> {
  if (path === undefined) return undefined;
  const absolute = resolve(world.cwd, path);
  const found = await stat(absolute).catch(() => undefined);
  if (found === undefined || found.isDirectory()) {
    throw new UnusableInput(
      "bad-side-table",
      `${path}: there is no such file; check the path of the side table`,
    );
  }
  return { path, absolutePath: absolute, bytes: found.size, modifiedMs: nowMs };
}

async function readMapping(absolute: string, path: string): Promise<Mapping> {
  const text = await readFile(absolute, "utf8").catch(() => {
    throw new UnusableInput("bad-mapping-file", `${path}: the mapping file cannot be read; check its path`);
  });
  return parseMapping(text, path, builtInMapping);
}

function totalBytes(sources: readonly Source[]): number | undefined {
  let total = 0;
  for (const source of sources) {
    if (source.bytes === undefined) return undefined;
    total += source.bytes;
  }
  return total;
}

function machineSummary(report: Report, paths: ReportPaths): string {
  const campaigns = report.campaigns.map(
    ({ id, q_value, probability, shapes, accounts, requests, verdict }) => ({
      id,
      q_value,
      probability,
      shapes,
      accounts: accounts.length,
      requests,
      verdict,
    }),
  );
  return `${JSON.stringify({ schema: report.schema, events: report.input.events, fdr: report.fdr, campaigns, measure: report.measure.large_scale_requests, paths })}\n`;
}

function fraction(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError("give a rate between 0 and 1, such as 0.05");
  return value;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("give a whole number from 0");
  return value;
}
