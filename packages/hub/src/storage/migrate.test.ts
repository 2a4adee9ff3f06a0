import type pg from "pg";
import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { connectAlone } from "./database.ts";
import { migrate } from "./migrate.ts";
import { MIGRATIONS, type Migration } from "./migrations/all.ts";
import { openTestStore, stopTestServer, type TestStore } from "./store.fixture.ts";

let store: TestStore;
let client: pg.Client;

beforeEach(async () => {
  store = await openTestStore();
  client = await connectAlone(store.connection);
});
afterEach(async () => {
  await client.end();
  await store.close();
});
afterAll(stopTestServer);

const NEXT: Migration = {
  number: MIGRATIONS.length + 1,
  name: "next",
  sql: "create table next (number integer)",
};
const HALF: Migration = { ...NEXT, sql: "create table half (number integer); select 1 / 0" };

it("applies what is missing, once", async () => {
  await migrate(client, () => 5, [...MIGRATIONS, NEXT]);
  await migrate(client, () => 6, [...MIGRATIONS, NEXT]);
  const { rows } = await store.database.query(
    "select name, applied_at from schema_migrations where number > $1",
    [MIGRATIONS.length],
  );
  expect(rows).toEqual([{ name: "next", applied_at: 5 }]);
});

it("leaves nothing of a migration that fails", async () => {
  await expect(migrate(client, () => 5, [...MIGRATIONS, HALF])).rejects.toMatchObject({
    code: "query-failed",
  });
  const { rows } = await store.database.query("select to_regclass('half') as half");
  expect(rows).toEqual([{ half: null }]);
  await migrate(client, () => 5, [...MIGRATIONS, NEXT]);
});

it("refuses a store that a newer program changed", async () => {
  await migrate(client, () => 5, [...MIGRATIONS, NEXT]);
  await expect(migrate(client, () => 5)).rejects.toMatchObject({ code: "schema-too-new" });
});

it("refuses a store whose applied migration is another", async () => {
  await store.database.query("update schema_migrations set sha256 = 'other' where number = 2");
  await expect(migrate(client, () => 5)).rejects.toMatchObject({ code: "schema-altered" });
});

it("lets two programs that begin at once apply each migration once", async () => {
  const second = await connectAlone(store.connection);
  await Promise.all([client, second].map((one) => migrate(one, () => 5, [...MIGRATIONS, NEXT])));
  await second.end();
  expect((await store.database.query("select from schema_migrations")).count).toBe(MIGRATIONS.length + 1);
});

it("numbers migrations from 1 without gaps", () => {
  expect(MIGRATIONS.map(({ number }) => number)).toEqual(MIGRATIONS.map((_, index) => index + 1));
});

it("refuses to change or take away rows of the audit record", async () => {
  await store.database.query(
    "insert into audit_record (at, credential, action, outcome) values (1, 'k', 'x', 'done')",
  );
  for (const change of [
    "update audit_record set at = 2",
    "delete from audit_record",
    "truncate audit_record",
  ]) {
    await expect(store.database.query(change)).rejects.toMatchObject({ code: "query-failed" });
  }
});
