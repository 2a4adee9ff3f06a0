import type { AddOutcome, CollectionNumber, Microseconds, NewVersion } from "../collections/version-store.ts";
import type { OrganizationNumber } from "../members/caller.ts";
import { HubError } from "../hub-error.ts";
import type { Database, Queries } from "./database.ts";

/**
 * Adds in one transaction: lock the collection's head, look at what is there, insert the rest, move the head.
 *
 * An object is already present if its owner added it before, or anybody added it for all readers. What another
 * organisation keeps for fewer readers neither shows in the outcome nor stands in the way; such a row is marked
 * `repeated`. Without a version of its own, an object is the same if its owner, text and audiences are.
 */
export async function addVersions(adding: Adding): Promise<readonly AddOutcome[]> {
  if (adding.versions.length === 0) return [];
  return adding.database.transaction(async (queries) => {
    const head = await holdHead(queries, adding.collection);
    const found = await lookAt(queries, adding);
    const { outcomes, rows, last } = decide({ adding, head, found });
    if (rows.length > 0) {
      await insert(queries, { ...adding, rows });
      await queries.query(
        "update collection_heads set last_position = $2, last_date_added = $3 where collection = $1",
        [adding.collection, last.position, last.dateAdded],
      );
    }
    return outcomes;
  });
}

export interface Adding {
  readonly database: Database;
  readonly now: () => Microseconds;
  readonly collection: CollectionNumber;
  readonly owner: OrganizationNumber;
  readonly versions: readonly NewVersion[];
}

/** The last position and date handed out in a collection. */
export interface Head {
  readonly position: number;
  readonly dateAdded: number;
}

/**
 * Locks the collection against every other writer until the transaction ends. Recalling takes it too, so that nothing
 * recalled slips in beside it. @throws HubError `not-found`
 */
export async function holdHead(queries: Queries, collection: CollectionNumber): Promise<Head> {
  const { rows } = await queries.query<Head>(
    `select last_position as "position", last_date_added as "dateAdded" from collection_heads
     where collection = $1 for no key update`,
    [collection],
  );
  const head = rows[0];
  if (head === undefined) throw new HubError("not-found", "There is no such collection.");
  return head;
}

/** What the store says of one of the given, by its place in the list. */
interface Found {
  readonly ordinal: number;
  readonly recalled: boolean;
  readonly dateAdded: Microseconds | null;
  readonly version: Microseconds | null;
  readonly elsewhere: boolean;
}

async function lookAt(queries: Queries, { collection, owner, versions }: Adding): Promise<readonly Found[]> {
  const { rows } = await queries.query<Found>(
    `select g.ordinal, r.recalled, p.date_added as "dateAdded", p.version, e.elsewhere
     from unnest($3::integer[], $4::text[], $5::bigint[], $6::text[], $7::text[])
       as g(ordinal, id, version, audiences, body)
     cross join lateral (
       select exists (select from recalls r where r.collection = $1 and r.object_id = g.id
         and (r.blocks_everyone or r.owner = $2) offset 0) as recalled
     ) r
     cross join lateral (
       select exists (select from versions v where v.collection = $1 and v.id = g.id
         and v.version = g.version offset 0) as elsewhere
     ) e
     left join lateral (
       select v.date_added, v.version from versions v
       where v.collection = $1 and v.id = g.id and case when g.version is null
         then v.owner = $2 and v.dated_by_adding and v.body = g.body
           and v.audiences is not distinct from g.audiences::integer[]
         else v.version = g.version and (v.owner = $2 or v.audiences is null) end
       order by v.version, v.position limit 1
     ) p on e.elsewhere or g.version is null
     where r.recalled or e.elsewhere or p.version is not null`,
    [
      collection,
      owner,
      versions.map((_, ordinal) => ordinal),
      versions.map(({ id }) => id),
      versions.map(({ version }) => version ?? null),
      versions.map(({ audiences }) => arrayText(audiences)),
      // Only an object without a version is told by its text.
      versions.map(({ version, body }) => (version === undefined ? body : null)),
    ],
  );
  return rows;
}

