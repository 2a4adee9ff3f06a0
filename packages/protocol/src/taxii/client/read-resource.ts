import type { ApiRootResource, CollectionResource, StatusDetails, StatusResource } from "../resources.ts";
import type { Answer } from "./connection.ts";
import { listOf, malformed, readJsonObject, recordOf } from "./read-json.ts";

/** URLs of API roots as they stand in a discovery resource. */
export function rootsIn(body: Readonly<Record<string, unknown>>): readonly string[] {
  const { default: preferred, api_roots } = body;
  const roots = listOf(api_roots, "api_roots").filter((root) => typeof root === "string");
  // The standard wants the default to be among them; where it is not, it is meant all the same.
  return typeof preferred === "string" ? [preferred, ...roots.filter((root) => root !== preferred)] : roots;
}

/** @throws TaxiiError `malformed-answer` */
export function apiRootIn(body: Readonly<Record<string, unknown>>): ApiRootResource {
  const { title, description, versions, max_content_length: most } = body;
  return {
    title: typeof title === "string" ? title : "",
    ...(typeof description === "string" ? { description } : {}),
    versions: listOf(versions, "versions").filter((version) => typeof version === "string"),
    max_content_length: typeof most === "number" && most >= 1 ? Math.floor(most) : MOST_CONTENT_BYTES,
  };
}

/** Taken where a server does not say what it takes. */
const MOST_CONTENT_BYTES = 1_000_000;

/** @throws TaxiiError `malformed-answer` */
export function readCollections(answer: Answer): readonly CollectionResource[] {
  return listOf(readJsonObject(answer)["collections"], "collections").map(collectionIn);
}

/** @throws TaxiiError `malformed-answer` */
export function collectionIn(entry: unknown): CollectionResource {
  const { id, title, description, alias, can_read, can_write, media_types } = recordOf(entry, "a collection");
  if (typeof id !== "string" || id === "") throw malformed("a collection without an id");
  const types = listOf(media_types, "media_types").filter((type) => typeof type === "string");
  return {
    id,
    title: typeof title === "string" ? title : "",
    ...(typeof description === "string" ? { description } : {}),
    ...(typeof alias === "string" ? { alias } : {}),
    can_read: can_read === true,
    can_write: can_write === true,
    ...(types.length === 0 ? {} : { media_types: types }),
  };
}

/** @throws TaxiiError `malformed-answer` */
export function readStatus(answer: Answer): StatusResource {
  const body = readJsonObject(answer);
  const { id, status } = body;
  if (typeof id !== "string" || (status !== "complete" && status !== "pending")) {
    throw malformed("a status without an id, or neither complete nor pending");
  }
  return {
    id,
    status,
    total_count: countOf(body["total_count"]),
    success_count: countOf(body["success_count"]),
    successes: detailsOf(body["successes"]),
    failure_count: countOf(body["failure_count"]),
    failures: detailsOf(body["failures"]),
    pending_count: countOf(body["pending_count"]),
    pendings: detailsOf(body["pendings"]),
  };
}

function detailsOf(value: unknown): readonly StatusDetails[] {
  return listOf(value, "a list of a status").map((entry) => {
    // Servers of TAXII 2.0 list bare ids.
    if (typeof entry === "string") return { id: entry, version: "" };
    const { id, version, message } = recordOf(entry, "an entry of a status");
    return {
      id: typeof id === "string" ? id : "",
      version: typeof version === "string" ? version : "",
      ...(typeof message === "string" ? { message } : {}),
    };
  });
}

function countOf(value: unknown): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}
