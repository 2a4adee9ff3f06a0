import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { appendFile, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ConnectionOptions } from "../database.ts";
import { StoreError } from "../store-error.ts";
import { give, openDataFolder, passwordOf, type DataFolder } from "./data-folder.ts";
import { isAlive, runningPostmaster, type Postmaster } from "./postmaster.ts";
import { runAsFor, type RunAs } from "./run-as.ts";
import { serverBinaries, type ServerBinaries } from "./server-binaries.ts";

/** A PostgreSQL server on a data folder. It is its own session: Ctrl-C and the end of the hub do not reach it. */
export interface EmbeddedServer {
  /** Always the same object; its port changes when the server had to be started again. */
  readonly connection: ConnectionOptions;
  /** Starts the server if it does not run; content if it does. */
  ensureRunning(): Promise<void>;
  /** Ends open connections and waits until all is on the disk. Only for who holds the hub's lock. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL on the folder, making the folder and the cluster if there is none, or takes over the server that
 * a killed hub left running. Two at once are safe: PostgreSQL lets one server run per cluster, and both find it.
 *
 * @param randomPassword - at least 128 bits, printable; asked only when the folder is new
 * @param settings - further lines of postgresql.conf for a new cluster
 * @throws StoreError of the folder, or `server-failed` naming the server's log
 */
export async function startEmbeddedServer({
  folder,
  randomPassword,
  settings = [],
}: {
  readonly folder: string;
  readonly randomPassword: () => string;
  readonly settings?: readonly string[];
}): Promise<EmbeddedServer> {
  const runAs = await runAsFor(folder);
  const places = await openDataFolder(folder, runAs);
  const binaries = await serverBinaries(folder, runAs);
  const password = await passwordOf(places, { make: randomPassword, runAs });
  const machine = { places, binaries, runAs };
  await initialise(machine, settings);
  const connection = { host: "127.0.0.1", port: 0, user: DATABASE_USER, password, database: "postgres" };
  const ensureRunning = async (): Promise<void> => {
    connection.port = await runningPort(machine, connection.port);
  };
  await ensureRunning();
  return { connection, ensureRunning, stop: () => stop(machine) };
}

interface Machine {
  readonly places: DataFolder;
  readonly binaries: ServerBinaries;
  readonly runAs: RunAs | undefined;
}

const DATABASE_USER = "stillwatch";
const START_SECONDS = 60;

/** Attempts, some tenths of a second apart, before what PostgreSQL says of its start is believed. */
const START_FAILURES = 20;

const STOP_SECONDS = 60;

/**
 * Loopback only. No statement and no row ever goes to the server's log: `terse` leaves out the detail that quotes
 * rows. fsync and full_page_writes stay at PostgreSQL's default, on.
 */
const SETTINGS = [
  "listen_addresses = '127.0.0.1'",
  "unix_socket_directories = ''",
  "max_connections = 40",
  "max_wal_size = '2GB'",
  "wal_compression = on",
  "log_error_verbosity = terse",
  "log_min_error_statement = panic",
  "log_statement = none",
];

/** A cluster gets its name only when it is whole: what a crash left half made is made anew. */
async function initialise(machine: Machine, settings: readonly string[]): Promise<void> {
  const { places, binaries } = machine;
  if (await exists(join(places.cluster, "PG_VERSION"))) return;
  await removeUnfinished(places);
  const unfinished = `${places.cluster}.${process.pid}.new`;
  await program(machine, binaries.initdb, [
    `--pgdata=${unfinished}`,
    `--username=${DATABASE_USER}`,
    `--pwfile=${places.passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--no-instructions",
  ]);
  await appendFile(join(unfinished, "postgresql.conf"), `\n${[...SETTINGS, ...settings].join("\n")}\n`);
  try {
    await rename(unfinished, places.cluster);
  } catch (thrown) {
    await rm(unfinished, { recursive: true, force: true });
    // Another hub was quicker; whose store it is the lock decides.
    if (!(await exists(join(places.cluster, "PG_VERSION")))) throw thrown;
  }
}

/** What a process left that ended in the middle. */
async function removeUnfinished({ folder }: DataFolder): Promise<void> {
  for (const name of await readdir(folder)) {
    const maker = Number(/^[a-z]+\.(\d{1,10})\.new$/.exec(name)?.[1] ?? 0);
    if (maker === 0 || (maker !== process.pid && isAlive(maker))) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Waits out a server that is starting, recovering or stopping, and starts one when there is none. */
async function runningPort(machine: Machine, lastPort: number): Promise<number> {
  const { places } = machine;
  let failure: unknown;
  for (let tries = 0; tries < START_SECONDS * 10; tries++) {
    const running = await runningPostmaster(places.cluster);
    if (running?.ready === true) return running.port;
    if (running === undefined) {
      const port = await freePort(lastPort);
      failure = await start(machine, port).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      // Processes of a killed server may still be ending, or another hub was quicker.
      if (failure !== undefined && tries >= START_FAILURES) throw failure;
    }
    await sleep(100);
  }
  throw (
    failure ??
    new StoreError(
      "server-failed",
      `PostgreSQL is not ready after ${START_SECONDS} s. See ${places.serverLog}.`,
    )
  );
}

async function start(machine: Machine, port: number): Promise<void> {
  const { places, binaries } = machine;
  await program(machine, binaries.pgCtl, [
    "start",
    "--wait",
    `--timeout=${START_SECONDS}`,
    `--pgdata=${places.cluster}`,
    `--log=${places.serverLog}`,
    `--options=-p ${port}`,
  ]);
}

async function stop(machine: Machine): Promise<void> {
  const running = await runningPostmaster(machine.places.cluster);
  if (running === undefined) return;
  await program(machine, machine.binaries.pgCtl, [
    "stop",
    "--wait",
    "--mode=fast",
    `--timeout=${STOP_SECONDS}`,
    `--pgdata=${machine.places.cluster}`,
  ]).catch(async (thrown: unknown) => {
    // It may have ended by itself between the look and the stop.
    if (isAlive(running.processId)) throw thrown;
  });
}

async function program(
  { binaries, places, runAs }: Machine,
  path: string,
  parameters: readonly string[],
): Promise<void> {
  const environment = {
    PATH: process.env["PATH"],
    LC_ALL: "C",
    TZ: "UTC",
    LD_LIBRARY_PATH: binaries.libraryPath,
    DYLD_LIBRARY_PATH: binaries.libraryPath,
  };
  await new Promise<void>((resolve, reject) => {
    execFile(
      path,
      parameters,
      { cwd: places.folder, env: environment, ...runAs },
      (failure, stdout, stderr) => {
        if (failure === null) return resolve();
        const said = `${stderr}\n${stdout}`.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
        reject(
          new StoreError(
            "server-failed",
            `PostgreSQL did not do what it was asked: ${said || failure.message} See ${places.serverLog}.`,
          ),
        );
      },
    );
  });
}

/** The port of before where it is free, so that few notice a restart. */
async function freePort(preferred: number): Promise<number> {
  return (await listenOn(preferred)) ?? (await listenOn(0)) ?? 0;
}

async function listenOn(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : undefined));
    });
  });
}

async function exists(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    () => false,
  );
}
