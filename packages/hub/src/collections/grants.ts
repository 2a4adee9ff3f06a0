import { HubError } from "../hub-error.ts";
import type { Caller } from "../members/caller.ts";
import { permits } from "../members/permissions.ts";
import type { GrantedCollection } from "./collection-store.ts";

type Permitted = Pick<Caller, "roles" | "readOnly">;

/** What one caller may do in one collection: the organisation's grant, cut down to the caller's roles and key. */
export interface Access {
  readonly read: boolean;
  readonly add: boolean;
  readonly remove: boolean;
}

/**
 * What a collection is to whom may not read it: `hide` answers as if it did not exist (it leaks least), `forbid` says
 * 403, which some test suites expect.
 */
export type Unreadable = "hide" | "forbid";

/** The organisation's grant and what `permissions.ts` allows the caller must both say yes. */
export function accessTo(collection: GrantedCollection, caller: Permitted): Access {
  const read = collection.mayRead && permits(caller, "read-objects");
  return {
    read,
    add: collection.mayWrite && permits(caller, "add-objects"),
    remove: read && collection.mayWrite && permits(caller, "delete-objects"),
  };
}

/** Whether the caller may know that the collection exists; for operators and auditors there is none. */
export function knows(collection: GrantedCollection, caller: Permitted, unreadable: Unreadable): boolean {
  if (!permits(caller, "read-objects")) return false;
  return unreadable === "forbid" || collection.mayRead || collection.mayWrite;
}

/**
 * Lets through who may do this in the collection.
 *
 * @throws HubError `not-found` for what the caller may not know of, with the same text as for what does not exist;
 * `forbidden` where it knows the collection and may not do this
 */
export function requireAccess({
  collection,
  caller,
  wish,
  unreadable,
}: {
  readonly collection: GrantedCollection | undefined;
  readonly caller: Permitted;
  readonly wish: keyof Access | "know";
  readonly unreadable: Unreadable;
}): GrantedCollection {
  if (collection === undefined || !knows(collection, caller, unreadable)) throw noSuchCollection();
  if (wish === "know" || accessTo(collection, caller)[wish]) return collection;
  if (wish === "read" && unreadable === "hide") throw noSuchCollection();
  throw new HubError("forbidden", DENIED[wish]);
}

/** The one answer for a collection that does not exist and for one that the caller may not know of. */
export function noSuchCollection(): HubError {
  return new HubError("not-found", "There is no such collection, or it is not open to you.");
}

const DENIED: Readonly<Record<keyof Access, string>> = {
  read: "You may not read this collection.",
  add: "You may not add to this collection: that takes an analyst of an organisation with the right to write, and a key that is not read-only.",
  remove:
    "You may not delete from this collection: that takes counsel of an organisation with the rights to read and write, and a key that is not read-only.",
};
