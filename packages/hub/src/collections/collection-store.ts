import type { OrganizationNumber } from "../members/caller.ts";
import type { CollectionNumber } from "./version-store.ts";

/** A group of collections under one path (TAXII 2.1 §4.2). */
export interface ApiRoot {
  /** One segment of a path, without slashes. */
  readonly path: string;
  readonly title: string;
  readonly description: string | undefined;
  /** Bytes of one request at most. */
  readonly maxContentLength: number;
  /** Which one clients shall take that have no other wish; at most one is. */
  readonly isDefault: boolean;
}

/**
 * `pseudonymous`: no member learns who added what; every reference to the author is rewritten. `attributed`: objects
 * stay as they came.
 */
export type Anonymity = "pseudonymous" | "attributed";

/** A collection with what one organisation may do in it. */
export interface GrantedCollection {
  readonly number: CollectionNumber;
  /** A UUID. */
  readonly id: string;
  readonly alias: string | undefined;
  readonly title: string;
  readonly description: string | undefined;
  readonly mediaTypes: readonly string[];
  readonly anonymity: Anonymity;
  readonly mayRead: boolean;
  readonly mayWrite: boolean;
}

/** Where API roots and collections are kept. `storage/` implements it. */
export interface CollectionStore {
  /** In the order in which they were made. */
  apiRoots(): Promise<readonly ApiRoot[]>;
  apiRoot(path: string): Promise<ApiRoot | undefined>;
  /** Every collection of the root, ordered by id, also those in which the organisation may do nothing. */
  collections(root: string, organization: OrganizationNumber): Promise<readonly GrantedCollection[]>;
  /** By its id or alias; undefined when the root has none such. */
  collection(
    root: string,
    idOrAlias: string,
    organization: OrganizationNumber,
  ): Promise<GrantedCollection | undefined>;
}
