import type pg from "pg";
import { connectAlone, openDatabase, queriesOf, type ConnectionOptions, type Database } from "./database.ts";
import { startEmbeddedServer, type EmbeddedServer } from "./embedded/embedded-server.ts";
import { tryHubLock } from "./hub-lock.ts";
import { migrate, SCHEMA_NUMBER } from "./migrate.ts";
import { StoreError, systemCode } from "./store-error.ts";
import type { StoreEffects, StorePlace } from "./store.ts";

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
  const server =
    place.kind === "folder"
      ? await startEmbeddedServer({
          folder: place.dataFolder,
          randomPassword: () => Buffer.from(randomBytes(32)).toString("base64url"),
        })
      : undefined;
  const connection: ConnectionOptions =
    place.kind === "database" ? { connectionString: place.databaseUrl } : (server?.connection ?? {});
  const client = await connectAlone(connection).catch((thrown: unknown) => {
    throw notReachable(thrown);
  });
  try {
    const alone = await tryHubLock(client);
    if (alone) await migrate(client, now);
    else await requireSameSchema(client);
    const database = openDatabase(connection);
    return { database, hubRuns: !alone, close: () => close({ database, client, server, alone }) };
  } catch (thrown) {
    await client.end().catch(() => undefined);
    throw thrown;
  }
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

/** Names neither the address nor the password: DATABASE_URL holds both. */
function notReachable(thrown: unknown): StoreError {
  const code = systemCode(thrown);
  return new StoreError(
    "not-reachable",
    `PostgreSQL cannot be reached or refuses us (${code === "" ? "no answer in time" : code}). Check DATABASE_URL: host, port, database, user and password.`,
  );
}
