import { availableParallelism, tmpdir } from "node:os";
import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import type { SearchLogInput } from "../detect.ts";
import { builtInMapping } from "../events/built-in-mappings.ts";
import { FORMAT_NAMES, type FormatName } from "../events/format-names.ts";
import { parseMapping, type Mapping } from "../events/mapping.ts";
import { expandSources, type Source } from "../events/sources.ts";
import { UnusableInput } from "../events/unusable-input.ts";
import type { World } from "./world.ts";

/** Logs smaller than this are sketched on the main thread: starting workers costs more. */
const WORKERS_FROM_BYTES = 16 * 1024 * 1024;
/** Memory limit of the embedded engine; the rest of a 4 GiB budget is for the kernels and the loader. */
const ENGINE_MEGABYTES = 1800;

/** Options of every command that reads logs. */
export interface ReadingOptions {
  readonly format: FormatName | "auto";
  readonly mapping?: string;
  readonly accounts?: string;
  readonly enforcement?: string;
  readonly releases?: string;
  readonly declaredUse?: string;
}

/** Gives a command the argument and the options of reading logs. */
export function withReadingOptions(command: Command): Command {
  return command
    .argument("<LOG...>", "logs to read")
    .addOption(new Option("--format <name>", "log format").choices(["auto", ...FORMAT_NAMES]).default("auto"))
    .option("--mapping <file>", "your own field mapping (YAML, see docs/reading.md)")
    .option("--accounts <file>", "accounts table: sign-up, plan, payment, device …")
    .option("--enforcement <file>", "bans, limits, verifications")
    .option("--releases <file>", "model releases")
    .option("--declared-use <file>", "uses that you have authorised");
}

/** The part of a run's input that reading options decide. */
export type ReadingInput = Omit<SearchLogInput, "seed" | "period" | "onRejected" | "onProgress" | "onStep">;

/**
 * Finds the logs and side tables that options name, and binds the machine to the run.
 *
 * @param noLogs - other paths of the run that may lie among the logs and are none: what it writes, a baseline
 * @throws UnusableInput where a file is missing or cannot be read
 */
export async function readingInput(
  logs: readonly string[],
  options: ReadingOptions,
  {
    world,
    nowMs,
    noLogs,
  }: { readonly world: World; readonly nowMs: number; readonly noLogs: readonly string[] },
): Promise<ReadingInput> {
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
  const sources = await expandSources(logs, {
    cwd: world.cwd,
    nowMs,
    exclude: [...Object.values(tables), options.mapping, ...noLogs].filter((path) => path !== undefined),
  });
  const mapping =
    options.mapping === undefined
      ? undefined
      : await readMapping(resolve(world.cwd, options.mapping), options.mapping);
  const bytes = totalBytes(sources);
  return {
    sources,
    format: options.format === "auto" ? undefined : options.format,
    mapping,
    sideTables,
    // The main thread loads what the workers sketch, so it counts as one of the cores.
    workers: bytes !== undefined && bytes < WORKERS_FROM_BYTES ? 0 : Math.max(1, availableParallelism() - 1),
    engineThreads: availableParallelism(),
    engineMegabytes: ENGINE_MEGABYTES,
    standardInput: world.stdin,
    temporaryRoot: tmpdir(),
    nowMs,
    version: world.version,
    signal: world.signal,
  };
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

/** Size of all logs together; undefined where standard input is among them. */
export function totalBytes(sources: readonly Source[]): number | undefined {
  let total = 0;
  for (const source of sources) {
    if (source.bytes === undefined) return undefined;
    total += source.bytes;
  }
  return total;
}

/** Value of an option that takes a whole number from 0 on. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("give a whole number from 0");
  return value;
}
