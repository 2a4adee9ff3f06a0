import type { CollectionResource, CollectionsResource } from "@stillwatch/protocol";
import type { Hono } from "hono";
import type { GrantedCollection } from "../collections/collection-store.ts";
import { accessTo, knows } from "../collections/grants.ts";
import type { Caller } from "../members/caller.ts";
import {
  addEndpoint,
  apiRootOf,
  collectionOf,
  taxiiResponse,
  type HubEnvironment,
  type TaxiiHub,
} from "./taxii-context.ts";

/** Collections of an API root, as far as the caller may know of them (TAXII 2.1 §5.1, §5.2). */
export function addCollectionRoutes(app: Hono<HubEnvironment>, hub: TaxiiHub): void {
  const { settings, stores } = hub.parts;

  addEndpoint(app, "/:root/collections", {
    GET: async (context) => {
      const root = await apiRootOf(hub, context);
      const caller = context.get("caller");
      const all = await stores.collections.collections(root.path, caller.organization);
      const known = all.filter((collection) => knows(collection, caller, settings.unreadable));
      const resource: CollectionsResource =
        known.length === 0 ? {} : { collections: known.map((collection) => resourceOf(collection, caller)) };
      return taxiiResponse(resource);
    },
  });

  addEndpoint(app, "/:root/collections/:collection", {
    GET: async (context) => {
      const collection = await collectionOf(hub, context, "know");
      return taxiiResponse(resourceOf(collection, context.get("caller")));
    },
  });
}

/** `can_read` and `can_write` tell what this caller may do, not what its organisation may. */
function resourceOf(collection: GrantedCollection, caller: Caller): CollectionResource {
  const access = accessTo(collection, caller);
  return {
    id: collection.id,
    title: collection.title,
    ...(collection.description === undefined ? {} : { description: collection.description }),
    ...(collection.alias === undefined ? {} : { alias: collection.alias }),
    can_read: access.read,
    can_write: access.add || access.remove,
    ...(collection.mediaTypes.length === 0 ? {} : { media_types: collection.mediaTypes }),
  };
}
