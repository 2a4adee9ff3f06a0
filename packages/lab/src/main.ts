import { readFileSync } from "node:fs";
import { TaxiiError } from "@stillwatch/protocol";
import { Command, CommanderError } from "commander";
import pc from "picocolors";
import { baselineCommand } from "./commands/baseline-command.ts";
import { detectCommand } from "./commands/detect-command.ts";
import { exchangeCommand } from "./commands/exchange-command.ts";
import { explainCommand } from "./commands/explain-command.ts";
import { hubCommand, runInstalledHub } from "./commands/hub-command.ts";
import { rulesCommand } from "./commands/rules-command.ts";
import type { World } from "./commands/world.ts";
import { TemporaryFolderError } from "./events/temporary-folder-error.ts";
import { UnusableInput } from "./events/unusable-input.ts";
import { ExchangeError } from "./exchange/exchange-error.ts";
import { ReportError } from "./report/report-error.ts";
import { visibleText } from "./report/visible-text.ts";
import { PhraseFileError } from "./sketches/load-phrases.ts";

const EXIT_OWN_FAILURE = 1;
const EXIT_UNUSABLE = 2;
/** 128 and the signal's number, as shells have it. */
const EXIT_SIGNALLED = { SIGINT: 130, SIGTERM: 143 } as const;

/** Trouble with the output folder that another argument would not cure. */
const FAILURES: ReadonlySet<string> = new Set(["disk-full", "write-failed"]);

class Interrupted extends Error {
  readonly exitCode: number;

  constructor(signal: keyof typeof EXIT_SIGNALLED) {
    super("stopped; no result was written, earlier results are as they were");
    this.exitCode = EXIT_SIGNALLED[signal];
  }
}

// Before anything of the process is bound: it is the hub's from here on.
if (process.argv[2] === "hub") process.exit(await runInstalledHub(process.argv.slice(3), process));

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    // A second signal ends the process at once, by Node's default.
    interruption.abort(new Interrupted(signal));
  });
}

// The reader of a pipe may leave early; the results stand in their folder by then.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return;
  process.stderr.write(
    `stillwatch: standard output cannot be written to (${error.code ?? "unknown cause"})\n`,
  );
  process.exitCode = EXIT_OWN_FAILURE;
});
process.stderr.on("error", () => undefined);
process.on("uncaughtException", (error) => {
  process.exit(exitCodeOf(error));
});

const world: World = {
  cwd: process.cwd(),
  now: Date.now,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  // Not a terminal is undefined, which picocolors would take for "decide yourself".
  colour: pc.isColorSupported && Boolean(process.stdout.isTTY),
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
for (const command of [
  detectCommand(world),
  explainCommand(world),
  baselineCommand(world),
  rulesCommand(world),
  exchangeCommand(world),
  hubCommand(),
]) {
  program.addCommand(command.exitOverride());
}

try {
  await program.parseAsync(process.argv);
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_UNUSABLE;
  const stopped = stoppedBy(error);
  if (stopped !== undefined) {
    process.stderr.write(`stillwatch: ${stopped.message}\n`);
    return stopped.exitCode;
  }
  if (error instanceof UnusableInput || error instanceof ReportError) {
    process.stderr.write(`stillwatch: ${visibleText(error.message)}\n`);
    return error instanceof ReportError && FAILURES.has(error.code) ? EXIT_OWN_FAILURE : EXIT_UNUSABLE;
  }
  if (error instanceof TaxiiError || error instanceof ExchangeError) {
    process.stderr.write(`stillwatch: ${visibleText(error.message)}\n`);
    return EXIT_UNUSABLE;
  }
  if (error instanceof TemporaryFolderError) {
    process.stderr.write(`stillwatch: ${visibleText(error.message)}\n`);
    return EXIT_OWN_FAILURE;
  }
  const message = error instanceof PhraseFileError || error instanceof Error ? error.message : String(error);
  process.stderr.write(`stillwatch: this is our failure, not yours: ${visibleText(message)}\n`);
  return EXIT_OWN_FAILURE;
}

/** The interruption itself, or what the report's writer makes of it. */
function stoppedBy(error: unknown): Interrupted | undefined {
  const reason: unknown = interruption.signal.reason;
  if (!(reason instanceof Interrupted)) return undefined;
  return error === reason || (error instanceof ReportError && error.code === "aborted") ? reason : undefined;
}
