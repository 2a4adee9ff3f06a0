import { hostname } from "node:os";
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import type { Baseline } from "../baseline/baseline.ts";
import { readBaseline } from "../baseline/read-baseline.ts";
import type { Rule } from "../rules/rule.ts";
import { runningRules } from "../rules/rule-state.ts";
import { readRuleFiles } from "./rule-files.ts";
import { UnusableInput } from "../events/unusable-input.ts";
import { thisProcess } from "../report/folder-lock.ts";
import { visibleLine } from "../report/visible-text.ts";
import { openOutputFolder } from "../report/output-folder.ts";
import { terminalProgress } from "../report/progress.ts";
import { nodeReportFiles } from "../report/report-files.ts";
import type { Report } from "../report/report.ts";
import { terminalSummary } from "../report/terminal-summary.ts";
import { reportPaths, writeReport, type ReportPaths } from "../report/write-report.ts";
import {
  readingInput,
  totalBytes,
  wholeNumber,
  withReadingOptions,
  type ReadingOptions,
} from "./reading-options.ts";
import type { World } from "./world.ts";

interface DetectOptions extends ReadingOptions {
  readonly baseline?: string;
  readonly rules?: readonly string[];
  readonly fdr: number;
  readonly seed: number;
  readonly out: string;
  readonly json?: boolean;
}

/** `stillwatch detect`, as in contracts.md section 3. */
export function detectCommand(world: World): Command {
  const command = new Command("detect")
    .summary("find accounts that harvest the model together, in logs you already have")
    .description(
      "Reads request logs unchanged, finds groups of accounts that harvest the model together, and explains each.\n" +
        "Nothing leaves this machine. LOG is a file, a folder, a glob, or - for standard input; gzip and zstd are read as they are.",
    );
  return withReadingOptions(command)
    .option("--baseline <file>", "what ordinary accounts are like (see stillwatch baseline build)")
    .option(
      "--rules <path>",
      "your own measure rules, a file or folder (docs/rules.md); may be given several times",
      collect,
    )
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
  stillwatch detect --baseline october.json --rules my-rules/ --rules theirs.yaml logs/
  zcat day-*.ndjson.gz | stillwatch detect --format litellm -
  stillwatch detect 'logs/2026-11-*.ndjson.zst' --fdr 0.01 --json`;

async function run(logs: readonly string[], options: DetectOptions, world: World): Promise<void> {
  const nowMs = world.now();
  const folderPath = resolve(world.cwd, options.out);
  const reading = await readingInput(logs, options, {
    world,
    nowMs,
    noLogs: [
      ...Object.values(reportPaths(folderPath)),
      ...(options.baseline === undefined ? [] : [options.baseline]),
      ...(options.rules ?? []),
    ],
  });
  const known = await knowledge(options, world);
  const folder = await openOutputFolder(folderPath, {
    files: nodeReportFiles(),
    holder: thisProcess(hostname()),
    nowMs,
  });
  const progress = terminalProgress({ stream: world.stderr, nowMs: world.now });
  try {
    // Loading the engine takes half a second of processor time: what is refused does not wait for it.
    const { detect } = await import("../detect.ts");
    const rejected = await folder.openRejected();
    let report: Report;
    try {
      report = await detect({
        ...reading,
        ...known,
        fdr: options.fdr,
        seed: options.seed,
        onRejected: (line) => rejected.write(line),
        onProgress: (read, requests) => {
          progress.advance(read, requests);
        },
        onStep: (step) => {
          progress.start(step === "reading and sketching" ? totalBytes(reading.sources) : undefined, step);
        },
      });
    } catch (error) {
      if (!(error instanceof UnusableInput)) throw error;
      // What could not be read is the one thing left to look at.
      await rejected.finish();
      if (error.code !== "no-requests") throw error;
      throw new UnusableInput(error.code, `${error.message} All reasons are in rejected.ndjson.`);
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

/** Baseline and rules that the lab brings along; rules that cannot be used are named, and the others run. */
async function knowledge(
  options: DetectOptions,
  world: World,
): Promise<{ readonly baseline?: Baseline; readonly rules?: readonly Rule[] }> {
  const baseline =
    options.baseline === undefined
      ? undefined
      : await readBaseline(resolve(world.cwd, options.baseline), options.baseline);
  const read = options.rules === undefined ? undefined : await readRuleFiles(options.rules, world);
  for (const fault of read?.faults ?? [])
    world.stderr.write(`stillwatch: not run: ${visibleLine(fault.message)}\n`);
  const { running, left } = runningRules(read?.rules ?? [], world.now());
  for (const { rule, reason } of left)
    world.stderr.write(`stillwatch: not run: rule "${visibleLine(rule.title)}": ${visibleLine(reason)}\n`);
  return {
    ...(baseline === undefined ? {} : { baseline }),
    ...(running.length === 0 ? {} : { rules: running }),
  };
}

function collect(path: string, before: readonly string[] = []): readonly string[] {
  return [...before, path];
}

function fraction(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError("give a rate between 0 and 1, such as 0.05");
  return value;
}
