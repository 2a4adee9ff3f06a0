import type { ApiRoot, CollectionStore, GrantedCollection } from "../collections/collection-store.ts";
import type { Microseconds } from "../collections/version-store.ts";
import { HubError } from "../hub-error.ts";
import { memberAdministration, type MemberAdministration } from "../members/administration.ts";
import type { OrganizationNumber } from "../members/caller.ts";
import type { Database } from "../storage/database.ts";
import { joinStore } from "../storage/join-store.ts";
import type { StorePlace } from "../storage/store.ts";
import { storeParts, type HubStoreParts } from "./store-parts.ts";
import { notInitialised, requireBegun, storePlace, type PlaceOptions } from "./store-place.ts";
import { microseconds, type World } from "./world.ts";

/** The hub's store as the operator's commands use it, beside a running hub or in its place. */
export interface HubAtHand {
  readonly place: StorePlace;
  readonly database: Database;
  readonly stores: HubStoreParts;
  readonly members: MemberAdministration;
  /** Whether a hub works on it at the same time: what it remembers of credentials it forgets within two seconds. */
  readonly hubRuns: boolean;
}

/**
 * Opens the hub, works, closes it.
 *
 * @throws OperationError `not-initialised`; StoreError
 */
export async function withHub<Outcome>(
  options: PlaceOptions,
  world: World,
  work: (hub: HubAtHand) => Promise<Outcome>,
): Promise<Outcome> {
  const place = storePlace(options, world);
  requireBegun(place);
  return withStore(place, world, async (hub) => {
    if ((await hub.stores.settings.settings()) === undefined) throw notInitialised(place);
    return work(hub);
  });
}

/** As `withHub`, also where no hub was begun yet. */
export async function withStore<Outcome>(
  place: StorePlace,
  world: World,
  work: (hub: HubAtHand) => Promise<Outcome>,
): Promise<Outcome> {
  const now = microseconds(world);
  const { database, hubRuns, close } = await joinStore(place, { now, randomBytes: world.randomBytes });
  try {
    const stores = storeParts(database, now as () => Microseconds);
    const members = memberAdministration({
      store: stores.members,
      now: world.now,
      randomBytes: world.randomBytes,
      // Nothing is remembered in this process.
      forget: () => undefined,
    });
    return await work({ place, database, hubRuns, stores, members });
  } finally {
    await close();
  }
}

/** A collection as the operator sees it: what everybody may do. */
export interface NamedCollection {
  readonly root: ApiRoot;
  readonly collection: GrantedCollection;
}

/** Every collection, by API root and id. */
export async function allCollections(collections: CollectionStore): Promise<readonly NamedCollection[]> {
  const roots = await collections.apiRoots();
  const lists = await Promise.all(
    roots.map(async (root) =>
      (await collections.collections(root.path, NOBODY)).map((collection) => ({ root, collection })),
    ),
  );
  return lists.flat();
}

/** By id or alias. @throws HubError `not-found`, and `bad-request` where two API roots have such an alias */
export async function collectionNamed(collections: CollectionStore, name: string): Promise<NamedCollection> {
  const found = (await allCollections(collections)).filter(
    ({ collection }) => collection.id === name.toLowerCase() || collection.alias === name,
  );
  const [first] = found;
  if (first === undefined)
    throw new HubError("not-found", `there is no collection ${JSON.stringify(name.slice(0, 100))}`);
  if (found.length > 1)
    throw new HubError("bad-request", "collections of several API roots have this name; give the id");
  return first;
}

/** No organisation has this number; PostgreSQL counts them from 1. */
const NOBODY = 0 as OrganizationNumber;
