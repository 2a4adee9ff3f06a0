import { hostname } from "node:os";
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { baselineText, type Baseline } from "../baseline/baseline.ts";
import { judgeBaseline } from "../baseline/judge-baseline.ts";
import { readBaseline } from "../baseline/read-baseline.ts";
import { parseTimeOrUtc } from "../events/times.ts";
import { thisProcess } from "../report/folder-lock.ts";
import { countOf } from "../report/figure-text.ts";
import { terminalProgress } from "../report/progress.ts";
import { nodeReportFiles } from "../report/report-files.ts";
import { visibleLine } from "../report/visible-text.ts";
import { openWholeFile } from "../report/whole-file.ts";
import { baselineTable } from "./baseline-table.ts";
import { readingInput, totalBytes, wholeNumber, withReadingOptions } from "./reading-options.ts";
import type { ReadingOptions } from "./reading-options.ts";
import type { World } from "./world.ts";

interface BuildOptions extends ReadingOptions {
  readonly from?: number;
  readonly until?: number;
  readonly seed: number;
  readonly out: string;
}

/** `stillwatch baseline build` and `stillwatch baseline show`. */
export function baselineCommand(world: World): Command {
  const command = new Command("baseline")
    .summary("learn what is ordinary in your own logs, and look at it")
    .description(
      "Keeps what ordinary accounts of a period are like, as a file that detect and rules measure against.",
    );
  command.addCommand(buildCommand(world));
  command.addCommand(showCommand(world));
  return command;
}

function buildCommand(world: World): Command {
  const command = new Command("build")
    .summary("learn a baseline from a period of logs")
    .description(
      "Searches the logs as detect does, leaves out every account that a candidate claims or whose use is declared,\n" +
        "and keeps how the rest is distributed. No account id and no text is in the file.",
    );
  return withReadingOptions(command)
    .option("--from <time>", "first moment of the period (RFC 3339; a date is its midnight, UTC)", time)
    .option("--until <time>", "end of the period, not included", time)
    .option(
      "--seed <number>",
      "seed of the reference groups; same log and seed, same baseline",
      wholeNumber,
      1,
    )
    .option("--out <file>", "where the baseline goes", "stillwatch-baseline.json")
    .addHelpText("after", BUILD_EPILOGUE)
    .exitOverride()
    .action(async (logs: string[], options: BuildOptions, own: Command) => {
      if (options.from !== undefined && options.until !== undefined && options.from >= options.until) {
        own.error("error: --from is not before --until, so the period is empty");
      }
      await build(logs, options, world);
    });
}

const BUILD_EPILOGUE = `
Exit status: 0 it ran; 2 unusable arguments or input; 1 our own failure.

Examples:
  stillwatch baseline build --accounts accounts.ndjson --from 2026-10-01 --until 2026-11-01 --out october.json logs/
  stillwatch baseline show october.json
  stillwatch detect --baseline october.json logs/`;

function showCommand(world: World): Command {
  return new Command("show")
    .summary("show a baseline, and whether it is stale or too small")
    .argument("<FILE>", "a file that baseline build has made")
    .option("--json", "print the baseline and its warnings as JSON")
    .exitOverride()
    .action(async (file: string, options: { readonly json?: boolean }) => {
      const baseline = await readBaseline(resolve(world.cwd, file), file);
      const warnings = judgeBaseline(baseline, Number.NaN, world.now(), world.version);
      world.stdout.write(
        options.json === true
          ? `${JSON.stringify({ ...baseline, warnings })}\n`
          : baselineTable(baseline, warnings),
      );
    });
}

async function build(logs: readonly string[], options: BuildOptions, world: World): Promise<void> {
  const nowMs = world.now();
  const period = {
    fromMs: options.from ?? Number.NEGATIVE_INFINITY,
    untilMs: options.until ?? Number.POSITIVE_INFINITY,
  };
  const path = resolve(world.cwd, options.out);
  const reading = await readingInput(logs, options, { world, nowMs, noLogs: [path] });
  const file = await openWholeFile(path, nodeReportFiles(), String(thisProcess(hostname()).pid));
  const progress = terminalProgress({ stream: world.stderr, nowMs: world.now });
  let rejected = 0;
  try {
    // Loading the engine takes half a second of processor time: what is refused does not wait for it.
    const { learnBaseline } = await import("../learn-baseline.ts");
    const baseline = await learnBaseline({
      ...reading,
      period,
      seed: options.seed,
      onRejected: async () => {
        rejected++;
      },
      onProgress: (read, requests) => {
        progress.advance(read, requests);
      },
      onStep: (step) => {
        progress.start(step === "reading and sketching" ? totalBytes(reading.sources) : undefined, step);
      },
    });
    progress.stop();
    world.signal.throwIfAborted();
    await file.write(baselineText(baseline));
    const warnings = judgeBaseline(baseline, Number.NaN, nowMs, world.version);
    world.stdout.write(built(baseline, { path: options.out, rejected, warnings }));
  } finally {
    progress.stop();
    await file.discard();
  }
}

/** What was built, in a few lines. */
function built(
  baseline: Baseline,
  {
    path,
    rejected,
    warnings,
  }: { readonly path: string; readonly rejected: number; readonly warnings: readonly string[] },
): string {
  return [
    `Learnt from ${countOf(baseline.accounts, "account")} and ${countOf(baseline.requests, "request")}; ` +
      `${countOf(baseline.left_out, "account")} left out, claimed by a candidate for a campaign or of declared use.`,
    ...(rejected === 0 ? [] : [`${countOf(rejected, "line")} could not be read; detect says which.`]),
    ...warnings.map((warning) => `Warning: ${warning}`),
    `Baseline  ${visibleLine(path)}`,
    "",
  ].join("\n");
}

function time(text: string): number {
  const withTime = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  const ms = parseTimeOrUtc(withTime);
  if (ms === undefined)
    throw new InvalidArgumentError("give a time such as 2026-11-01 or 2026-11-01T12:00:00Z");
  return ms;
}
