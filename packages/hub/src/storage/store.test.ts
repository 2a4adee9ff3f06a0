import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { HubError } from "../hub-error.ts";
import { connectAlone, type ConnectionOptions } from "./database.ts";
import { startEmbeddedServer } from "./embedded/embedded-server.ts";
import { runningPostmaster } from "./embedded/postmaster.ts";
import type { StoreError } from "./store-error.ts";
import { openTestStore, stopTestServer } from "./store.fixture.ts";
import { openStore, type Store, type StorePlace } from "./store.ts";

let home: string;
let place: StorePlace & { readonly kind: "folder" };
let cluster: string;
let lost: StoreError[];
const opened: Store[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "stillwatch-store-test-"));
  // PostgreSQL's user must be able to enter, where the tests run as root.
  await chmod(home, 0o755);
  place = { kind: "folder", dataFolder: join(home, "hub") };
  cluster = join(place.dataFolder, "postgres");
  lost = [];
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  await rm(home, { recursive: true, force: true });
});
afterAll(stopTestServer);

describe("a store in a folder", () => {
  it("begins by itself, stops its server when closed, and keeps what was in it", async () => {
    const first = await open();
    await first.database.query("create table kept as select 7 as number");
    await close(first);
    expect(await runningPostmaster(cluster)).toBeUndefined();
    const { rows } = await (await open()).database.query("select number from kept");
    expect(rows).toEqual([{ number: 7 }]);
  });

  it("keeps its password and its files to its owner", async () => {
    await open();
    expect((await stat(join(place.dataFolder, "password"))).mode & 0o777).toBe(0o600);
    expect((await stat(place.dataFolder)).mode & 0o777).toBe(0o700);
  });

  it("writes to the disk before it says that something is kept", async () => {
    const { rows } = await (
      await open()
    ).database.query(
      "select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'listen_addresses') order by name",
    );
    expect(rows).toEqual([
      { name: "fsync", setting: "on" },
      { name: "full_page_writes", setting: "on" },
      { name: "listen_addresses", setting: "127.0.0.1" },
      { name: "synchronous_commit", setting: "on" },
    ]);
  });

  it("refuses a second hub and leaves the first at work", async () => {
    const first = await open();
    await expect(open()).rejects.toMatchObject({ code: "in-use" });
    expect((await first.database.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  });

  it("takes over a server that a killed hub left running", async () => {
    const left = await startEmbeddedServer({
      folder: place.dataFolder,
      randomPassword: () => "s".repeat(40),
    });
    const store = await open();
    expect((await store.database.query("select inet_server_port() as port")).rows).toEqual([
      { port: left.connection.port },
    ]);
  });

  it("starts its server again when that was killed, on the same store", async () => {
    const store = await open();
    await store.database.query("create table kept as select 7 as number");
    const begun = "select pg_postmaster_start_time()::text as begun";
    const before = (await store.database.query<{ begun: string }>(begun)).rows[0]?.begun;
    await killPostmaster();
    const { rows } = await answered(() => store.database.query("select number from kept"));
    expect(rows).toEqual([{ number: 7 }]);
    await answered(async () => {
      // A backend of the killed server may still answer for a while, with the locks of its time.
      const locks = await store.database.query<{ begun: string }>(
        `${begun} from pg_locks where locktype = 'advisory' and granted`,
      );
      const [lock] = locks.rows;
      if (lock === undefined || lock.begun === before)
        throw new HubError("unavailable", "the lock is not back yet");
    });
    await expect(open()).rejects.toMatchObject({ code: "in-use" });
    expect(lost).toEqual([]);
  });

  it("clears away a cluster that was half made when its maker ended", async () => {
    const half = join(place.dataFolder, "postgres.9999999999.new");
    await mkdir(half, { recursive: true });
    await writeFile(join(place.dataFolder, "password"), "some-password\n");
    await open();
    await expect(stat(half)).rejects.toThrow("ENOENT");
  });

  it("does not take another program for its server that has its process number now", async () => {
    await close(await open());
    await writeFile(join(cluster, "postmaster.pid"), `${process.pid}\n${cluster}\n1\n5432\n`);
    expect((await (await open()).database.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  });

  it("refuses a folder that holds something else", async () => {
    await mkdir(place.dataFolder);
    await writeFile(join(place.dataFolder, "letter.txt"), "");
    await expect(open()).rejects.toMatchObject({ code: "folder-not-ours" });
    expect(await readFile(join(place.dataFolder, "letter.txt"), "utf8")).toBe("");
  });

  it("refuses a file in the place of the folder", async () => {
    await writeFile(place.dataFolder, "");
    await expect(open()).rejects.toMatchObject({ code: "folder-not-ours" });
  });

  it("refuses a folder that it cannot use", async () => {
    await chmod(home, process.getuid?.() === 0 ? 0o700 : 0o500);
    await expect(open()).rejects.toMatchObject({ code: "folder-not-writable" });
  });

  it("refuses a folder of another major version and says which", async () => {
    await mkdir(cluster, { recursive: true });
    await writeFile(join(place.dataFolder, "password"), "x\n");
    await writeFile(join(cluster, "PG_VERSION"), "14\n");
    await expect(open()).rejects.toMatchObject({
      code: "other-major-version",
      message: expect.stringContaining("PostgreSQL 14"),
    });
  });
});

describe("a store in the operator's database", () => {
  it("brings the schema up and refuses a second hub", async () => {
    const test = await openTestStore();
    const url = urlOf({ ...test.connection, database: "postgres" });
    const store = await open({ kind: "database", databaseUrl: url });
    expect((await store.database.query("select number from schema_migrations")).count).toBeGreaterThan(0);
    await expect(open({ kind: "database", databaseUrl: url })).rejects.toMatchObject({ code: "in-use" });
    await test.close();
  });

  it("is lost to a hub that gets the lock while its own session is broken, and says so", async () => {
    const test = await openTestStore();
    const store = await open({ kind: "database", databaseUrl: urlOf(test.connection) });
    const rival = await connectAlone(test.connection);
    const { rows } = await store.database.query<{ pid: number; class: number; number: number }>(
      `select pid, classid::bigint as class, objid::bigint as number from pg_locks
       where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
    );
    const [lock] = rows;
    const taken = rival.query("select pg_advisory_lock($1, $2)", [lock?.class, lock?.number]);
    await store.database.query("select pg_terminate_backend($1)", [lock?.pid]);
    await taken;
    while (lost.length === 0) await sleep(100);
    expect(lost[0]?.code).toBe("in-use");
    await close(store);
    await rival.end();
    await test.close();
  });

  it("says that it cannot be reached without repeating the address or the password", async () => {
    const test = await openTestStore();
    const databaseUrl = `postgres://stillwatch:wrong-secret@127.0.0.1:${test.connection.port}/postgres`;
    const failure = await open({ kind: "database", databaseUrl }).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code: "not-reachable" });
    expect(String(failure)).not.toMatch(/wrong-secret|127\.0\.0\.1/);
    await test.close();
  });
});

function urlOf({ host, port, user, password, database }: ConnectionOptions): string {
  return `postgres://${user}:${encodeURIComponent(String(password))}@${host}:${port}/${database}`;
}

async function open(where: StorePlace = place): Promise<Store> {
  const store = await openStore(where, {
    now: () => 1_000,
    randomBytes,
    onLost: (reason) => lost.push(reason),
  });
  opened.push(store);
  return store;
}

async function close(store: Store): Promise<void> {
  opened.splice(opened.indexOf(store), 1);
  await store.close();
}

async function killPostmaster(): Promise<void> {
  const running = await runningPostmaster(cluster);
  process.kill(running?.processId ?? 0, "SIGKILL");
}

/** As a client would: again and again, until the test's own time is over. */
async function answered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: "unavailable" });
      await sleep(200);
    }
  }
}
