import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import pc from "picocolors";
import { detectCommand } from "./commands/detect-command.ts";
import type { World } from "./commands/world.ts";
import { UnusableInput } from "./events/unusable-input.ts";
import { ReportError } from "./report/report-error.ts";
import { PhraseFileError } from "./sketches/load-phrases.ts";

const EXIT_OWN_FAILURE = 1;
const EXIT_UNUSABLE = 2;
/** 128 + SIGINT, as shells have it. */
const EXIT_INTERRUPTED = 130;

/** Trouble with the output folder that another argument would not cure. */
const FAILURES: ReadonlySet<string> = new Set(["disk-full", "write-failed", "aborted"]);

class Interrupted extends Error {}

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    // A second signal ends the process at once, by Node's default.
    interruption.abort(new Interrupted("stopped; no result was written, earlier results are as they were"));
  });
}

const world: World = {
  cwd: process.cwd(),
  now: Date.now,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  colour: pc.isColorSupported && process.stdout.isTTY,
  columns: process.stdout.columns ?? 80,
  version: (
    JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }
  ).version,
  signal: interruption.signal,
};

const program = new Command("stillwatch")
  .description("Finds adversarial distillation in the request logs that a provider of AI models already has.")
  .version(world.version)
  .exitOverride()
  .configureOutput({ writeErr: (text) => process.stderr.write(text) });
// A subcommand keeps its own exit behaviour, so that a wrong option ends with 2 as well.
program.addCommand(detectCommand(world).exitOverride());

try {
  await program.parseAsync(process.argv);
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_UNUSABLE;
  if (error instanceof Interrupted) {
    process.stderr.write(`stillwatch: ${error.message}\n`);
    return EXIT_INTERRUPTED;
  }
  if (error instanceof UnusableInput || error instanceof ReportError) {
    process.stderr.write(`stillwatch: ${error.message}\n`);
    return error instanceof ReportError && FAILURES.has(error.code) ? EXIT_OWN_FAILURE : EXIT_UNUSABLE;
  }
  const message = error instanceof PhraseFileError || error instanceof Error ? error.message : String(error);
  process.stderr.write(`stillwatch: this is our failure, not yours: ${message}\n`);
  return EXIT_OWN_FAILURE;
}
