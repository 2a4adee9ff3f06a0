import type {
  Microseconds,
  Page,
  StoredVersion,
  VersionQuery,
  VersionStore,
} from "../collections/version-store.ts";
import { addVersions } from "./add-versions.ts";
import type { Database } from "./database.ts";
import { selectionOf } from "./version-conditions.ts";

/** `VersionStore` over PostgreSQL. @param now - microseconds since 1970 */
export function postgresVersionStore(database: Database, now: () => Microseconds): VersionStore {
  return {
    addVersions: (collection, owner, versions) => addVersions({ database, now, collection, owner, versions }),
    objects: (query) =>
      page<StoredVersion & { readonly body: string }>(database, query, `${COLUMNS}, v.body`),
    manifest: (query) => page<StoredVersion>(database, query, COLUMNS),
    versionsOf: (query) => page<StoredVersion>(database, query, COLUMNS),
    deleteVersions: (query) => deleteVersions(database, query),
  };
}

const COLUMNS = `v.position, v.date_added as "dateAdded", v.id, v.type, v.spec_version as "specVersion", v.version`;

async function page<Row>(database: Database, query: VersionQuery, columns: string): Promise<Page<Row>> {
  const { sql, values } = pageStatement(query, columns);
  const { rows } = await database.query<Row>(sql, values);
  return { rows: rows.slice(0, query.limit), more: rows.length > query.limit };
}

/** One row more than asked tells whether more follow. */
export function pageStatement(
  query: VersionQuery,
  columns: string = COLUMNS,
): { readonly sql: string; readonly values: readonly unknown[] } {
  const { sources, where, values } = selectionOf(query);
  const limit = `$${values.length + 1}::integer`;
  return {
    sql: `select v.* from ${sources} cross join lateral (
  select ${columns} from versions v
  where ${where}
  order by v.position limit ${limit}
) v order by v.position limit ${limit}`,
    values: [...values, query.limit + 1],
  };
}

async function deleteVersions(
  database: Database,
  query: Parameters<VersionStore["deleteVersions"]>[0],
): Promise<number> {
  const { sources, where, values } = selectionOf({
    ...query,
    ids: [query.id],
    types: undefined,
    addedAfter: undefined,
    after: undefined,
  });
  return database.transaction(async (queries) => {
    const { count } = await queries.query(
      `delete from versions where (collection, reach, position) in (
        select v.collection, v.reach, v.position from ${sources} cross join versions v
        where ${where} and v.owner = $${values.length + 1}::integer
      )`,
      [...values, query.reader.organization],
    );
    return count;
  });
}
