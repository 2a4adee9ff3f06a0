import type pg from "pg";
import { openDatabase, queriesOf, type Database } from "./database.ts";
import type { EmbeddedServer } from "./embedded/embedded-server.ts";
import { tryHubLock } from "./hub-lock.ts";
import { migrate, SCHEMA_NUMBER } from "./migrate.ts";
import { reachDatabase, type StorePlace } from "./reach-database.ts";
import { StoreError } from "./store-error.ts";
import type { StoreEffects } from "./store.ts";

/** A store as the operator's own commands use it. */
export interface JoinedStore {
  readonly database: Database;
  /** Whether a hub works on it at the same time. */
  readonly hubRuns: boolean;
  /** Stops the server if it is ours and no hub works on it. */
  close(): Promise<void>;
}

/**
 * Opens the store for one command, beside a hub that runs on it or, where none does, in its place: then under the
 * hub's lock, so that no hub begins in the middle, and with the schema brought up to this program.
 *
 * @throws StoreError
 */
export async function joinStore(
  place: StorePlace,
  { now, randomBytes }: Omit<StoreEffects, "onLost">,
): Promise<JoinedStore> {
  const { server, connection, connect } = await reachDatabase(place, randomBytes);
  const client = await connect();
  let alone = false;
  try {
    alone = await tryHubLock(client);
    if (alone) await migrate(client, now);
    else await requireSameSchema(client);
  } catch (thrown) {
    // Nobody else would stop the server that was started for this command.
    if (alone) await server?.stop().catch(() => undefined);
    await client.end().catch(() => undefined);
    throw thrown;
  }
  const database = openDatabase(connection);
  return { database, hubRuns: !alone, close: () => close({ database, client, server, alone }) };
}

async function close({
  database,
  client,
  server,
  alone,
}: {
  readonly database: Database;
  readonly client: pg.Client;
  readonly server: EmbeddedServer | undefined;
  readonly alone: boolean;
}): Promise<void> {
  await database.close();
  // As the hub does: the server goes before the lock, so that who gets the lock meets no server about to go.
  if (alone) await server?.stop();
  await client.end().catch(() => undefined);
}

/** The hub that runs may be an older program, whose schema must not change under its feet. */
async function requireSameSchema(client: pg.Client): Promise<void> {
  const { rows } = await queriesOf(client).query<{ readonly schema: number }>(
    "select coalesce(max(number), 0) as schema from schema_migrations",
  );
  if (rows[0]?.schema === SCHEMA_NUMBER) return;
  throw new StoreError(
    "in-use",
    "A hub of another version works on this store. Stop it, or use the program that it was started with.",
  );
}
