import type { CollectionNumber, Microseconds } from "../collections/version-store.ts";
import type { MadeRecall, RecallNotice, RecallOrder, RecallPage, RecallStore } from "../life/recall-store.ts";
import type { OrganizationNumber } from "../members/caller.ts";
import { holdHead } from "./add-versions.ts";
import { appendAudit } from "./audit-store.ts";
import type { Database, Queries } from "./database.ts";

/** `RecallStore` over PostgreSQL. @param now - microseconds since 1970 */
export function postgresRecallStore(database: Database, now: () => Microseconds): RecallStore {
  return {
    recall: (order, audit) =>
      database.transaction(async (queries) => {
        const recall = await recallOnce(queries, order, now);
        await appendAudit(queries, { ...audit, outcome: recall === undefined ? "refused" : "done" });
        return recall;
      }),

    async notices(organization, page) {
      const { rows } = await database.query<RecallNotice>(
        `select ${NOTICE} from ${RECALLS} join recall_notices n on n.recall = r.number
         where n.organization = $1 and n.acknowledged_at is null and ${AFTER} order by r.number limit $3`,
        [organization, page.after ?? null, page.limit],
      );
      return rows;
    },

    made: (organization, page) =>
      madeRecalls(database, { condition: "r.owner = $1", values: [organization], page }),

    acknowledge: ({ recallId, organization, credential }, audit) =>
      database.transaction(async (queries) => {
        const { count } = await queries.query(
          `update recall_notices n set acknowledged_at = coalesce(n.acknowledged_at, $4),
             acknowledged_by = coalesce(n.acknowledged_by, $3)
           from recalls r where r.number = n.recall and r.public_id::text = lower($1) and n.organization = $2`,
          [recallId, organization, credential, now()],
        );
        await appendAudit(queries, { ...audit, outcome: count > 0 ? "done" : "refused" });
        return count > 0;
      }),

    async isRecalledFor(collection, objectId, organization) {
      const { rows } = await database.query<{ recalled: boolean }>(
        `select exists (select from recalls r where r.collection = $1 and r.object_id = $2
           and (r.owner = $3 or r.blocks_everyone and exists (
             select from recall_notices n where n.recall = r.number and n.organization = $3))) as recalled`,
        [collection, objectId, organization],
      );
      return rows[0]?.recalled === true;
    },
  };
}

const RECALLS = "recalls r join collections c on c.number = r.collection";

const NOTICE = `r.public_id as id, c.public_id as "collectionId", r.object_id as "objectId", r.reason,
  r.recalled_at as "recalledAt"`;

/** The cursor is a recall's id: the numbers of rows would tell how many recalls others make. */
const AFTER = `r.number > coalesce((select a.number from recalls a where a.public_id::text = lower($2)), 0)`;

async function madeRecalls(
  queries: Queries,
  asked: { readonly condition: string; readonly values: readonly [unknown]; readonly page: RecallPage },
): Promise<readonly MadeRecall[]> {
  const { rows } = await queries.query<MadeRecall>(
    `select ${NOTICE}, count(n.recall) as recipients, count(n.acknowledged_at) as acknowledged
     from ${RECALLS} left join recall_notices n on n.recall = r.number
     where ${asked.condition} and ${AFTER} group by r.number, c.number order by r.number limit $3`,
    [...asked.values, asked.page.after ?? null, asked.page.limit],
  );
  return rows;
}

/** A version that is about to go. */
interface GoingVersion {
  readonly type: string;
  readonly version: Microseconds;
  readonly specVersion: string;
  readonly owner: OrganizationNumber;
  readonly audiences: readonly number[] | null;
  readonly body: string;
}

