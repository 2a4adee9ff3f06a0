import {
  formatTimestamp,
  formatVersion,
  isTaxiiContent,
  splitEnvelope,
  TAXII_MEDIA_TYPE,
  type EnvelopeItem,
  type JsonRefusal,
  type JsonRefusalCode,
  type StatusDetails,
  type StatusResource,
} from "@stillwatch/protocol";
import type { Context } from "hono";
import { admit, type AdmittedObject, type RefusedObject } from "../collections/admit.ts";
import type { GrantedCollection } from "../collections/collection-store.ts";
import type { AddOutcome, Microseconds } from "../collections/version-store.ts";
import { HubError, type HubErrorCode } from "../hub-error.ts";
import type { AudienceNumber, Caller } from "../members/caller.ts";
import { alreadyPresent } from "./already-present.ts";
import { readBody } from "./read-body.ts";
import { apiRootOf, taxiiResponse, type HubEnvironment, type TaxiiHub } from "./taxii-context.ts";

/** Header by which a request narrows who may read its objects: public ids of audiences, separated by commas. */
export const AUDIENCE_HEADER = "Stillwatch-Audience";

/**
 * Takes an envelope in (TAXII 2.1 §5.5): read, split, admit each object, store, report. The answer comes when all that it
 * says is durable, so its status is always `complete`.
 */
export async function addObjects(
  hub: TaxiiHub,
  context: Context<HubEnvironment>,
  collection: GrantedCollection,
): Promise<Response> {
  const { stores, settings, changes } = hub.parts;
  const caller = context.get("caller");
  if (!isTaxiiContent(context.req.header("Content-Type"))) {
    throw new HubError("unsupported-media-type", `Send Content-Type: ${TAXII_MEDIA_TYPE}.`);
  }
  const root = await apiRootOf(hub, context);
  const named = await namedAudiences(hub, context, caller);
  const requestedAt = hub.parts.now();
  // A body that trickles in holds no turn, or a few slow senders would keep every member from writing.
  return hub.bodies.run(caller.organization, async () => {
    const body = await readBody(context.req.raw, Math.min(root.maxContentLength, settings.mostRequestBytes));
    return changes.inTurn(caller, async () => {
      const items = itemsOf(body, settings.mostEnvelopeObjects);
      await changes.beforeAdding({ caller, objects: items.length, bytes: body.byteLength });
      const author = await stores.authors.authorIn(collection.number, caller.organization);
      const { anonymity } = collection;
      const admissions = admit({ items, author, anonymity, named, rules: settings.objectRules });
      const objects = admissions.flatMap((each) => (each.kind === "admitted" ? [each.object] : []));
      const refused = admissions.flatMap((each) => (each.kind === "refused" ? [each.refused] : []));
      const outcomes = await stores.versions.addVersions(collection.number, caller.organization, objects);
      const present = await alreadyPresent({ versions: stores.versions, collection, caller, refused });
      await changes.afterAdding({
        caller,
        collection,
        objects,
        outcomes,
        refused: refused.length - present.size,
      });
      const status = statusOf({ id: randomUuid(hub), requestedAt, objects, outcomes, refused, present });
      const text = JSON.stringify(status);
      await stores.statuses.keep({
        id: status.id,
        root: root.path,
        organization: caller.organization,
        keptAt: requestedAt,
        body: text,
      });
      return taxiiResponse(text, 202);
    });
  });
}

/** What is wrong with a whole request rather than with one of its objects. */
const REFUSAL_CODES: Readonly<Record<JsonRefusalCode, HubErrorCode>> = {
  "invalid-utf8": "bad-request",
  malformed: "bad-request",
  "too-large": "too-large",
  "too-many-objects": "too-large",
  "too-deep": "unprocessable",
  "duplicate-key": "unprocessable",
  "lone-surrogate": "unprocessable",
  "number-out-of-range": "unprocessable",
  "not-an-envelope": "unprocessable",
};

