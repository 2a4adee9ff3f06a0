import type pg from "pg";
import { setTimeout as sleep } from "node:timers/promises";
import { queriesOf } from "./database.ts";
import { LOCK_CLASS } from "./migrate.ts";
import { StoreError } from "./store-error.ts";

const HUB_LOCK = 2;

/** How long the sessions of a killed hub may take to end. */
const PATIENCE_TRIES = 50;

/**
 * Takes the lock that one hub holds on a store for as long as its session lives. A killed hub's session ends with its
 * process, so this tries for some seconds before it says no.
 *
 * @throws StoreError `in-use`
 */
export async function takeHubLock(client: pg.Client): Promise<void> {
  for (let tries = 0; tries < PATIENCE_TRIES; tries++) {
    if (await tryHubLock(client)) return;
    await sleep(100);
  }
  throw new StoreError(
    "in-use",
    "Another hub works on this store. Stop it first, or give this one a store of its own.",
  );
}

/** Takes the lock if nobody holds it; @returns whether it did. */
export async function tryHubLock(client: pg.Client): Promise<boolean> {
  const { rows } = await queriesOf(client).query<{ readonly taken: boolean }>(
    "select pg_try_advisory_lock($1, $2) as taken",
    [LOCK_CLASS, HUB_LOCK],
  );
  return rows[0]?.taken === true;
}
