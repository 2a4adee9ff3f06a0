import type { Filters, VersionFilter } from "./filters.ts";
import { formatTimestamp, formatVersion } from "../stix/timestamp.ts";

/**
 * Writes filters as a query string, without `?`; the inverse of `parseFilters`. Empty where nothing is filtered. Times
 * get six digits in `added_after`, as TAXII wants and some servers insist on.
 */
export function formatFilters(filters: Partial<Filters>): string {
  const query = new URLSearchParams();
  const { addedAfter, limit, next, ids, types, versions, specVersions } = filters;
  if (addedAfter !== undefined) query.set("added_after", formatTimestamp(addedAfter));
  if (limit !== undefined) query.set("limit", String(limit));
  if (next !== undefined) query.set("next", next);
  if (ids !== undefined) query.set("match[id]", ids.join(","));
  if (types !== undefined) query.set("match[type]", types.join(","));
  if (versions !== undefined) query.set("match[version]", versions.map(versionText).join(","));
  if (specVersions !== undefined) query.set("match[spec_version]", specVersions.join(","));
  return query.toString();
}

function versionText(filter: VersionFilter): string {
  return filter.kind === "exactly" ? formatVersion(filter.version) : filter.kind;
}