function itemsOf(body: Uint8Array, maxObjects: number): readonly EnvelopeItem[] {
  const envelope = splitEnvelope(body, { maxBytes: body.byteLength, maxObjects, maxObjectDepth: MOST_DEPTH });
  if (envelope.kind === "refused") throw refusedEnvelope(envelope);
  if (envelope.items.length === 0) throw new HubError("unprocessable", 'The envelope has no "objects".');
  return envelope.items;
}

const MOST_DEPTH = 64;

function refusedEnvelope({ code, message, offset, path }: JsonRefusal): HubError {
  const place = path === "" ? `at byte ${offset}` : `at ${path} (byte ${offset})`;
  return new HubError(REFUSAL_CODES[code], `${message} It was met ${place}.`);
}

async function namedAudiences(
  hub: TaxiiHub,
  context: Context<HubEnvironment>,
  caller: Caller,
): Promise<readonly AudienceNumber[] | undefined> {
  const header = context.req.header(AUDIENCE_HEADER);
  if (header === undefined) return undefined;
  const ids = header.split(",", MOST_AUDIENCES + 1).map((id) => id.trim());
  const audiences =
    ids.length > MOST_AUDIENCES
      ? undefined
      : await hub.parts.stores.authors.audiencesNamed(caller.organization, ids);
  if (audiences === undefined) {
    throw new HubError(
      "bad-request",
      `${AUDIENCE_HEADER} must list ids of audiences that are open to you, ${MOST_AUDIENCES} at most.`,
    );
  }
  return audiences;
}

const MOST_AUDIENCES = 32;

function statusOf({
  id,
  requestedAt,
  objects,
  outcomes,
  refused,
  present,
}: {
  readonly id: string;
  readonly requestedAt: Microseconds;
  readonly objects: readonly AdmittedObject[];
  readonly outcomes: readonly AddOutcome[];
  readonly refused: readonly RefusedObject[];
  readonly present: ReadonlySet<RefusedObject>;
}): StatusResource {
  const successes: StatusDetails[] = [];
  const failures: StatusDetails[] = [];
  const detailsOf = (id: string, version: Microseconds | undefined, message?: string): StatusDetails => ({
    id,
    version: formatVersion(version ?? requestedAt),
    ...(message === undefined ? {} : { message }),
  });
  for (const [place, object] of objects.entries()) {
    const outcome = outcomes[place];
    switch (outcome?.kind) {
      case "added":
        successes.push(detailsOf(object.sentId, outcome.version, pseudonymNote(object)));
        break;
      case "already-present":
        successes.push(detailsOf(object.sentId, outcome.version, ALREADY_PRESENT));
        break;
      case "recalled":
        failures.push(detailsOf(object.sentId, object.version, RECALLED));
        break;
      case undefined:
        throw new Error("the store did not say what became of an object");
    }
  }
  for (const each of refused) {
    if (present.has(each)) successes.push(detailsOf(each.id, each.version, ALREADY_PRESENT));
    else failures.push(detailsOf(each.id, each.version, each.message));
  }
  return {
    id,
    status: "complete",
    request_timestamp: formatTimestamp(requestedAt),
    total_count: successes.length + failures.length,
    success_count: successes.length,
    ...(successes.length === 0 ? {} : { successes }),
    failure_count: failures.length,
    ...(failures.length === 0 ? {} : { failures }),
    pending_count: 0,
  };
}

const ALREADY_PRESENT = "This version is already present.";
const RECALLED = "This object was recalled by the member who had shared it; it may not come back.";

function pseudonymNote({ id, sentId }: AdmittedObject): string | undefined {
  return id === sentId ? undefined : `Other members see ${id} in its place.`;
}

/** Version 4: it tells nothing of when or by whom. */
function randomUuid(hub: TaxiiHub): string {
  const bytes = Buffer.from(hub.parts.randomBytes(16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
