import {
  formatTimestamp,
  formatVersion,
  type FilteredEndpoint,
  type ManifestRecord,
} from "@stillwatch/protocol";
import type { Context, Hono } from "hono";
import { objectsWithin } from "../collections/objects-within.ts";
import type { PagedResource } from "../collections/page-cursor.ts";
import type {
  Page,
  Reader,
  StoredVersion,
  VersionChoice,
  VersionStore,
} from "../collections/version-store.ts";
import { HubError } from "../hub-error.ts";
import type { Caller } from "../members/caller.ts";
import { addObjects } from "./add-objects.ts";
import { notModified, pageResponse } from "./page-response.ts";
import { filtersOf, questionOf, type Question } from "./question.ts";
import {
  addEndpoint,
  collectionOf,
  queryOf,
  taxiiResponse,
  type HubEnvironment,
  type TaxiiHub,
} from "./taxii-context.ts";

/** Objects, their versions and the manifest (TAXII 2.1 §5.3 to §5.8). */
export function addObjectRoutes(app: Hono<HubEnvironment>, hub: TaxiiHub): void {
  const { versions } = hub.parts.stores;

  addEndpoint(app, "/:root/collections/:collection/manifest", {
    GET: async (context) => {
      const question = await ask(hub, context, "manifest", "manifest");
      const page = await versions.manifest(question.query);
      return answer(hub, context, { page, question, listName: "objects", jsonOf: manifestRecord });
    },
  });

  addEndpoint(app, "/:root/collections/:collection/objects", {
    GET: async (context) => objectsPage(hub, context, await ask(hub, context, "objects", "objects")),
    POST: async (context) => addObjects(hub, context, await collectionOf(hub, context, "add")),
  });

  addEndpoint(app, "/:root/collections/:collection/objects/:object", {
    GET: async (context) => {
      const question = await ask(hub, context, "object", "objects");
      return objectsPage(hub, context, question, async (found) => requireObject(versions, question, found));
    },
    DELETE: async (context) => deleteObject(hub, context),
  });

  addEndpoint(app, "/:root/collections/:collection/objects/:object/versions", {
    GET: async (context) => {
      const question = await ask(hub, context, "versions", "versions");
      const page = await versions.versionsOf({ ...question.query, ids: [objectIdOf(context)] });
      await requireObject(versions, question, page.rows.length > 0);
      const jsonOf = (row: StoredVersion): string => JSON.stringify(formatVersion(row.version));
      return answer(hub, context, { page, question, listName: "versions", jsonOf });
    },
  });
}

/** Larger pages end early. */
const MOST_PAGE_CHARACTERS = 16 * 1024 * 1024;

/** The bodies are fetched only for who has not the same page already. */
async function objectsPage(
  hub: TaxiiHub,
  context: Context<HubEnvironment>,
  question: Question,
  check: (found: boolean) => Promise<void> = async () => undefined,
): Promise<Response> {
  const { versions } = hub.parts.stores;
  const ifNoneMatch = context.req.header("If-None-Match");
  if (ifNoneMatch !== undefined) {
    const rows = await versions.manifest(question.query);
    await check(rows.rows.length > 0);
    const known = notModified(rows, { question, cursors: hub.cursors, ifNoneMatch });
    if (known !== undefined) return known;
  }
  const page = await objectsWithin(versions, question.query, MOST_PAGE_CHARACTERS);
  await check(page.rows.length > 0);
  return pageResponse({
    page,
    question,
    cursors: hub.cursors,
    listName: "objects",
    jsonOf: (row) => row.body,
  });
}

function answer(
  hub: TaxiiHub,
  context: Context<HubEnvironment>,
  parts: {
    readonly page: Page<StoredVersion>;
    readonly question: Question;
    readonly listName: "objects" | "versions";
    readonly jsonOf: (row: StoredVersion) => string;
  },
): Response {
  const { cursors } = hub;
  const ifNoneMatch = context.req.header("If-None-Match");
  return (
    notModified(parts.page, { question: parts.question, cursors, ifNoneMatch }) ??
    pageResponse({ ...parts, cursors })
  );
}

async function ask(
  hub: TaxiiHub,
  context: Context<HubEnvironment>,
  endpoint: Exclude<FilteredEndpoint, "delete">,
  resource: PagedResource,
): Promise<Question> {
  const collection = await collectionOf(hub, context, "read");
  return questionOf({
    search: queryOf(context),
    endpoint,
    resource,
    collection: collection.number,
    reader: readerOf(context.get("caller")),
    ...(endpoint === "object" || endpoint === "versions" ? { id: objectIdOf(context) } : {}),
    pageSize: hub.parts.settings.pageSize,
    cursors: hub.cursors,
  });
}

async function deleteObject(hub: TaxiiHub, context: Context<HubEnvironment>): Promise<Response> {
  const collection = await collectionOf(hub, context, "remove");
  const caller = context.get("caller");
  const id = objectIdOf(context);
  const filters = filtersOf(queryOf(context), "delete");
  const deleted = await hub.parts.changes.inTurn(caller, async () => {
    const count = await hub.parts.stores.versions.deleteVersions({
      collection: collection.number,
      reader: readerOf(caller),
      id,
      specVersions: filters.specVersions,
      versions: (filters.versions as readonly VersionChoice[] | undefined) ?? EVERY_VERSION,
    });
    await hub.parts.changes.afterDeleting({ caller, collection, id, deleted: count });
    return count;
  });
  if (deleted === 0) {
    throw new HubError(
      "not-found",
      "There is no such object, or no version of it that your organisation added.",
    );
  }
  return taxiiResponse("");
}

/** What a DELETE means that names no version (TAXII 2.1 §5.7). */
const EVERY_VERSION: readonly VersionChoice[] = [{ kind: "all" }];

/** An object of which the filters leave nothing is an empty page; one that the reader does not know is 404. */
async function requireObject(versions: VersionStore, { query }: Question, found: boolean): Promise<void> {
  if (found) return;
  const any = await versions.manifest({
    ...query,
    addedAfter: undefined,
    types: undefined,
    specVersions: undefined,
    versions: EVERY_VERSION,
    after: undefined,
    limit: 1,
  });
  if (any.rows.length === 0)
    throw new HubError("not-found", "There is no such object, or it is not open to you.");
}

function manifestRecord(row: StoredVersion): string {
  const record: ManifestRecord = {
    id: row.id,
    date_added: formatTimestamp(row.dateAdded),
    version: formatVersion(row.version),
    media_type: `application/stix+json;version=${row.specVersion}`,
  };
  return JSON.stringify(record);
}

function objectIdOf(context: Context<HubEnvironment>): string {
  return context.req.param("object") ?? "";
}

function readerOf(caller: Caller): Reader {
  return { organization: caller.organization, audiences: caller.audiences };
}
