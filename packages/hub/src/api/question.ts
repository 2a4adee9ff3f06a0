import { parseFilters, type FilteredEndpoint, type Filters } from "@stillwatch/protocol";
import {
  questionDigest,
  type PageCursors,
  type PagedResource,
  type QuestionDigest,
} from "../collections/page-cursor.ts";
import type {
  CollectionNumber,
  Microseconds,
  Reader,
  VersionChoice,
  VersionQuery,
} from "../collections/version-store.ts";
import { HubError } from "../hub-error.ts";

/** What a request asks the store, and the digest that its cursors and tags are bound to. */
export interface Question {
  readonly query: VersionQuery;
  readonly digest: QuestionDigest;
}

/**
 * Reads the question of a GET: filters that the endpoint has, the page size, and where the page begins.
 *
 * @param search - query string without its question mark
 * @param id - the object, at the endpoints that are about one
 * @throws HubError `bad-request` for a filter that is none, and for a `next` that belongs to another question
 */
export function questionOf({
  search,
  endpoint,
  resource,
  collection,
  reader,
  id,
  pageSize,
  cursors,
}: {
  readonly search: string;
  readonly endpoint: Exclude<FilteredEndpoint, "delete">;
  readonly resource: PagedResource;
  readonly collection: CollectionNumber;
  readonly reader: Reader;
  readonly id?: string;
  readonly pageSize: number;
  readonly cursors: PageCursors;
}): Question {
  const filters = filtersOf(search, endpoint);
  const first: VersionQuery = {
    collection,
    reader,
    addedAfter: filters.addedAfter as Microseconds | undefined,
    ids: id === undefined ? filters.ids : [id],
    types: filters.types,
    specVersions: filters.specVersions ?? LATEST_SPECIFICATION,
    versions: resource === "versions" ? ALL : versionsOf(filters),
    after: undefined,
    limit: Math.min(filters.limit ?? pageSize, pageSize),
  };
  const digest = questionDigest(resource, first);
  if (filters.next === undefined) return { query: first, digest };
  const after = cursors.open(digest, filters.next);
  if (after === undefined) {
    throw new HubError(
      "bad-request",
      "This next does not belong to this question. Send it with the same filters, or begin anew without it.",
    );
  }
  return { query: { ...first, after }, digest };
}

/** @throws HubError `bad-request` */
export function filtersOf(search: string, endpoint: FilteredEndpoint): Filters {
  const parsed = parseFilters(search, endpoint);
  if (parsed.kind === "refused") throw new HubError("bad-request", parsed.message);
  return parsed.filters;
}

/** Without `match[version]` the standard means the last. */
function versionsOf({ versions }: Filters): readonly VersionChoice[] {
  return versions === undefined ? LAST : (versions as readonly VersionChoice[]);
}

const LAST: readonly VersionChoice[] = [{ kind: "last" }];
const ALL: readonly VersionChoice[] = [{ kind: "all" }];

/** Without `match[spec_version]`; objects of an older STIX must be asked for. */
export const LATEST_SPECIFICATION: readonly string[] = ["2.1"];
