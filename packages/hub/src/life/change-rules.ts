import type { AddedObjects, ChangeRules } from "../api/hub-parts.ts";
import type { AddOutcome, NewVersion } from "../collections/version-store.ts";
import type { AuditAction, AuditStore } from "../members/audit-store.ts";
import type { Caller } from "../members/caller.ts";
import type { FeedbackStore, KeptFeedback } from "./feedback-store.ts";
import { feedbackOf } from "./feedback.ts";
import type { QuotaKeeper } from "./quotas.ts";

/** What life adds to a change of a collection: turns, quotas, the index of feedback, the audit record. */
export function changeRules(parts: {
  readonly quotas: QuotaKeeper;
  readonly feedback: FeedbackStore;
  readonly audit: AuditStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): ChangeRules {
  const { quotas, feedback, audit, now } = parts;

  async function record(
    action: AuditAction,
    caller: Caller,
    collectionId: string,
    done: boolean,
  ): Promise<void> {
    await audit.append({
      atMs: now(),
      organization: caller.organization,
      credential: caller.credential,
      action,
      targetKind: "collection",
      target: collectionId,
      outcome: done ? "done" : "refused",
    });
  }

  return {
    inTurn: (caller, work) => quotas.inTurn(caller, work),
    beforeAdding: ({ caller, objects, bytes }) => quotas.takeObjects(caller, { objects, bytes }),

    async afterAdding(change) {
      const kept = feedbackAmong(change);
      if (kept.length > 0) {
        await feedback.keep(change.collection.number, change.caller.organization, kept);
      }
      await record("objects.add", change.caller, change.collection.id, change.objects.length > 0);
    },

    async afterDeleting({ caller, collection, deleted }) {
      await record("objects.delete", caller, collection.id, deleted > 0);
    },
  };
}

/**
 * What was present already is indexed again: if the hub died between adding and indexing, the author, who got no
 * answer, sends it again.
 */
function feedbackAmong({
  objects,
  outcomes,
}: Pick<AddedObjects, "objects" | "outcomes">): readonly KeptFeedback[] {
  return objects.flatMap((object, place) => keptOf(object, outcomes[place]));
}

function keptOf(object: NewVersion, outcome: AddOutcome | undefined): readonly KeptFeedback[] {
  if (outcome === undefined || outcome.kind === "recalled") return [];
  const feedback = feedbackOf(object, outcome.version);
  return feedback === undefined
    ? []
    : [{ feedback, dateAdded: outcome.dateAdded, audiences: object.audiences }];
}
