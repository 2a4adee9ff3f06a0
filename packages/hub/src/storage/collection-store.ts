import type {
  CollectionAdministration,
  DatedVersion,
  NewCollection,
} from "../collections/collection-administration.ts";
import type { ApiRoot, CollectionStore, GrantedCollection } from "../collections/collection-store.ts";
import type { CollectionNumber, Microseconds } from "../collections/version-store.ts";
import { HubError } from "../hub-error.ts";
import { holdHead } from "./add-versions.ts";
import type { Database } from "./database.ts";
import { StoreError } from "./store-error.ts";

/** API roots and collections over PostgreSQL. @param now - microseconds since 1970 */
export function postgresCollectionStore(
  database: Database,
  now: () => Microseconds,
): CollectionStore & CollectionAdministration {
  return {
    apiRoots: async () => (await database.query<RootRow>(`${ROOTS} order by number`)).rows.map(rootOf),
    apiRoot: async (path) => {
      const { rows } = await database.query<RootRow>(`${ROOTS} where path = $1`, [path]);
      return rows[0] && rootOf(rows[0]);
    },
    collections: async (root, organization) => {
      const { rows } = await database.query<CollectionRow>(`${COLLECTIONS} order by c.public_id`, [
        root,
        organization,
      ]);
      return rows.map(collectionOf);
    },
    collection: async (root, idOrAlias, organization) => {
      const { rows } = await database.query<CollectionRow>(
        `${COLLECTIONS} and (c.public_id::text = $3 or c.alias = $4) order by c.alias = $4 limit 1`,
        [root, organization, idOrAlias.toLowerCase(), idOrAlias],
      );
      return rows[0] && collectionOf(rows[0]);
    },
    addApiRoot: async (root) => {
      await database
        .query(
          `insert into api_roots (path, title, description, versions, max_content_length, is_default)
           values ($1, $2, $3, $4, $5, $6)`,
          [root.path, root.title, root.description, [TAXII_VERSION], root.maxContentLength, root.isDefault],
        )
        .catch(refuseTaken("There is such an API root, or another default one, already."));
    },
    addCollection: (collection) => addCollection(database, now, collection),
    seedVersions: (collection, versions) => seedVersions(database, collection, versions),
  };
}

const TAXII_VERSION = "application/taxii+json;version=2.1";

interface RootRow extends Omit<ApiRoot, "description"> {
  readonly description: string | null;
}

const ROOTS = `select path, title, description, max_content_length as "maxContentLength", is_default as "isDefault"
  from api_roots`;

function rootOf(row: RootRow): ApiRoot {
  return { ...row, description: row.description ?? undefined };
}

interface CollectionRow extends Omit<GrantedCollection, "description" | "alias"> {
  readonly description: string | null;
  readonly alias: string | null;
}

const COLLECTIONS = `select c.number, c.public_id as id, c.alias, c.title, c.description, c.media_types as "mediaTypes",
    c.anonymity, c.everyone_may_read or coalesce(g.may_read, false) as "mayRead",
    c.everyone_may_write or coalesce(g.may_write, false) as "mayWrite"
  from collections c
  join api_roots r on r.number = c.api_root
  left join collection_grants g on g.collection = c.number and g.organization = $2
  where r.path = $1`;

function collectionOf(row: CollectionRow): GrantedCollection {
  return { ...row, description: row.description ?? undefined, alias: row.alias ?? undefined };
}

async function addCollection(
  database: Database,
  now: () => Microseconds,
  collection: NewCollection,
): Promise<CollectionNumber> {
  const { rows } = await database
    .query<{ number: CollectionNumber }>(
      `insert into collections (api_root, public_id, alias, title, description, media_types, anonymity,
         everyone_may_read, everyone_may_write, created_at)
       select number, $2, $3, $4, $5, $6, $7, $8, $9, $10 from api_roots where path = $1
       returning number`,
      [
        collection.root,
        collection.id,
        collection.alias,
        collection.title,
        collection.description,
        collection.mediaTypes,
        collection.anonymity,
        collection.everyone.read,
        collection.everyone.write,
        now(),
      ],
    )
    .catch(refuseTaken("There is a collection with this id or alias in the API root already."));
  const made = rows[0];
  if (made === undefined) throw new HubError("not-found", "There is no such API root.");
  return made.number;
}

async function seedVersions(
  database: Database,
  collection: CollectionNumber,
  versions: readonly DatedVersion[],
): Promise<void> {
  await database.transaction(async (queries) => {
    const head = await holdHead(queries, collection);
    if (head.position > 0) throw new HubError("conflict", "A collection is seeded only while it is empty.");
    let position = 0;
    let dateAdded = 0;
    for (const version of [...versions].sort((a, b) => a.dateAdded - b.dateAdded)) {
      position += 1;
      dateAdded = Math.max(version.dateAdded, dateAdded + 1);
      await queries.query(SEED_VERSION, [
        collection,
        version.owner,
        position,
        dateAdded,
        version.version ?? dateAdded,
        version.version === undefined,
        version.audiences,
        version.type,
        version.specVersion,
        version.id,
        version.body,
      ]);
    }
    await queries.query(
      "update collection_heads set last_position = $2, last_date_added = $3 where collection = $1",
      [collection, position, dateAdded],
    );
  });
}

const SEED_VERSION = `insert into versions (collection, owner, position, date_added, version, dated_by_adding, repeated,
    audiences, reach, type, spec_version, id, body)
  values ($1, $2, $3, $4, $5, $6, false, $7, reach_of($2, $7), $8, $9, $10, $11)`;

function refuseTaken(message: string): (thrown: unknown) => never {
  return (thrown) => {
    if (thrown instanceof StoreError && thrown.constraint !== undefined)
      throw new HubError("conflict", message);
    throw thrown;
  };
}
