import { BEGINNING, type FoundCollection, type TaxiiClient } from "@stillwatch/protocol";
import type { PulledCollection } from "./pulled-collections.ts";

/** A collection of the hub, and how far it has been pulled. */
export interface CollectionStatus {
  readonly root: string;
  readonly id: string;
  readonly alias: string | undefined;
  readonly title: string;
  readonly canRead: boolean;
  readonly canWrite: boolean;
  /** Undefined where it has never been pulled. */
  readonly pulled: { readonly folder: string; readonly objects: number; readonly ms: number } | undefined;
  readonly waiting: "nothing" | "something" | "interrupted" | "unknown";
}

/** Asks the hub what it has for this key, in the hub's order; one request a collection tells whether something waits. */
export async function hubStatus(
  client: TaxiiClient,
  pulled: readonly PulledCollection[],
): Promise<readonly CollectionStatus[]> {
  const found: CollectionStatus[] = [];
  for (const root of await client.roots()) {
    for (const collection of await client.collections(root)) {
      const { id, alias, title, can_read, can_write } = collection.resource;
      const mine = pulled.find(({ state }) => state.root === root.url && state.collection === id);
      found.push({
        root: root.url,
        id,
        alias,
        title,
        canRead: can_read,
        canWrite: can_write,
        pulled: mine && { folder: mine.folder, objects: mine.state.objects, ms: mine.state.pulledMs },
        waiting: can_read ? await waitingIn(client, collection, mine) : "unknown",
      });
    }
  }
  return found;
}

async function waitingIn(
  client: TaxiiClient,
  collection: FoundCollection,
  mine: PulledCollection | undefined,
): Promise<CollectionStatus["waiting"]> {
  if (mine !== undefined && !mine.state.complete && mine.state.segments > 0) return "interrupted";
  // The tag belongs to pull's question, which asks for more at a time.
  const position = { ...(mine?.state.position ?? BEGINNING), etag: undefined };
  for await (const page of client.objects(collection, { position, filters: { limit: 1 } })) {
    return page.rows.length > 0 ? "something" : "nothing";
  }
  return "nothing";
}
