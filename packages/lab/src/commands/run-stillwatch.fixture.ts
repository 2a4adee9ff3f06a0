import { spawn, type ChildProcess } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The command as it is installed; the tests need a finished build. */
export const BINARY: string = fileURLToPath(new URL("../../bin/stillwatch.js", import.meta.url));

/** How a run of the command ended. */
export interface Ended {
  /** Exit status; null where a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Bytes for standard input; it is empty where absent. */
  readonly input?: Buffer | string;
  /** A file or folder that is standard input, in place of `input`. */
  readonly stdin?: string;
  /** Where it runs; the place itself where absent. */
  readonly cwd?: string;
  /** Options for Node itself. */
  readonly node?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A run that is under way. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** A folder for one test, with a folder of its own for the command's temporary files. */
export interface Place {
  readonly path: string;
  /** Makes a file, and the folders it lies in; @returns its path */
  file(name: string, contents: string | Buffer): string;
  /** Starts `stillwatch`, in this folder; standard input stays open for the test to use. */
  start(args: readonly string[], options?: RunOptions): Running;
  /** Runs `stillwatch` in this folder to its end. */
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
  /** Temporary files that the command left behind. */
  leftovers(): readonly string[];
  remove(): void;
}

export function openPlace(): Place {
  const path = mkdtempSync(join(tmpdir(), "stillwatch-test-"));
  const temporary = join(path, "temporary");
  mkdirSync(temporary);
  const start = (args: readonly string[], options: RunOptions = {}): Running => {
    const opened = options.stdin === undefined ? undefined : openSync(options.stdin, "r");
    const child = spawn(process.execPath, [...(options.node ?? []), BINARY, ...args], {
      cwd: options.cwd ?? path,
      env: { ...plainEnvironment(), TMPDIR: temporary, ...options.env },
      stdio: [opened ?? "pipe", "pipe", "pipe"],
    });
    if (opened !== undefined) closeSync(opened);
    // The command may end before it has read all of its input.
    child.stdin?.on("error", () => undefined);
    return { child, ended: endOf(child) };
  };
  return {
    path,
    file: (name, contents) => {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, contents);
      return file;
    },
    start,
    run: (args, options = {}) => {
      const { child, ended } = start(args, options);
      child.stdin?.end(options.input);
      return ended;
    },
    leftovers: () => readdirSync(temporary),
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** The environment of the tests, without what steers colours. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { NO_COLOR: _, FORCE_COLOR: __, NODE_OPTIONS: ___, ...rest } = process.env;
  return rest;
}

/** Collects what a process says until it ends. */
export function endOf(child: ChildProcess): Promise<Ended> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on("data", (bytes: Buffer) => out.push(bytes));
  child.stderr?.on("data", (bytes: Buffer) => err.push(bytes));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => {
      resolve({
        status,
        stdout: Buffer.concat(out).toString("utf8"),
        stderr: Buffer.concat(err).toString("utf8"),
      });
    });
  });
}

/** Resolves once `holds` does; looks again every few milliseconds, and gives up after a minute. */
export async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 6000) throw new Error("what the test waits for did not come about within a minute");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Names of the results in an output folder, sorted. */
export const RESULTS: readonly string[] = [
  "accounts.csv",
  "campaigns.csv",
  "rejected.ndjson",
  "report.html",
  "report.json",
];

/** Every file of an output folder with its contents; hidden ones too. */
export function contentsOf(folder: string): Readonly<Record<string, string>> {
  if (!existsSync(folder)) return {};
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}

/** The parts of `report.json` that these tests look at. */
export interface ReadReport {
  readonly input: {
    readonly files: readonly {
      readonly path: string;
      readonly format: string;
      readonly events: number;
      readonly rejected: number;
    }[];
    readonly events: number;
    readonly accounts: number;
    readonly duplicates: number;
    readonly side_tables: readonly {
      readonly table: string;
      readonly rows: number;
      readonly unmatched: number;
    }[];
  };
  readonly campaigns: readonly unknown[];
}

export function reportIn(folder: string): ReadReport {
  return JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as ReadReport;
}

/** The lines of `rejected.ndjson`. */
export function rejectedIn(folder: string): readonly {
  readonly file: string;
  readonly line: number;
  readonly field?: string;
  readonly reason: string;
}[] {
  const text = readFileSync(join(folder, "rejected.ndjson"), "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as ReturnType<typeof rejectedIn>[number]);
}

/** A line of the envelope, valid but for what is overridden. */
export function line(number: number, overrides: Readonly<Record<string, unknown>> = {}): string {
  return `${JSON.stringify({
    time: new Date(Date.UTC(2026, 9, 1) + number * 60_000).toISOString(),
    request_id: `request-${String(number)}`,
    account: `account-${String(number % 7)}`,
    provider: "openai",
    endpoint: "chat.completions",
    status: 200,
    request: {
      model: "model-1",
      messages: [{ role: "user", content: `How far is it to town ${String(number)}?` }],
    },
    response: null,
    ...overrides,
  })}\n`;
}

/** Valid lines with the numbers from `from` up to, not including, `to`. */
export function lines(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, at) => line(from + at)).join("");
}
