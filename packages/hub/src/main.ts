import { Command, CommanderError } from "commander";
import { audienceCommand } from "./commands/audience-command.ts";
import { backupCommand, restoreCommand } from "./commands/backup-command.ts";
import { collectionCommand, grantCommand } from "./commands/collection-command.ts";
import { doctorCommand } from "./commands/doctor-command.ts";
import { initCommand } from "./commands/init-command.ts";
import { keyCommand } from "./commands/key-command.ts";
import { memberCommand } from "./commands/member-command.ts";
import { line } from "./commands/output.ts";
import { processWorld } from "./commands/process-world.ts";
import { quotaCommand } from "./commands/quota-command.ts";
import { startCommand } from "./commands/start-command.ts";
import { userCommand } from "./commands/user-command.ts";
import type { World } from "./commands/world.ts";
import { HubError } from "./hub-error.ts";
import { OperationError } from "./operation/operation-error.ts";
import { StoreError, type StoreErrorCode } from "./storage/store-error.ts";

export type { World } from "./commands/world.ts";

const EXIT_OWN_FAILURE = 1;
const EXIT_UNUSABLE = 2;

/** Trouble with the store that another argument would not cure. */
const FAILURES: ReadonlySet<StoreErrorCode> = new Set(["server-failed", "query-failed", "file-not-writable"]);

/**
 * Runs one command of the hub to its end.
 *
 * @param given in place of what this process offers
 * @returns the exit status: 0 done, 2 something to change first, 1 our own failure
 */
export async function runHub(commandLine: readonly string[], given: Partial<World> = {}): Promise<number> {
  const world = processWorld(given);
  try {
    await hubProgram(world).parseAsync(commandLine, { from: "user" });
    return 0;
  } catch (error) {
    return exitCodeOf(error, world);
  }
}

/** The commands of `stillwatch hub`. */
export function hubProgram(world: World): Command {
  const program = new Command("stillwatch hub")
    .description("Runs the exchange between members: STIX 2.1 over TAXII 2.1, by a neutral operator.")
    .version(world.version)
    .addHelpText("after", EPILOGUE);
  for (const command of [
    initCommand(world),
    startCommand(world),
    memberCommand(world),
    userCommand(world),
    keyCommand(world),
    audienceCommand(world),
    collectionCommand(world),
    grantCommand(world),
    quotaCommand(world),
    doctorCommand(world),
    backupCommand(world),
    restoreCommand(world),
  ]) {
    program.addCommand(command);
  }
  quiet(program, world);
  return program;
}

/** A wrong option ends with 2 at every level, and nothing writes but to the world. */
function quiet(command: Command, world: World): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => world.stdout.write(text),
    writeErr: (text) => world.stderr.write(text),
    getOutHasColors: () => world.colour,
    getErrHasColors: () => false,
  });
  for (const subcommand of command.commands) quiet(subcommand, world);
}

const EPILOGUE = `
Try it: stillwatch hub start --trial

Exit status: 0 done; 2 something to change first; 1 our own failure.`;

function exitCodeOf(error: unknown, world: World): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_UNUSABLE;
  if (error instanceof HubError || error instanceof OperationError || error instanceof StoreError) {
    world.stderr.write(`stillwatch hub: ${line(error.message)}\n`);
    return error instanceof StoreError && FAILURES.has(error.code) ? EXIT_OWN_FAILURE : EXIT_UNUSABLE;
  }
  const message = error instanceof Error ? error.message : String(error);
  world.stderr.write(`stillwatch hub: this is our failure, not yours: ${line(message)}\n`);
  return EXIT_OWN_FAILURE;
}
