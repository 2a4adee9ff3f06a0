import type { CollectionNumber, Microseconds } from "../collections/version-store.ts";
import type { AuditEntry } from "../members/audit-store.ts";
import type { OrganizationNumber } from "../members/caller.ts";

/** Why an object is recalled: a closed set, since free words might tell who wrote them. */
export const RECALL_REASONS = [
  "inaccurate",
  "not-malicious",
  "privacy",
  "legal",
  "mistake",
  "other",
] as const;

export type RecallReason = (typeof RECALL_REASONS)[number];

/** A recall as one of its recipients sees it. */
export interface RecallNotice {
  /** UUID of the recall. */
  readonly id: string;
  /** UUID of the collection. */
  readonly collectionId: string;
  readonly objectId: string;
  readonly reason: RecallReason;
  readonly recalledAt: Microseconds;
}

/** A recall as its originator sees it: counts, never who. */
export interface MadeRecall extends RecallNotice {
  /** Organisations that could have read the object. */
  readonly recipients: number;
  readonly acknowledged: number;
}

export interface RecallOrder {
  readonly collection: CollectionNumber;
  readonly objectId: string;
  readonly owner: OrganizationNumber;
  readonly credential: string;
  readonly reason: RecallReason;
  /**
   * Text of a last version that tells plain TAXII clients of the recall, from the newest version's text and the new
   * version's time; undefined where the type has none.
   */
  readonly lastVersion: (newest: string, modified: Microseconds) => string | undefined;
}

/** Which rows of a list: after the recall of this id, at most `limit`. An unknown id begins at the start. */
export interface RecallPage {
  readonly after: string | undefined;
  readonly limit: number;
}

/** Recalls, the notices of them, and what they leave behind. `storage/` implements it over PostgreSQL. */
export interface RecallStore {
  /**
   * In one transaction, during which nothing is added to the collection: takes away the object's versions, keeps the
   * tombstone, writes a notice for every organisation that could have read one of them, and adds the last version.
   *
   * Who added the object first takes away all of it, and its id never comes back. Anybody else takes away only what it
   * added itself, so that nobody can recall another's object by adding to it. A second recall answers as the first.
   *
   * @returns undefined where the organisation has added no such object
   */
  recall(order: RecallOrder, audit: AuditEntry): Promise<MadeRecall | undefined>;

  /** Notices that the organisation has not acknowledged, oldest first. */
  notices(organization: OrganizationNumber, page: RecallPage): Promise<readonly RecallNotice[]>;

  /** Recalls that the organisation made, oldest first. */
  made(organization: OrganizationNumber, page: RecallPage): Promise<readonly MadeRecall[]>;

  /** @returns whether there is such a notice for the organisation; acknowledging again changes nothing */
  acknowledge(
    acknowledgement: {
      readonly recallId: string;
      readonly organization: OrganizationNumber;
      readonly credential: string;
    },
    audit: AuditEntry,
  ): Promise<boolean>;

  /** Whether the object was recalled, as far as the organisation may know: it made the recall or has a notice of it. */
  isRecalledFor(
    collection: CollectionNumber,
    objectId: string,
    organization: OrganizationNumber,
  ): Promise<boolean>;
}
