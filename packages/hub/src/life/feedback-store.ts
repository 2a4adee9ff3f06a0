import type { OpinionValue } from "@stillwatch/protocol";
import type { CollectionNumber, Microseconds, Reader } from "../collections/version-store.ts";
import type { AuditEntry } from "../members/audit-store.ts";
import type { AudienceNumber, OrganizationNumber } from "../members/caller.ts";
import type { Feedback } from "./feedback.ts";

/** Feedback with what the store must know of the version that gave it. */
export interface KeptFeedback {
  readonly feedback: Feedback;
  readonly dateAdded: Microseconds;
  readonly audiences: readonly AudienceNumber[] | undefined;
}

/** A sighting or opinion that a reader may see. The organisation is for counting only and is shown to nobody. */
export type SeenFeedback =
  | {
      readonly kind: "sighting";
      readonly organization: OrganizationNumber;
      readonly at: Microseconds;
      readonly count: number;
    }
  | {
      readonly kind: "opinion";
      readonly organization: OrganizationNumber;
      readonly at: Microseconds;
      readonly opinion: OpinionValue;
    };

export type Verdict = "confirmed" | "dismissed";

/** An object as one reader may see it. */
export interface ObjectFacts {
  /** Whose object it is: who added the first version of those the reader may see. */
  readonly owner: OrganizationNumber;
  readonly type: string;
  readonly firstAdded: Microseconds;
  /** Text, owner and audiences of the newest version the reader may see. */
  readonly newest: {
    readonly body: string;
    readonly owner: OrganizationNumber;
    readonly version: Microseconds;
    readonly specVersion: string;
    readonly audiences: readonly AudienceNumber[] | undefined;
  };
  readonly verdict: { readonly verdict: Verdict; readonly at: Microseconds } | undefined;
}

/** What is said about objects, indexed by the object. `storage/` implements it. */
export interface FeedbackStore {
  /** Keeps the newest version of each; keeping it again changes nothing. */
  keep(
    collection: CollectionNumber,
    organization: OrganizationNumber,
    feedback: readonly KeptFeedback[],
  ): Promise<void>;

  /**
   * What the reader may see of what was said about an object, revoked and deleted feedback left out. Of each
   * organisation at most the latest 20 of a kind: more say nothing new.
   */
  about(collection: CollectionNumber, objectId: string, reader: Reader): Promise<readonly SeenFeedback[]>;

  /** @returns undefined where the reader may see no version of the object */
  factsOf(collection: CollectionNumber, objectId: string, reader: Reader): Promise<ObjectFacts | undefined>;

  /** Gives the owner's verdict over its object; undefined withdraws it. */
  judge(
    judgement: {
      readonly collection: CollectionNumber;
      readonly objectId: string;
      readonly organization: OrganizationNumber;
      readonly credential: string;
      readonly verdict: Verdict | undefined;
      readonly at: Microseconds;
    },
    audit: AuditEntry,
  ): Promise<void>;
}
