import type pg from "pg";
import { setTimeout as sleep } from "node:timers/promises";
import { connectAlone, openDatabase, type ConnectionOptions, type Database } from "./database.ts";
import { startEmbeddedServer, type EmbeddedServer } from "./embedded/embedded-server.ts";
import { takeHubLock } from "./hub-lock.ts";
import { migrate } from "./migrate.ts";
import { StoreError, systemCode } from "./store-error.ts";

/** A PostgreSQL of the operator's, or one of our own in a folder. */
export type StorePlace =
  | { readonly kind: "database"; readonly databaseUrl: string }
  | { readonly kind: "folder"; readonly dataFolder: string };

/** What the store needs of the world. */
export interface StoreEffects {
  /** Microseconds since 1970. */
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
  /** Another hub has taken the store, or it stays out of reach: this process must end. */
  readonly onLost: (reason: StoreError) => void;
}

/** The store of a hub, held against every other hub until it is closed or the process ends. */
export interface Store {
  readonly database: Database;
  /** Waits for running statements, then stops the server if it is ours. */
  close(): Promise<void>;
}

/**
 * Opens the store: starts or reaches PostgreSQL, takes the hub's lock, brings the schema up to this program. While
 * open, it watches its session: a server that was killed is started again (ours) or waited for (the operator's).
 *
 * @throws StoreError
 */
export async function openStore(place: StorePlace, effects: StoreEffects): Promise<Store> {
  const server = place.kind === "folder" ? await embedded(place.dataFolder, effects) : undefined;
  const connection = server?.connection ?? connectionTo(place);
  const guard = new SessionGuard({ server, connection, effects });
  await guard.take((client) => migrate(client, effects.now));
  const database = openDatabase(connection);
  return {
    database,
    close: async () => {
      await database.close();
      await guard.release();
    },
  };
}

const RECONNECT_TRIES = 60;

/** Owns the session that holds the hub's lock. If the process dies here, the session dies with it and the lock is free. */
class SessionGuard {
  readonly #server: EmbeddedServer | undefined;
  readonly #connection: ConnectionOptions;
  readonly #effects: StoreEffects;
  #client: pg.Client | undefined;
  #released = false;

  constructor(parts: {
    server: EmbeddedServer | undefined;
    connection: ConnectionOptions;
    effects: StoreEffects;
  }) {
    this.#server = parts.server;
    this.#connection = parts.connection;
    this.#effects = parts.effects;
  }

  async take(prepare: (client: pg.Client) => Promise<void>): Promise<void> {
    const client = await connectAlone(this.#connection).catch((thrown: unknown) => {
      throw notReachable(thrown);
    });
    try {
      await takeHubLock(client);
      await prepare(client);
    } catch (thrown) {
      await client.end().catch(() => undefined);
      throw thrown;
    }
    this.#client = client;
    client.once("end", () => {
      if (!this.#released) void this.#takeAgain();
    });
  }

  async release(): Promise<void> {
    this.#released = true;
    // Stopping comes first: whoever gets the lock next must not meet a server that is about to go.
    await this.#server?.stop();
    await this.#client?.end().catch(() => undefined);
  }

  async #takeAgain(): Promise<void> {
    for (let tries = 0; tries < RECONNECT_TRIES && !this.#released; tries++) {
      try {
        await this.#server?.ensureRunning();
        await this.take(async () => undefined);
        return;
      } catch (thrown) {
        if (thrown instanceof StoreError && thrown.code === "in-use") {
          this.#effects.onLost(thrown);
          return;
        }
      }
      await sleep(1_000);
    }
    if (this.#released) return;
    this.#effects.onLost(
      new StoreError(
        "not-reachable",
        "PostgreSQL has been out of reach for a minute. Look at its log, then start the hub again.",
      ),
    );
  }
}

async function embedded(folder: string, { randomBytes }: StoreEffects): Promise<EmbeddedServer> {
  return startEmbeddedServer({
    folder,
    randomPassword: () => Buffer.from(randomBytes(32)).toString("base64url"),
  });
}

function connectionTo(place: StorePlace): ConnectionOptions {
  return place.kind === "database" ? { connectionString: place.databaseUrl } : {};
}

/** Names neither the address nor the password: DATABASE_URL holds both. */
function notReachable(thrown: unknown): StoreError {
  const code = systemCode(thrown);
  return new StoreError(
    "not-reachable",
    `PostgreSQL cannot be reached or refuses us (${code === "" ? "no answer in time" : code}). Check DATABASE_URL: host, port, database, user and password.`,
  );
}
