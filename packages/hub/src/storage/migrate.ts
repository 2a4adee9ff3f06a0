import { createHash } from "node:crypto";
import type pg from "pg";
import { queriesOf, type Queries } from "./database.ts";
import { MIGRATIONS, type Migration } from "./migrations/all.ts";
import { StoreError } from "./store-error.ts";

/** Chosen once at random; tells our advisory locks from those of other programs on the same database. */
export const LOCK_CLASS = 1_392_466_017;
const MIGRATION_LOCK = 1;

/** Number of the schema this program knows. */
export const SCHEMA_NUMBER: number = MIGRATIONS.length;

/**
 * Brings the schema up to this program, forward only: each migration in a transaction of its own, all under one
 * advisory lock, so that a crash leaves whole steps. Content when nothing is missing.
 *
 * @param now - microseconds since 1970, kept beside each applied migration
 * @throws StoreError `schema-too-new` or `schema-altered`
 */
export async function migrate(
  client: pg.Client,
  now: () => number,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  const queries = queriesOf(client);
  await queries.query("select pg_advisory_lock($1, $2)", [LOCK_CLASS, MIGRATION_LOCK]);
  try {
    const applied = await appliedMigrations(queries);
    check(applied, migrations);
    for (const migration of migrations.slice(applied.length)) {
      await apply({ queries, migration, appliedAt: now() });
    }
  } finally {
    // A broken connection has let go of the lock already; what broke it is what the caller must read.
    await client
      .query("select pg_advisory_unlock($1, $2)", [LOCK_CLASS, MIGRATION_LOCK])
      .catch(() => undefined);
  }
}

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

async function appliedMigrations(queries: Queries): Promise<readonly Applied[]> {
  await queries.query(`create table if not exists schema_migrations (
    number integer primary key,
    name text not null,
    sha256 text not null,
    applied_at bigint not null
  )`);
  return (await queries.query<Applied>("select number, name, sha256 from schema_migrations order by number"))
    .rows;
}

function check(applied: readonly Applied[], known: readonly Migration[]): void {
  if (applied.length > known.length) {
    throw new StoreError(
      "schema-too-new",
      `The store has schema ${applied.length}, this program knows ${known.length}. Run the program that made it, or a newer one.`,
    );
  }
  for (const [index, { number, name, sha256 }] of applied.entries()) {
    const migration = known[index];
    if (migration?.number === number && digestOf(migration) === sha256) continue;
    throw new StoreError(
      "schema-altered",
      `Migration ${number} (${name}) of the store is not the one this program has. Restore a backup into an empty store.`,
    );
  }
}

interface Step {
  readonly queries: Queries;
  readonly migration: Migration;
  readonly appliedAt: number;
}

async function apply({ queries, migration, appliedAt }: Step): Promise<void> {
  await queries.query("begin");
  try {
    await queries.query(migration.sql);
    await queries.query(
      "insert into schema_migrations (number, name, sha256, applied_at) values ($1, $2, $3, $4)",
      [migration.number, migration.name, digestOf(migration), appliedAt],
    );
    await queries.query("commit");
  } catch (thrown) {
    await queries.query("rollback").catch(() => undefined);
    throw thrown;
  }
}

function digestOf({ sql }: Migration): string {
  return createHash("sha256").update(sql).digest("hex");
}
