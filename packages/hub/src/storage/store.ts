import type pg from "pg";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase, type Database } from "./database.ts";
import { takeHubLock } from "./hub-lock.ts";
import { migrate } from "./migrate.ts";
import { reachDatabase, type ReachedDatabase, type StorePlace } from "./reach-database.ts";
import { StoreError } from "./store-error.ts";

export type { StorePlace } from "./reach-database.ts";

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
 * open, it watches its session: a server that was killed is started again (ours) or waited for (the operator's). If
 * another hub gets the lock in that gap, `onLost` says so; until then both may write, which row locks keep in order.
 *
 * @throws StoreError
 */
export async function openStore(place: StorePlace, effects: StoreEffects): Promise<Store> {
  const reached = await reachDatabase(place, effects.randomBytes);
  const guard = new SessionGuard(reached, effects);
  await guard.take((client) => migrate(client, effects.now));
  const database = openDatabase(reached.connection);
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
  readonly #reached: ReachedDatabase;
  readonly #effects: StoreEffects;
  #client: pg.Client | undefined;
  #released = false;
  /** The attempt to get the lock back after the session broke. */
  #again: Promise<void> = Promise.resolve();

  constructor(reached: ReachedDatabase, effects: StoreEffects) {
    this.#reached = reached;
    this.#effects = effects;
  }

  async take(prepare: (client: pg.Client) => Promise<void>): Promise<void> {
    const client = await this.#reached.connect();
    let held = false;
    try {
      await takeHubLock(client);
      held = true;
      await prepare(client);
    } catch (thrown) {
      // A server that no hub works on would be left behind.
      if (held) await this.#reached.server?.stop().catch(() => undefined);
      await client.end().catch(() => undefined);
      throw thrown;
    }
    this.#client = client;
    client.once("end", () => {
      this.#client = undefined;
      if (!this.#released) this.#again = this.#takeAgain();
    });
  }

  async release(): Promise<void> {
    this.#released = true;
    await this.#again;
    // Without the lock, the server may be at another hub's work.
    if (this.#client === undefined) return;
    // Stopping comes first: whoever gets the lock next must not meet a server that is about to go.
    const client = this.#client;
    await this.#reached.server?.stop();
    await client.end().catch(() => undefined);
  }

  async #takeAgain(): Promise<void> {
    for (let tries = 0; tries < RECONNECT_TRIES && !this.#released; tries++) {
      try {
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
