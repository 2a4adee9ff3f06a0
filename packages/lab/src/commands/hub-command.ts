import { Command } from "commander";
import { visibleText } from "../report/visible-text.ts";

/** The package that runs the exchange. This file alone of the lab knows of it, and only its name. */
const HUB = "@stillwatch/hub/main";

const EXIT_OWN_FAILURE = 1;
const EXIT_UNUSABLE = 2;

/** The line of `--help`; `runInstalledHub` has taken the command by the time it would run. */
export function hubCommand(): Command {
  return new Command("hub").summary("run an exchange (where @stillwatch/hub is installed)");
}

/**
 * Hands over to the hub, as git does to its own further programs: the hub package is found beside this one, where it is
 * installed, and is this process from then on. Binds nothing of the process itself: the hub does.
 *
 * @returns the exit status
 */
export async function runInstalledHub(
  hubArguments: readonly string[],
  { stderr }: { readonly stderr: NodeJS.WritableStream },
): Promise<number> {
  const url = whereInstalled();
  if (url === undefined) {
    stderr.write(
      "stillwatch: the hub is not installed here; install the package @stillwatch/hub beside @stillwatch/lab\n",
    );
    return EXIT_UNUSABLE;
  }
  const main: unknown = await import(url);
  if (typeof main !== "object" || main === null || !("runHub" in main) || typeof main.runHub !== "function") {
    stderr.write(
      `stillwatch: ${visibleText(url)} is no hub of this version; install the same version of both\n`,
    );
    return EXIT_UNUSABLE;
  }
  const status: unknown = await (main.runHub as (given: readonly string[]) => unknown)(hubArguments);
  return typeof status === "number" ? status : EXIT_OWN_FAILURE;
}

function whereInstalled(): string | undefined {
  try {
    return import.meta.resolve(HUB);
  } catch {
    return undefined;
  }
}
