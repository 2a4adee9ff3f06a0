import { parseTimestamp } from "../stix/timestamp.ts";

/** `match[version]`: the newest, the oldest, each, or exactly the one of this time (microseconds since 1970). */
export type VersionFilter =
  | { readonly kind: "last" }
  | { readonly kind: "first" }
  | { readonly kind: "all" }
  | { readonly kind: "exactly"; readonly version: number };

/** What a request asks for (section 3.4). Lists are alternatives without repeats; undefined does not filter. */
export interface Filters {
  /** Microseconds since 1970; what was added at that very time is not meant. */
  readonly addedAfter: number | undefined;
  /** From 1; the server caps it. */
  readonly limit: number | undefined;
  /** As it came; `decodeCursor` reads it. At most 1,024 characters. */
  readonly next: string | undefined;
  readonly ids: readonly string[] | undefined;
  readonly types: readonly string[] | undefined;
  /** Where it is undefined, the standard means the last version. */
  readonly versions: readonly VersionFilter[] | undefined;
  readonly specVersions: readonly string[] | undefined;
}

/** Endpoints that take filters, each its own (sections 5.3, 5.4, 5.6, 5.7, 5.8). */
export type FilteredEndpoint = "objects" | "manifest" | "object" | "versions" | "delete";

/**
 * Why filters are refused. Exhaustive:
 * - `query-too-long`: more than 1,000,000 characters; ask in several requests
 * - `too-many-values`: more than 10,000 values in one parameter
 * - `repeated`: a parameter that may stand once stands twice, or a version twice in its list
 * - `malformed`: anything else that the standard does not allow
 */
export type FilterRefusalCode = "query-too-long" | "too-many-values" | "repeated" | "malformed";

/** A refusal names the parameter and what would be right, never the value. */
export interface FilterRefusal {
  readonly kind: "refused";
  readonly code: FilterRefusalCode;
  readonly message: string;
}

/** Most characters of a query string. */
export const MOST_QUERY_CHARACTERS = 1_000_000;

/** Most values that one parameter may list. */
export const MOST_FILTER_VALUES = 10_000;

const LONGEST_NEXT = 1024;

const TAKEN: Readonly<Record<FilteredEndpoint, readonly string[]>> = {
  objects: [
    "added_after",
    "limit",
    "next",
    "match[id]",
    "match[type]",
    "match[version]",
    "match[spec_version]",
  ],
  manifest: [
    "added_after",
    "limit",
    "next",
    "match[id]",
    "match[type]",
    "match[version]",
    "match[spec_version]",
  ],
  object: ["added_after", "limit", "next", "match[version]", "match[spec_version]"],
  versions: ["added_after", "limit", "next", "match[spec_version]"],
  delete: ["match[version]", "match[spec_version]"],
};

/** A type of at most 250 characters, two hyphens, and a UUID; nothing that could not stand in an id. */
const ID = /^[\x21-\x7e]{1,288}$/;
const TYPE = /^[\x21-\x7e]{1,250}$/;
const SPEC_VERSION = /^\d{1,3}\.\d{1,3}$/;
const POSITIVE = /^\d{1,30}$/;

/**
 * Reads the filters of a request. Parameters that the endpoint does not take are ignored (section 3.4 lets a server).
 * Bounded: the length is looked at first, and values are counted before they are cut apart.
 *
 * @param query - what stands behind the `?` of the URL, still encoded; empty where there is none
 */
export function parseFilters(
  query: string,
  endpoint: FilteredEndpoint,
): { readonly kind: "filters"; readonly filters: Filters } | FilterRefusal {
  try {
    if (query.length > MOST_QUERY_CHARACTERS) {
      throw new Refused("query-too-long", "the query is too long; ask for fewer objects at a time");
    }
    const taken = single(new URLSearchParams(query), TAKEN[endpoint]);
    return {
      kind: "filters",
      filters: {
        addedAfter: optional(taken, "added_after", addedAfter),
        limit: optional(taken, "limit", limit),
        next: optional(taken, "next", next),
        ids: optional(taken, "match[id]", (name, text) => listed(name, text, ID)),
        types: optional(taken, "match[type]", (name, text) => listed(name, text, TYPE)),
        versions: optional(taken, "match[version]", versions),
        specVersions: optional(taken, "match[spec_version]", (name, text) =>
          listed(name, text, SPEC_VERSION),
        ),
      },
    };
  } catch (thrown) {
    if (thrown instanceof Refused) return { kind: "refused", code: thrown.code, message: thrown.message };
    throw thrown;
  }
}

/** Leaves `parseFilters` from any depth; nobody else sees it. */
class Refused extends Error {
  readonly code: FilterRefusalCode;

  constructor(code: FilterRefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

function single(query: URLSearchParams, names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Map<string, string>();
  for (const [name, value] of query) {
    if (!names.includes(name)) continue;
    if (taken.has(name))
      throw new Refused("repeated", `${name} may stand once only; separate values by commas`);
    taken.set(name, value);
  }
  return taken;
}

function optional<Value>(
  taken: ReadonlyMap<string, string>,
  name: string,
  read: (name: string, text: string) => Value,
): Value | undefined {
  const text = taken.get(name);
  return text === undefined ? undefined : read(name, text);
}

function addedAfter(name: string, text: string): number {
  const time = parseTimestamp(text);
  if (time === undefined) {
    throw new Refused("malformed", `${name} must be a time such as 2026-11-02T12:34:56.123456Z`);
  }
  return time;
}

function limit(name: string, text: string): number {
  const value = POSITIVE.test(text) ? Number(text) : 0;
  if (value < 1) throw new Refused("malformed", `${name} must be a whole number from 1`);
  return Math.min(value, Number.MAX_SAFE_INTEGER);
}

function next(name: string, text: string): string {
  if (text === "" || text.length > LONGEST_NEXT) {
    throw new Refused("malformed", `${name} must be as the page before gave it`);
  }
  return text;
}

function versions(name: string, text: string): readonly VersionFilter[] {
  const filters = values(name, text).map((value): VersionFilter => {
    if (value === "last" || value === "first" || value === "all") return { kind: value };
    const version = parseTimestamp(value);
    if (version !== undefined) return { kind: "exactly", version };
    throw new Refused(
      "malformed",
      `${name} takes last, first, all, or times such as 2026-11-02T12:34:56.123Z`,
    );
  });
  if (filters.length > 1 && filters.some(({ kind }) => kind === "all")) {
    throw new Refused("malformed", `${name}: all cannot stand beside another version`);
  }
  const distinct = new Set(
    filters.map((filter) => (filter.kind === "exactly" ? filter.version : filter.kind)),
  );
  if (distinct.size < filters.length) throw new Refused("repeated", `${name} names a version twice`);
  return filters;
}

function listed(name: string, text: string, form: RegExp): readonly string[] {
  const found = values(name, text);
  if (!found.every((value) => form.test(value))) {
    throw new Refused(
      "malformed",
      `${name} holds a value that is empty, too long or has characters it cannot have`,
    );
  }
  return [...new Set(found)];
}

function values(name: string, text: string): readonly string[] {
  let count = 1;
  for (let at = text.indexOf(","); at >= 0; at = text.indexOf(",", at + 1)) count++;
  if (count > MOST_FILTER_VALUES) {
    throw new Refused(
      "too-many-values",
      `${name} lists more than ${String(MOST_FILTER_VALUES)} values; ask for fewer at a time`,
    );
  }
  return text.split(",");
}
