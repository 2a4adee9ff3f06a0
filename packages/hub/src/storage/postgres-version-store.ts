import type {
  Microseconds,
  Page,
  StoredVersion,
  VersionQuery,
  VersionStore,
} from "../collections/version-store.ts";
import { addVersions } from "./add-versions.ts";
import type { Database } from "./database.ts";
import { conditionsOf } from "./version-conditions.ts";

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

/** One row more than asked tells whether more follow. */
async function page<Row>(database: Database, query: VersionQuery, columns: string): Promise<Page<Row>> {
  const { sql, values } = conditionsOf(query);
  const { rows } = await database.query<Row>(
    `select ${columns} from versions v where ${sql} order by v.position limit $${values.length + 1}`,
    [...values, query.limit + 1],
  );
  return { rows: rows.slice(0, query.limit), more: rows.length > query.limit };
}

async function deleteVersions(
  database: Database,
  query: Parameters<VersionStore["deleteVersions"]>[0],
): Promise<number> {
  const { sql, values } = conditionsOf({
    ...query,
    ids: [query.id],
    types: undefined,
    addedAfter: undefined,
    after: undefined,
  });
  return database.transaction(async (queries) => {
    const { count } = await queries.query(
      `delete from versions where (collection, position) in (
        select v.collection, v.position from versions v where ${sql} and v.owner = $${values.length + 1}
      )`,
      [...values, query.reader.organization],
    );
    return count;
  });
}
