import type { Microseconds, VersionStore } from "../collections/version-store.ts";
import { HubError } from "../hub-error.ts";
import type { AuditAction, AuditEntry } from "../members/audit-store.ts";
import type { Caller } from "../members/caller.ts";
import { permits, type Action } from "../members/permissions.ts";
import type { FeedbackStore } from "./feedback-store.ts";
import { recalledVersion, retractedVersion } from "./last-version.ts";
import { noSuchObject, type AskedObject } from "./object-standing.ts";
import type { MadeRecall, RecallPage, RecallReason, RecallNotice, RecallStore } from "./recall-store.ts";

/**
 * Takes an object of the caller's organisation back: it is gone for everybody at once and cannot be added again. What
 * others have copied stays with them; each gets a notice until it acknowledges.
 *
 * @throws HubError `forbidden`, or `not-found` where the organisation has added no such object
 */
export async function recallObject(
  store: RecallStore,
  { caller, collection, objectId }: AskedObject,
  { reason, now }: { readonly reason: RecallReason; readonly now: Microseconds },
): Promise<MadeRecall> {
  require(caller, "recall-objects");
  const { organization: owner, credential } = caller;
  const recall = await store.recall(
    { collection, objectId, owner, credential, reason, lastVersion: recalledVersion },
    entry({ caller, now, action: "object.recall", target: objectId }),
  );
  if (recall === undefined) throw noSuchObject();
  return recall;
}

/**
 * Adds a version of the caller's own object that says `revoked`, which counsel may do who may not add.
 *
 * @throws HubError `forbidden`, `not-found`, or `conflict` for what has no versions or is revoked already
 */
export async function retractObject(
  stores: {
    readonly feedback: FeedbackStore;
    readonly versions: VersionStore;
    readonly record: (entry: AuditEntry) => Promise<void>;
  },
  { caller, collection, objectId }: AskedObject,
  now: Microseconds,
): Promise<void> {
  require(caller, "retract-objects");
  const facts = await stores.feedback.factsOf(collection, objectId, caller);
  if (facts === undefined) throw noSuchObject();
  const { newest } = facts;
  if (facts.owner !== caller.organization || newest.owner !== caller.organization) {
    throw new HubError(
      "forbidden",
      "only the member who shared an object retracts it; share an opinion instead",
    );
  }
  const version = Math.max(now, newest.version + 1_000) as Microseconds;
  const body = retractedVersion(newest.body, version);
  if (body === undefined) {
    throw new HubError(
      "conflict",
      "this object is revoked already, or is of a type without versions; recall it instead",
    );
  }
  const { audiences, specVersion } = newest;
  const retracted = { id: objectId, type: facts.type, version, specVersion, body, audiences };
  await stores.versions.addVersions(collection, caller.organization, [retracted]);
  await stores.record(entry({ caller, now, action: "object.retract", target: objectId }));
}

/** Notices that the caller's organisation has not acknowledged. */
export async function recallNotices(
  store: RecallStore,
  caller: Caller,
  page: RecallPage,
): Promise<readonly RecallNotice[]> {
  require(caller, "read-recalls");
  return store.notices(caller.organization, page);
}

/** Recalls that the caller's organisation made, with how many have acknowledged. */
export async function recallsMade(
  store: RecallStore,
  caller: Caller,
  page: RecallPage,
): Promise<readonly MadeRecall[]> {
  require(caller, "read-recalls");
  return store.made(caller.organization, page);
}

/** Says that the caller's organisation has acted upon a recall. @throws HubError `forbidden`, `not-found` */
export async function acknowledgeRecall(
  store: RecallStore,
  caller: Caller,
  { recallId, now }: { readonly recallId: string; readonly now: Microseconds },
): Promise<void> {
  require(caller, "acknowledge-recalls");
  const { organization, credential } = caller;
  const known = await store.acknowledge(
    { recallId, organization, credential },
    entry({ caller, now, action: "recall.acknowledge", target: recallId }),
  );
  if (!known) throw new HubError("not-found", "there is no such recall, or it is not for you");
}

function require(caller: Caller, action: Action): void {
  if (permits(caller, action)) return;
  throw new HubError(
    "forbidden",
    "this takes an analyst or counsel; a key that is read-only changes nothing",
  );
}

function entry(facts: {
  readonly caller: Caller;
  readonly now: Microseconds;
  readonly action: AuditAction;
  readonly target: string;
}): AuditEntry {
  return {
    atMs: Math.floor(facts.now / 1_000),
    organization: facts.caller.organization,
    credential: facts.caller.credential,
    action: facts.action,
    targetKind: facts.action === "recall.acknowledge" ? "recall" : "object",
    target: facts.target,
    outcome: "done",
  };
}