interface Row {
  readonly position: number;
  readonly dateAdded: Microseconds;
  readonly version: Microseconds;
  readonly repeated: boolean;
  readonly added: NewVersion;
}

function decide({
  adding,
  head,
  found,
}: {
  readonly adding: Adding;
  readonly head: Head;
  readonly found: readonly Found[];
}): { readonly outcomes: readonly AddOutcome[]; readonly rows: readonly Row[]; readonly last: Head } {
  const foundAt = new Map(found.map((one) => [one.ordinal, one]));
  const given = new Map<string, AddOutcome>();
  const rows: Row[] = [];
  let last = head;
  const outcomes = adding.versions.map((added, ordinal): AddOutcome => {
    const there = foundAt.get(ordinal);
    if (there?.recalled === true) return { kind: "recalled" };
    if (there !== undefined && there.dateAdded !== null && there.version !== null) {
      return { kind: "already-present", dateAdded: there.dateAdded, version: there.version };
    }
    const before = given.get(sameness(added));
    if (before?.kind === "added") return { ...before, kind: "already-present" };
    const dateAdded = Math.max(adding.now(), last.dateAdded + 1) as Microseconds;
    last = { position: last.position + 1, dateAdded };
    const version = added.version ?? dateAdded;
    rows.push({ ...last, dateAdded, version, added, repeated: there?.elsewhere ?? false });
    const outcome = { kind: "added", dateAdded, version } as const;
    given.set(sameness(added), outcome);
    return outcome;
  });
  return { outcomes, rows, last };
}

/** Equal for what would be the same row twice in one call. */
function sameness({ id, version, body, audiences }: NewVersion): string {
  return version === undefined
    ? JSON.stringify([id, arrayText(audiences), body])
    : JSON.stringify([id, version]);
}

async function insert(
  queries: Queries,
  { collection, owner, rows }: Pick<Adding, "collection" | "owner"> & { readonly rows: readonly Row[] },
): Promise<void> {
  // One run of bytes: texts in an array would each be escaped here and read back there.
  const bytes = rows.map(({ added }) => Buffer.byteLength(added.body, "utf8"));
  let next = 1;
  const starts = bytes.map((length) => (next += length) - length);
  await queries.query(
    `with distinct_reaches as materialized (
       select audiences, reach_of($2, audiences::integer[]) as reach
       from (select distinct audiences from unnest($8::text[]) as a(audiences)) a
     )
     insert into versions (collection, owner, position, date_added, version, dated_by_adding, repeated,
       audiences, reach, type, spec_version, id, body)
     select $1, $2, g.position, g.date_added, g.version, g.dated_by_adding, g.repeated,
       g.audiences::integer[], r.reach, g.type, g.spec_version, g.id,
       convert_from(substring($14::bytea from g.start for g.bytes), 'UTF8')
     from distinct_reaches r join unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::boolean[], $7::boolean[],
       $8::text[], $9::text[], $10::text[], $11::text[], $12::integer[], $13::integer[])
       as g(position, date_added, version, dated_by_adding, repeated, audiences, type, spec_version, id, start, bytes)
       on g.audiences is not distinct from r.audiences`,
    [
      collection,
      owner,
      rows.map(({ position }) => position),
      rows.map(({ dateAdded }) => dateAdded),
      rows.map(({ version }) => version),
      rows.map(({ added }) => added.version === undefined),
      rows.map(({ repeated }) => repeated),
      rows.map(({ added }) => arrayText(added.audiences)),
      rows.map(({ added }) => added.type),
      rows.map(({ added }) => added.specVersion),
      rows.map(({ added }) => added.id),
      starts,
      bytes,
      Buffer.from(rows.map(({ added }) => added.body).join(""), "utf8"),
    ],
  );
}

/** PostgreSQL's text of an integer array, sorted, since order and repeats mean nothing. */
function arrayText(audiences: readonly number[] | undefined): string | null {
  if (audiences === undefined) return null;
  return `{${[...new Set(audiences)].sort((a, b) => a - b).join(",")}}`;
}
