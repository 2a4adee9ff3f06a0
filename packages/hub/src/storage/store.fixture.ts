import { execFile } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { chmod, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { CollectionNumber, Microseconds, VersionStore } from "../collections/version-store.ts";
import type { AudienceNumber, OrganizationNumber } from "../members/caller.ts";
import { connectAlone, openDatabase, queriesOf, type ConnectionOptions, type Database } from "./database.ts";
import { MAJOR_VERSION } from "./embedded/data-folder.ts";
import { isAlive } from "./embedded/postmaster.ts";
import { startEmbeddedServer, type EmbeddedServer } from "./embedded/embedded-server.ts";
import { migrate } from "./migrate.ts";
import { postgresVersionStore } from "./postgres-version-store.ts";

/** A database of its own with the whole schema, on a server of the test file. */
export interface TestStore {
  readonly database: Database;
  readonly versions: VersionStore;
  readonly connection: ConnectionOptions;
  /** Moves with every look: a microsecond later each time, from 2026-01-01T00:00:00Z. */
  readonly now: () => Microseconds;
  /** Number of a new organisation with its own audience. */
  addOrganization(name: string): Promise<{ organization: OrganizationNumber; ownAudience: AudienceNumber }>;
  /** A new collection of the API root `trust`, which is made with the first. */
  addCollection(options?: { readonly anonymity?: "pseudonymous" | "attributed" }): Promise<{
    collection: CollectionNumber;
    publicId: string;
  }>;
  close(): Promise<void>;
}

/**
 * Opens an empty store for one test: about 30 ms after the first of a test file, which starts the server (under a
 * second, once initdb's result is kept in the system's temporary folder). Call `stopTestServer` in `afterAll`.
 */
export async function openTestStore(): Promise<TestStore> {
  server ??= startTestServer();
  const { embedded, admin } = await server;
  const name = `test_${(databases += 1)}`;
  await admin.query(`create database ${name} template ${TEMPLATE}`);
  const connection = { ...embedded.connection, database: name };
  const database = openDatabase(connection);
  let clock = Date.UTC(2026, 0, 1) * 1_000;
  const now = (): Microseconds => (clock += 1) as Microseconds;
  return {
    database,
    versions: postgresVersionStore(database, now),
    connection,
    now,
    addOrganization: (organization) => addOrganization(database, organization),
    addCollection: (options) => addCollection(database, options?.anonymity ?? "attributed"),
    close: async () => {
      await database.close();
      await admin.query(`drop database ${name} with (force)`);
    },
  };
}

/** Stops the test file's server and removes its folder; content if none was started. */
export async function stopTestServer(): Promise<void> {
  const running = await server;
  server = undefined;
  if (running === undefined) return;
  await running.admin.close();
  await running.embedded.stop();
  await rm(running.home, { recursive: true, force: true });
}

interface TestServer {
  readonly home: string;
  readonly embedded: EmbeddedServer;
  readonly admin: { query(sql: string): Promise<void>; close(): Promise<void> };
}

const run = promisify(execFile);

let server: Promise<TestServer> | undefined;
let databases = 0;

const TEMPLATE = "stillwatch_template";
const PREFIX = "stillwatch-hub-test-";
const KEPT = join(tmpdir(), `stillwatch-hub-initdb-${MAJOR_VERSION}-${userInfo().username}`);

/** Tests lose nothing by a power cut. */
const SETTINGS = ["fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off"];

async function startTestServer(): Promise<TestServer> {
  await removeOrphans();
  const home = await mkdtemp(join(tmpdir(), PREFIX));
  await chmod(home, 0o755);
  await writeFile(join(home, "owner"), String(process.pid));
  const folder = join(home, "store");
  const embedded = await startOnCopy(folder);
  // A worker that is told to go without `afterAll` still takes its server along.
  process.once("exit", () => killServerOf(folder));
  const admin = await connectAlone(embedded.connection);
  await admin.query(`create database ${TEMPLATE}`);
  const template = await connectAlone({ ...embedded.connection, database: TEMPLATE });
  await migrate(template, () => Date.UTC(2026, 0, 1) * 1_000);
  await template.end();
  return {
    home,
    embedded,
    admin: {
      query: async (sql) => {
        await queriesOf(admin).query(sql);
      },
      close: () => admin.end(),
    },
  };
}

/** initdb takes seconds, copying what it made does not. `cp -a` keeps the owner, which Node's own copying does not. */
async function startOnCopy(folder: string): Promise<EmbeddedServer> {
  const copied = await run("cp", ["-a", KEPT, folder]).then(
    () => true,
    () => false,
  );
  const embedded = await startServer(folder);
  if (copied) return embedded;
  await embedded.stop();
  const half = `${KEPT}.${process.pid}`;
  await run("cp", ["-a", folder, half]);
  await rename(half, KEPT).catch(() => rm(half, { recursive: true, force: true }));
  return startServer(folder);
}

function startServer(folder: string): Promise<EmbeddedServer> {
  return startEmbeddedServer({
    folder,
    randomPassword: () => randomBytes(32).toString("base64url"),
    settings: SETTINGS,
  });
}

/** Servers whose test process was killed. */
async function removeOrphans(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const home = join(tmpdir(), name);
    const owner = Number(await readFile(join(home, "owner"), "utf8").catch(() => "0"));
    if (!(owner > 0) || isAlive(owner)) continue;
    killServerOf(join(home, "store"));
    await rm(home, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  }
}

function killServerOf(folder: string): void {
  try {
    const processId = Number(readFileSync(join(folder, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
    if (processId > 0) process.kill(processId, "SIGQUIT");
  } catch {
    // It has ended, or never began.
  }
}

async function addOrganization(
  database: Database,
  name: string,
): Promise<{ organization: OrganizationNumber; ownAudience: AudienceNumber }> {
  const { rows } = await database.query<{ organization: OrganizationNumber }>(
    `insert into organizations (public_id, name, created_at) values ($1, $2, 0) returning number as organization`,
    [randomUUID(), name],
  );
  const organization = first(rows).organization;
  const audience = await database.query<{ number: AudienceNumber }>(
    `insert into audiences (public_id, name, organization, created_at) values ($1, $2, $3, 0) returning number`,
    [randomUUID(), name, organization],
  );
  const ownAudience = first(audience.rows).number;
  await database.query("insert into audience_members (audience, organization) values ($1, $2)", [
    ownAudience,
    organization,
  ]);
  return { organization, ownAudience };
}

async function addCollection(
  database: Database,
  anonymity: "pseudonymous" | "attributed",
): Promise<{ collection: CollectionNumber; publicId: string }> {
  await database.query(
    `insert into api_roots (path, title, versions, max_content_length)
     values ('trust', 'Trust group', array['application/taxii+json;version=2.1'], 10485760) on conflict do nothing`,
  );
  const publicId = randomUUID();
  const { rows } = await database.query<{ collection: CollectionNumber }>(
    `insert into collections (api_root, public_id, title, media_types, anonymity, everyone_may_read,
       everyone_may_write, created_at)
     select number, $1, 'Indicators', array['application/stix+json;version=2.1'], $2, true, true, 0
     from api_roots where path = 'trust' returning number as collection`,
    [publicId, anonymity],
  );
  return { collection: first(rows).collection, publicId };
}

function first<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error("the statement returned no row");
  return row;
}
