import type { AudienceNumber, OrganizationNumber } from "../members/caller.ts";
import type { CollectionNumber } from "./version-store.ts";

/** Who adds objects, as far as its traces must be known to take them out again. */
export interface Author {
  readonly organization: OrganizationNumber;
  readonly ownAudience: AudienceNumber;
  /** STIX identity ids that the organisation has declared as its own. */
  readonly identities: readonly string[];
  /** Names by which it would be known: its name at the hub and those of its identities. */
  readonly names: readonly string[];
  /** `identity--…` that stands for it in this collection. */
  readonly pseudonym: string;
  /** Whether this id stands for another member in this collection. */
  isForeignPseudonym(id: string): boolean;
}

/** What `collections/` must know of members. `members/` answers it. */
export interface AuthorDirectory {
  authorIn(collection: CollectionNumber, organization: OrganizationNumber): Promise<Author>;
  /**
   * Audiences that this organisation may address, by their public ids.
   * @returns undefined when one of them does not exist or is not open to it; the two are not told apart
   */
  audiencesNamed(
    organization: OrganizationNumber,
    publicIds: readonly string[],
  ): Promise<readonly AudienceNumber[] | undefined>;
}
