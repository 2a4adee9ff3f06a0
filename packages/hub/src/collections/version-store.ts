import type { AudienceNumber, OrganizationNumber } from "../members/caller.ts";

/** Number of a collection in the store; its public id is a UUID. */
export type CollectionNumber = number & { readonly brand: "collection" };

/** Microseconds since 1970: PostgreSQL's resolution, and what TAXII shows with six digits. Safe as a number until 2255. */
export type Microseconds = number & { readonly brand: "microseconds" };

/** An object that passed validation and was rewritten for its audience, ready to be kept. `body` is never parsed again. */
export interface NewVersion {
  readonly id: string;
  readonly type: string;
  /** `modified`, else `created`, else undefined: the store then takes the date of adding. */
  readonly version: Microseconds | undefined;
  /** "2.1" unless the object says otherwise. */
  readonly specVersion: string;
  /** The object's own JSON text, byte for byte as it came, save for rewritten references to its author. */
  readonly body: string;
  /** Who may read it; undefined is whoever may read the collection. An empty set is nobody but the owner. */
  readonly audiences: readonly AudienceNumber[] | undefined;
}

/** What became of one version. `recalled`: this id was recalled and may not come back. */
export type AddOutcome =
  | { readonly kind: "added"; readonly dateAdded: Microseconds; readonly version: Microseconds }
  | { readonly kind: "already-present"; readonly dateAdded: Microseconds; readonly version: Microseconds }
  | { readonly kind: "recalled" };

/** `match[version]`: the newest the reader may see, the oldest, each, or exactly this one. */
export type VersionChoice =
  | { readonly kind: "last" }
  | { readonly kind: "first" }
  | { readonly kind: "all" }
  | { readonly kind: "exactly"; readonly version: Microseconds };

/** Who reads, as far as the store must know. Rows whose audiences miss all of these do not exist for it. */
export interface Reader {
  readonly organization: OrganizationNumber;
  readonly audiences: ReadonlySet<AudienceNumber>;
}

/** One question about a collection. Lists are sets of alternatives; undefined does not filter. */
export interface VersionQuery {
  readonly collection: CollectionNumber;
  readonly reader: Reader;
  readonly addedAfter: Microseconds | undefined;
  readonly ids: readonly string[] | undefined;
  readonly types: readonly string[] | undefined;
  readonly specVersions: readonly string[] | undefined;
  readonly versions: readonly VersionChoice[];
  /** Position after which the page begins: the `position` of the last row of the page before. */
  readonly after: number | undefined;
  /** At most this many rows, 1 to the hub's page size. */
  readonly limit: number;
}

export interface StoredVersion {
  readonly position: number;
  readonly dateAdded: Microseconds;
  readonly id: string;
  readonly type: string;
  readonly specVersion: string;
  readonly version: Microseconds;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Whether rows follow the last one here. */
  readonly more: boolean;
}

/**
 * The versions of objects, one row each, in the order of adding. `storage/` implements it over PostgreSQL.
 *
 * Adding is one transaction per call: all outcomes are durable when the promise is fulfilled, none when it is
 * rejected. Within a collection `dateAdded` rises strictly with `position`, and a row never becomes visible before
 * one with a lower position, so a reader who has seen a position has seen all before it.
 */
export interface VersionStore {
  /** In the order of `versions`; a version given twice in one call is added once. */
  addVersions(
    collection: CollectionNumber,
    owner: OrganizationNumber,
    versions: readonly NewVersion[],
  ): Promise<readonly AddOutcome[]>;

  /** Ordered by position. `body` is the stored text. */
  objects(query: VersionQuery): Promise<Page<StoredVersion & { readonly body: string }>>;

  /** As `objects`, without the texts. */
  manifest(query: VersionQuery): Promise<Page<StoredVersion>>;

  /** Versions of one object that the reader may see, ordered by position; empty when there are none. */
  versionsOf(query: VersionQuery & { readonly ids: readonly [string] }): Promise<Page<StoredVersion>>;

  /**
   * Takes away the chosen versions of `id` that `owner` added and the reader may see.
   * @returns how many went; 0 is also the answer for what does not exist.
   */
  deleteVersions(
    query: Pick<VersionQuery, "collection" | "reader" | "specVersions" | "versions"> & {
      readonly id: string;
    },
  ): Promise<number>;
}
