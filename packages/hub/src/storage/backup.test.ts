import { readFile, mkdtemp, rm, writeFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Microseconds, NewVersion, VersionQuery } from "../collections/version-store.ts";
import { TABLES } from "./backup-format.ts";
import { backup } from "./backup.ts";
import { restore } from "./restore.ts";
import { openTestStore, stopTestServer, type TestStore } from "./store.fixture.ts";

let store: TestStore;
let empty: TestStore;
let folder: string;
let path: string;

beforeEach(async () => {
  [store, empty] = [await openTestStore(), await openTestStore()];
  folder = await mkdtemp(join(tmpdir(), "stillwatch-backup-test-"));
  path = join(folder, "hub.backup");
});
afterEach(async () => {
  await Promise.all([store.close(), empty.close()]);
  await rm(folder, { recursive: true, force: true });
});
afterAll(stopTestServer);

describe("a backup", () => {
  it("holds every table of the schema", async () => {
    const { rows } = await store.database.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    );
    expect(
      rows
        .map(({ name }) => name)
        .filter((name) => name !== "schema_migrations")
        .sort(),
    ).toEqual([...TABLES].sort());
  });

  it("brings back every row of every table byte for byte, and dates go on rising", async () => {
    const { query } = await filled();
    const before = await everything(store);
    await save();
    await restore({ database: empty.database, path });
    expect(await everything(empty)).toEqual(before);
    const page = await empty.versions.objects({ ...query, after: 1 });
    expect(page.rows.map(({ body }) => body)).toEqual([TRICKY]);
    const [outcome] = await empty.versions.addVersions(query.collection, query.reader.organization, [
      version("note--3", "{}"),
    ]);
    expect(outcome?.kind === "added" && outcome.dateAdded > (page.rows[0]?.dateAdded ?? Infinity)).toBe(true);
    const { organization } = await empty.addOrganization("Carol");
    expect(organization).toBeGreaterThan(query.reader.organization);
  });

  it("is readable by its owner only and leaves nothing beside it", async () => {
    await save();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await expect(stat(`${path}.${process.pid}.tmp`)).rejects.toThrow("ENOENT");
  });

  it("does not hold what was added after it began", async () => {
    const { query } = await filled();
    const database = {
      ...store.database,
      transaction: ((work, options) =>
        store.database.transaction(async (queries) => {
          await queries.query("select from versions");
          await store.versions.addVersions(query.collection, query.reader.organization, [
            version("late--1", "{}"),
          ]);
          return work(queries);
        }, options)) as typeof store.database.transaction,
    };
    await backup({ database, path, now: store.now });
    await restore({ database: empty.database, path });
    expect((await empty.versions.objects(query)).rows.map(({ id }) => id)).toEqual(["note--1", "note--2"]);
  });
});

describe("restoring", () => {
  it("refuses a store that holds something", async () => {
    await save();
    await empty.addOrganization("Bob");
    await expect(restore({ database: empty.database, path })).rejects.toMatchObject({ code: "not-empty" });
  });

  it.each([
    ["shortened", (bytes: Buffer) => bytes.subarray(0, bytes.length - 20)],
    [
      "altered",
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 60), Buffer.from([1, 2]), bytes.subarray(62)]),
    ],
    ["another file", () => Buffer.from("hello")],
    ["empty", () => Buffer.alloc(0)],
  ])("refuses what is %s and leaves the store empty", async (_, damage) => {
    await filled();
    await save();
    await writeFile(path, damage(await readFile(path)));
    await expect(restore({ database: empty.database, path })).rejects.toMatchObject({
      code: "backup-unusable",
    });
    expect(Object.values(await everything(empty)).flat().length).toBe(1);
  });

  it("says where a backup could not be written", async () => {
    await expect(
      backup({ database: store.database, path: join(folder, "absent", "x"), now: store.now }),
    ).rejects.toMatchObject({ code: "file-not-writable" });
  });
});

const TRICKY = '{ "a" : "\\u0000 \\ud800 é 𝒳 \\"q\\" \\\\ \\n",\n\t"n":1.0e+05 }';

async function filled(): Promise<{ readonly query: VersionQuery }> {
  const { organization, ownAudience } = await store.addOrganization("Alice");
  const { collection } = await store.addCollection();
  await store.versions.addVersions(collection, organization, [
    version("note--1", "{}", [ownAudience]),
    version("note--2", TRICKY),
  ]);
  await store.database.query(
    "insert into hub_settings values (true, decode(repeat('ab', 32), 'hex'), 1000, 'hide', 0)",
  );
  await store.database.query(
    "insert into audit_record (at, credential, action, outcome) values (1, 'k', 'x', 'done')",
  );
  return {
    query: {
      collection,
      reader: { organization, audiences: new Set() },
      addedAfter: undefined,
      ids: undefined,
      types: undefined,
      specVersions: undefined,
      versions: [{ kind: "all" }],
      after: undefined,
      limit: 100,
    },
  };
}

function save(): Promise<unknown> {
  return backup({ database: store.database, path, now: store.now });
}

async function everything({ database }: TestStore): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const tables: Record<string, readonly unknown[]> = {};
  for (const table of TABLES) {
    tables[table] = (await database.query(`select t::text from ${table} t order by 1`)).rows;
  }
  return tables;
}

function version(id: string, body: string, audiences?: NewVersion["audiences"]): NewVersion {
  return { id, type: "note", version: 1 as Microseconds, specVersion: "2.1", body, audiences };
}
