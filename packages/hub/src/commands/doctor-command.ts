import { readdir, stat, statfs } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { HubError } from "../hub-error.ts";
import { diagnose, type Finding, type FolderFacts, type HubFacts } from "../operation/diagnose.ts";
import { OperationError } from "../operation/operation-error.ts";
import { readTlsFiles } from "../operation/tls-files.ts";
import { StoreError } from "../storage/store-error.ts";
import { storeFacts } from "../storage/store-facts.ts";
import { withStore } from "./hub-at-hand.ts";
import { machine, type Shown } from "./output.ts";
import { dataOption, isBegun, notInitialised, storePlace, type PlaceOptions } from "./store-place.ts";
import { microseconds, type World } from "./world.ts";

interface DoctorOptions extends PlaceOptions, Shown {
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

/** `stillwatch hub doctor`: looks at all that a running hub depends on. */
export function doctorCommand(world: World): Command {
  return new Command("doctor")
    .summary("look whether all is well")
    .description(
      "Looks at the store, the data folder, clock, keys, recalls and TLS files, beside a running hub or not.",
    )
    .addOption(dataOption())
    .option("--tls-cert <FILE>", "certificate that the hub is started with")
    .option("--tls-key <FILE>", "its private key")
    .option("--json", "print JSON")
    .addHelpText("after", EPILOGUE)
    .action(async (options: DoctorOptions) => {
      const findings = diagnose(await factsOf(options, world));
      world.stdout.write(options.json === true ? machine({ findings }) : findings.map(lineOf).join(""));
      const failures = findings.filter(({ verdict }) => verdict === "failure").length;
      if (failures > 0) {
        throw new OperationError("unhealthy", `${failures} of ${findings.length} checks failed`);
      }
    });
}

async function factsOf(options: DoctorOptions, world: World): Promise<HubFacts> {
  const place = storePlace(options, world);
  if (!isBegun(place)) throw notInitialised(place);
  return {
    nowMs: world.now(),
    // Before the store is opened, which mends the mode of what it makes.
    folder: place.kind === "folder" ? await folderFacts(place.dataFolder) : undefined,
    store: await withStore(place, world, ({ database }) => storeFacts(database, microseconds(world))).catch(
      trouble,
    ),
    tls: await tlsFacts(options, world),
  };
}

async function folderFacts(folder: string): Promise<FolderFacts> {
  // PostgreSQL keeps its own folder; libraries and programs are no secret.
  const names = (await readdir(folder)).filter((name) => name !== "lib" && name !== "server");
  const keys = await readdir(join(folder, "keys")).catch(() => []);
  const paths = [".", ...names, ...keys.map((key) => join("keys", key))];
  const modes = await Promise.all(paths.map(async (path) => (await stat(join(folder, path))).mode));
  const { bavail, bsize } = await statfs(folder);
  return {
    open: paths.filter((_, place) => ((modes[place] ?? 0) & 0o077) !== 0),
    freeBytes: bavail * bsize,
  };
}

async function tlsFacts({ tlsCert, tlsKey }: DoctorOptions, world: World): Promise<HubFacts["tls"]> {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  return readTlsFiles({
    certificate: resolve(world.cwd, tlsCert),
    key: resolve(world.cwd, tlsKey),
    clientIssuers: undefined,
  }).catch(trouble);
}

/** What an operator can do something about is a finding; the rest is our own failure. */
function trouble(error: unknown): { readonly trouble: string } {
  if (error instanceof StoreError || error instanceof OperationError || error instanceof HubError) {
    return { trouble: error.message };
  }
  throw error;
}

function lineOf({ check, verdict, text }: Finding): string {
  return `${verdict.padEnd(8)} ${check.padEnd(13)} ${text}\n`;
}

const EPILOGUE = `
Exit status: 0 nothing keeps the hub from working; 2 something does; 1 our own failure.

Examples:
  stillwatch hub doctor
  stillwatch hub doctor --tls-cert hub.pem --tls-key hub.key --json`;