async function recallOnce(
  queries: Queries,
  order: RecallOrder,
  now: () => Microseconds,
): Promise<MadeRecall | undefined> {
  const { collection, objectId, owner } = order;
  const head = await holdHead(queries, collection);
  const { rows: versions } = await queries.query<GoingVersion>(
    `select type, version, spec_version as "specVersion", owner, audiences, body from versions
     where collection = $1 and id = $2 order by position`,
    [collection, objectId],
  );
  if (!versions.some((one) => one.owner === owner)) return undefined;
  const before = await madeRecall(queries, order);
  if (before !== undefined) return before;
  const everything = versions[0]?.owner === owner;
  const going = everything ? versions : versions.filter((one) => one.owner === owner);
  const newest = going.reduce((last, one) => (one.version > last.version ? one : last));
  const { rows } = await queries.query<{ number: number }>(
    `insert into recalls (public_id, collection, object_id, object_type, owner, reason, credential, recalled_at,
       blocks_everyone) values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8) returning number`,
    [collection, objectId, newest.type, owner, order.reason, order.credential, now(), everything],
  );
  await notify(queries, { recall: rows[0]?.number ?? 0, collection, owner, going });
  await queries.query("delete from versions where collection = $1 and id = $2 and ($3 or owner = $4)", [
    collection,
    objectId,
    everything,
    owner,
  ]);
  // Only whose object it is may tell others that it is revoked.
  if (everything) await addLastVersion(queries, { order, head, newest, audiences: union(going), now });
  return madeRecall(queries, order);
}

async function madeRecall(
  queries: Queries,
  { collection, objectId, owner }: Pick<RecallOrder, "collection" | "objectId" | "owner">,
): Promise<MadeRecall | undefined> {
  const { rows } = await queries.query<{ number: number }>(
    "select number from recalls where collection = $1 and object_id = $2 and owner = $3",
    [collection, objectId, owner],
  );
  const number = rows[0]?.number;
  if (number === undefined) return undefined;
  const page = { after: undefined, limit: 1 };
  return (await madeRecalls(queries, { condition: "r.number = $1", values: [number], page }))[0];
}

/** One notice for each organisation that may read the collection and one of the versions. */
async function notify(
  queries: Queries,
  notice: {
    readonly recall: number;
    readonly collection: CollectionNumber;
    readonly owner: OrganizationNumber;
    readonly going: readonly GoingVersion[];
  },
): Promise<void> {
  const audiences = union(notice.going);
  await queries.query(
    `insert into recall_notices (recall, organization)
     select $1, o.number from organizations o
     join collections c on c.number = $2
     left join collection_grants g on g.collection = c.number and g.organization = o.number
     where o.number <> $3 and (c.everyone_may_read or g.may_read) and (
       $4::integer[] is null or o.number = any($5::integer[]) or exists (
         select from audience_members m where m.organization = o.number and m.audience = any($4::integer[])))`,
    [notice.recall, notice.collection, notice.owner, audiences, notice.going.map(({ owner }) => owner)],
  );
}

/** Audiences of any of the versions; null is whoever may read the collection. */
function union(going: readonly GoingVersion[]): readonly number[] | null {
  const all = new Set<number>();
  for (const { audiences } of going) {
    if (audiences === null) return null;
    for (const audience of audiences) all.add(audience);
  }
  return [...all];
}

/** It goes to whoever could read any of the versions, under the recalling owner. */
async function addLastVersion(
  queries: Queries,
  last: {
    readonly order: RecallOrder;
    readonly head: { readonly position: number; readonly dateAdded: number };
    readonly newest: GoingVersion;
    readonly audiences: readonly number[] | null;
    readonly now: () => Microseconds;
  },
): Promise<void> {
  const { order, head, newest } = last;
  const position = head.position + 1;
  const dateAdded = Math.max(last.now(), head.dateAdded + 1);
  const version = Math.max(dateAdded, newest.version + 1) as Microseconds;
  const body = order.lastVersion(newest.body, version);
  if (body === undefined) return;
  await queries.query(
    `insert into versions (collection, owner, position, date_added, version, dated_by_adding, repeated, audiences,
       reach, type, spec_version, id, body)
     values ($1, $2, $3, $4, $5, false, false, $6, reach_of($2, $6), $7, $8, $9, $10)`,
    [
      order.collection,
      order.owner,
      position,
      dateAdded,
      version,
      last.audiences,
      newest.type,
      newest.specVersion,
      order.objectId,
      body,
    ],
  );
  await queries.query(
    "update collection_heads set last_position = $2, last_date_added = $3 where collection = $1",
    [order.collection, position, dateAdded],
  );
}
