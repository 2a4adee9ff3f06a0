import { parseTimestamp, standingOf, type Standing } from "@stillwatch/protocol";
import type { CollectionNumber, Microseconds } from "../collections/version-store.ts";
import { HubError } from "../hub-error.ts";
import type { Caller } from "../members/caller.ts";
import { permits } from "../members/permissions.ts";
import type { FeedbackStore, ObjectFacts, Verdict } from "./feedback-store.ts";
import type { RecallStore } from "./recall-store.ts";

/** One object of a collection that the caller may read. */
export interface AskedObject {
  readonly caller: Caller;
  readonly collection: CollectionNumber;
  readonly objectId: string;
}

/**
 * Days after which a thing that nobody saw again counts half. Accounts and addresses change hands within weeks; how a
 * campaign works stays true for longer.
 */
const HALF_LIFE_DAYS: Readonly<Record<string, number>> = {
  "user-account": 30,
  infrastructure: 30,
  "ipv4-addr": 30,
  "ipv6-addr": 30,
  "domain-name": 30,
  indicator: 60,
  "observed-data": 60,
  campaign: 180,
  "intrusion-set": 180,
};
const OTHER_HALF_LIFE_DAYS = 90;

/**
 * Says what an object is worth to this reader now: only what it may see counts, so that the answer tells nothing of
 * what others said among themselves.
 *
 * @throws HubError `not-found` for what the reader may not see
 */
export async function objectStanding(
  stores: { readonly feedback: FeedbackStore; readonly recalls: RecallStore },
  { caller, collection, objectId }: AskedObject,
  now: Microseconds,
): Promise<Standing> {
  const [facts, recalled] = await Promise.all([
    stores.feedback.factsOf(collection, objectId, caller),
    stores.recalls.isRecalledFor(collection, objectId, caller.organization),
  ]);
  if (facts === undefined && !recalled) throw noSuchObject();
  const said = facts === undefined ? [] : await stores.feedback.about(collection, objectId, caller);
  return standingOf({
    ...lifetimeOf(facts),
    firstAdded: facts?.firstAdded ?? now,
    recalled,
    sightings: said.flatMap((one) =>
      one.kind === "sighting"
        ? [{ ...one, negative: one.count === 0, organization: String(one.organization) }]
        : [],
    ),
    opinions: said.flatMap((one) =>
      one.kind === "opinion" ? [{ ...one, organization: String(one.organization) }] : [],
    ),
    verdict: facts?.verdict && { ...facts.verdict, by: "owner" },
    now,
    halfLifeDays: HALF_LIFE_DAYS[facts?.type ?? ""] ?? OTHER_HALF_LIFE_DAYS,
  });
}

/**
 * Gives the verdict of a person over an object of their own organisation; it pins the standing. Undefined withdraws it.
 *
 * @throws HubError `not-found` for what the caller may not see, `forbidden` for what is not its own
 */
export async function judgeObject(
  store: FeedbackStore,
  { caller, collection, objectId }: AskedObject,
  judgement: { readonly verdict: Verdict | undefined; readonly at: Microseconds },
): Promise<void> {
  if (!permits(caller, "judge-objects")) {
    throw new HubError("forbidden", "a verdict takes an analyst or counsel, and a key that is not read-only");
  }
  const facts = await store.factsOf(collection, objectId, caller);
  if (facts === undefined) throw noSuchObject();
  if (facts.owner !== caller.organization) {
    throw new HubError(
      "forbidden",
      "only the member who shared an object gives a verdict; share an opinion instead",
    );
  }
  const { organization, credential } = caller;
  await store.judge(
    { collection, objectId, organization, credential, ...judgement },
    {
      atMs: Math.floor(judgement.at / 1_000),
      organization,
      credential,
      action: judgement.verdict === undefined ? "verdict.withdraw" : "verdict.give",
      targetKind: "object",
      target: objectId,
      outcome: "done",
    },
  );
}

/** The one answer for what does not exist and for what the caller may not know of. */
export function noSuchObject(): HubError {
  return new HubError("not-found", "there is no such object, or it is not open to you");
}

/** The stored text passed the guard, so its times are times. */
function lifetimeOf(facts: ObjectFacts | undefined) {
  if (facts === undefined) return { revoked: false };
  const object = JSON.parse(facts.newest.body) as {
    readonly revoked?: boolean;
    readonly valid_from?: unknown;
    readonly valid_until?: unknown;
  };
  return {
    revoked: object.revoked === true,
    validFrom: timeOf(object.valid_from),
    validUntil: timeOf(object.valid_until),
  };
}

function timeOf(value: unknown): number | undefined {
  return typeof value === "string" ? parseTimestamp(value) : undefined;
}
