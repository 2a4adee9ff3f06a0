import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { resolve } from "node:path";
import type { ObjectText } from "@stillwatch/protocol";
import { Command } from "commander";
import { ExchangeError } from "../exchange/exchange-error.ts";
import { hubStatus } from "../exchange/hub-status.ts";
import { objectsInFile } from "../exchange/objects-in-file.ts";
import { openPullFolder } from "../exchange/pull-folder.ts";
import { pull } from "../exchange/pull.ts";
import { pulledCollections } from "../exchange/pulled-collections.ts";
import { countOf } from "../report/figure-text.ts";
import { thisProcess } from "../report/folder-lock.ts";
import { nodeReportFiles } from "../report/report-files.ts";
import { hubClient, withHubOptions, type HubOptions } from "./exchange-hub.ts";
import { pulledText, pushedText, statusText } from "./exchange-text.ts";
import { progressLine } from "./progress-line.ts";
import type { World } from "./world.ts";

interface PullOptions extends HubOptions {
  readonly collection: string;
  readonly out: string;
  readonly json?: boolean;
}

interface PushOptions extends HubOptions {
  readonly collection: string;
  readonly audience?: readonly string[];
  readonly json?: boolean;
}

interface StatusOptions extends HubOptions {
  readonly out: string;
  readonly json?: boolean;
}

const OUT = "stillwatch-exchange";

/** `stillwatch exchange pull | push | status`: STIX 2.1 with a hub, or any other TAXII 2.1 server. */
export function exchangeCommand(world: World): Command {
  const command = new Command("exchange")
    .summary("bring objects from a hub, or to it")
    .description("Exchanges STIX 2.1 objects with a hub, or with any other server that speaks TAXII 2.1.")
    .addHelpText("after", EPILOGUE);
  withHubOptions(command.command("pull"))
    .summary("bring what is new in a collection")
    .requiredOption("--collection <id>", "the collection's id or alias")
    .option("--out <folder>", "where it is put, in a folder per collection", OUT)
    .option("--json", "print JSON")
    .action((options: PullOptions) => runPull(options, world));
  withHubOptions(command.command("push"))
    .summary("add objects to a collection")
    .argument(
      "<FILE...>",
      "STIX bundles, TAXII envelopes, or files with one object a line; - for standard input",
    )
    .requiredOption("--collection <id>", "the collection's id or alias")
    .option(
      "--audience <id>",
      "of a Stillwatch hub: only this audience may read the objects (may be repeated)",
      gather,
    )
    .option("--json", "print JSON")
    .action((files: string[], options: PushOptions) => runPush(files, options, world));
  withHubOptions(command.command("status"))
    .summary("show what the hub has for you, and what waits")
    .option("--out <folder>", "where pull puts what it brings", OUT)
    .option("--json", "print JSON")
    .action((options: StatusOptions) => runStatus(options, world));
  // A subcommand keeps its own exit behaviour, so that a wrong option ends with 2.
  for (const subcommand of command.commands) subcommand.exitOverride();
  return command;
}

const EPILOGUE = `
Exit status: 0 all went well; 2 unusable arguments or hub, or some objects were refused; 1 our own failure.

Examples:
  stillwatch exchange status --hub https://hub.example.org --key-file hub.key
  stillwatch exchange pull --hub https://hub.example.org --collection campaigns --key-file hub.key
  STILLWATCH_KEY=… stillwatch exchange push --hub https://hub.example.org --collection campaigns bundle.json`;

async function runPull(options: PullOptions, world: World): Promise<void> {
  const client = await hubClient(options, world);
  const collection = await client.collection(options.collection);
  const folder = await openPullFolder(resolve(world.cwd, options.out), collection, {
    files: nodeReportFiles(),
    holder: thisProcess(hostname()),
    now: world.now,
  });
  const progress = progressLine(world);
  try {
    const objects = await pull({
      client,
      collection,
      folder,
      onProgress: (count) => {
        progress.show(countOf(count, "object"));
      },
    });
    progress.clear();
    const result = { objects, folder: folder.path, state: folder.state };
    world.stdout.write(
      options.json === true
        ? machine("pull", { ...result, state: undefined, total: result.state.objects })
        : pulledText(result),
    );
  } finally {
    progress.clear();
    await folder.release();
  }
}

async function runPush(files: readonly string[], options: PushOptions, world: World): Promise<void> {
  const objects: ObjectText[] = [];
  for (const file of files) {
    for (const object of objectsInFile(await contentsOf(file, world), file)) objects.push(object);
  }
  const client = await hubClient(options, world);
  const collection = await client.collection(options.collection);
  if (!collection.resource.can_write) {
    throw new ExchangeError(
      "not-writable",
      "the hub does not let this key write to the collection; ask its operator, or name another collection",
    );
  }
  const progress = progressLine(world);
  const report = await client
    .add(collection, {
      objects,
      ...(options.audience === undefined ? {} : { audiences: options.audience }),
      onProgress: (done) => {
        progress.show(`${String(done)} of ${countOf(objects.length, "object")}`);
      },
    })
    .finally(() => {
      progress.clear();
    });
  world.stdout.write(options.json === true ? machine("push", report) : pushedText(report));
  const refused = report.failures.length + report.unnamedFailures;
  if (refused > 0) {
    throw new ExchangeError(
      "some-refused",
      `the hub refused ${String(refused)} of ${countOf(objects.length, "object")}`,
    );
  }
  if (report.pending > 0) {
    throw new ExchangeError(
      "some-refused",
      `the hub has not dealt with ${countOf(report.pending, "object")} yet; push again later, it does no harm`,
    );
  }
}

async function runStatus(options: StatusOptions, world: World): Promise<void> {
  const client = await hubClient(options, world);
  const pulled = await pulledCollections(resolve(world.cwd, options.out), nodeReportFiles());
  const collections = await hubStatus(client, pulled);
  world.stdout.write(
    options.json === true ? machine("status", { collections }) : statusText(collections, world),
  );
}

function gather(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

async function contentsOf(file: string, world: World): Promise<Uint8Array> {
  if (file === "-") {
    const parts: Buffer[] = [];
    for await (const part of world.stdin) parts.push(Buffer.from(part));
    return Buffer.concat(parts);
  }
  return readFile(resolve(world.cwd, file)).catch(() => {
    throw new ExchangeError("bad-file", `${file}: the file cannot be read; check its path`);
  });
}

function machine(what: string, content: object): string {
  return `${JSON.stringify({ schema: `stillwatch.exchange.${what}/1`, ...content })}\n`;
}
