import type { OrganizationNumber } from "../members/caller.ts";
import type { ApiRoot, GrantedCollection } from "./collection-store.ts";
import type { CollectionNumber, Microseconds, NewVersion } from "./version-store.ts";

/** A collection to be made. */
export interface NewCollection extends Pick<
  GrantedCollection,
  "id" | "alias" | "title" | "description" | "mediaTypes" | "anonymity"
> {
  /** Path of its API root. */
  readonly root: string;
  /** Whether every organisation may read or write it, without a grant of its own. */
  readonly everyone: { readonly read: boolean; readonly write: boolean };
}

/** A version with the date at which it shall appear to have been added. */
export interface DatedVersion extends NewVersion {
  readonly owner: OrganizationNumber;
  readonly dateAdded: Microseconds;
}

/** Makes API roots and collections. For commands and seeds; no route leads here. `storage/` implements it. */
export interface CollectionAdministration {
  /** @throws HubError `conflict` where the path is taken */
  addApiRoot(root: ApiRoot): Promise<void>;
  /**
   * @throws HubError `conflict` where id or alias is taken in the API root, `not-found` where there is no such root
   */
  addCollection(collection: NewCollection): Promise<CollectionNumber>;
  /**
   * Puts versions with given dates into a collection: for seeds of test suites only. In the order of dates; of equal
   * dates the later ones in the list are put off by a microsecond each.
   *
   * @throws HubError `conflict` where the collection holds anything yet
   */
  seedVersions(collection: CollectionNumber, versions: readonly DatedVersion[]): Promise<void>;
}
