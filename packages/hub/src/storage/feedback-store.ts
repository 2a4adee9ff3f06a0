import type { OpinionValue } from "@stillwatch/protocol";
import type { Microseconds, Reader } from "../collections/version-store.ts";
import type {
  FeedbackStore,
  KeptFeedback,
  ObjectFacts,
  SeenFeedback,
  Verdict,
} from "../life/feedback-store.ts";
import type { AudienceNumber, OrganizationNumber } from "../members/caller.ts";
import { appendAudit } from "./audit-store.ts";
import type { Database } from "./database.ts";

/** `FeedbackStore` over PostgreSQL. */
export function postgresFeedbackStore(database: Database): FeedbackStore {
  return {
    async keep(collection, organization, kept) {
      const rows = kept.flatMap(rowsOf);
      if (rows.length === 0) return;
      const values = [collection, organization, ...columnsOf(rows)];
      await database.transaction(async (queries) => {
        await queries.query(
          `delete from feedback f using (
             select feedback_id, max(version) as version from ${GIVEN} group by feedback_id
           ) n
           where f.collection = $1 and f.organization = $2 and f.feedback_id = n.feedback_id and f.version < n.version`,
          values,
        );
        await queries.query(
          `insert into feedback (collection, organization, feedback_id, about_id, kind, version, date_added,
             sighting_count, last_seen_at, opinion, audiences, revoked)
           select $1, $2, g.feedback_id, g.about_id, g.kind, g.version, g.date_added, g.sighting_count,
             g.last_seen_at, g.opinion, g.audiences::integer[], g.revoked
           from ${GIVEN}
           where not exists (select from feedback f where f.collection = $1 and f.organization = $2
               and f.feedback_id = g.feedback_id and f.version > g.version)
             and not exists (select from ${OTHERS} where o.feedback_id = g.feedback_id and o.version > g.version)
           on conflict do nothing`,
          values,
        );
      });
    },

    async about(collection, objectId, reader) {
      const { rows } = await database.query<FeedbackRow>(
        `select kind, organization, at, count, opinion from (
           select f.kind, f.organization, coalesce(f.last_seen_at, f.version) as at, f.sighting_count as count, f.opinion,
             row_number() over (partition by f.organization, f.kind
               order by coalesce(f.last_seen_at, f.version) desc) as place
           from feedback f
           where f.collection = $1 and f.about_id = $2 and not f.revoked and ${visible("f", "f.organization")}
             and exists (select from versions v where v.collection = f.collection and v.id = f.feedback_id
               and v.version = f.version and v.owner = f.organization)
         ) each where place <= 20`,
        [collection, objectId, reader.organization, [...reader.audiences]],
      );
      return rows.map(seenOf);
    },

    factsOf: (collection, objectId, reader) => factsOf(database, { collection, objectId, reader }),

    judge: ({ collection, objectId, organization, credential, verdict, at }, audit) =>
      database.transaction(async (queries) => {
        await (verdict === undefined
          ? queries.query(
              "delete from verdicts where collection = $1 and object_id = $2 and organization = $3",
              [collection, objectId, organization],
            )
          : queries.query(
              `insert into verdicts (collection, object_id, organization, verdict, credential, decided_at)
               values ($1, $2, $3, $4, $5, $6) on conflict (collection, object_id, organization)
               do update set verdict = excluded.verdict, credential = excluded.credential,
                 decided_at = excluded.decided_at`,
              [collection, objectId, organization, verdict, credential, at],
            ));
        await appendAudit(queries, audit);
      }),
  };
}

const COLUMNS =
  "(feedback_id, about_id, kind, version, date_added, sighting_count, last_seen_at, opinion, audiences, revoked)";
const UNNESTED = `unnest($3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
  $10::text[], $11::text[], $12::boolean[])`;
const GIVEN = `${UNNESTED} as g${COLUMNS}`;
const OTHERS = `${UNNESTED} as o${COLUMNS}`;

/** Rows of a table with `audiences` that exist for the reader of `$3` and `$4`. */
function visible(table: string, owner: string): string {
  return `(${table}.audiences is null or ${owner} = $3 or ${table}.audiences && $4::integer[])`;
}

type GivenRow = readonly unknown[];

function rowsOf({ feedback, dateAdded, audiences }: KeptFeedback): readonly GivenRow[] {
  const sighting = feedback.kind === "sighting";
  return feedback.about.map((about) => [
    feedback.id,
    about,
    feedback.kind,
    feedback.version,
    dateAdded,
    sighting ? feedback.count : null,
    sighting ? feedback.at : null,
    sighting ? null : feedback.opinion,
    audiences === undefined ? null : `{${audiences.join(",")}}`,
    feedback.revoked,
  ]);
}

function columnsOf(rows: readonly GivenRow[]): readonly (readonly unknown[])[] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]));
}

interface FeedbackRow {
  readonly kind: "sighting" | "opinion";
  readonly organization: OrganizationNumber;
  readonly at: Microseconds;
  readonly count: number | null;
  readonly opinion: OpinionValue | null;
}

function seenOf({ kind, organization, at, count, opinion }: FeedbackRow): SeenFeedback {
  return kind === "sighting"
    ? { kind, organization, at, count: count ?? 1 }
    : { kind, organization, at, opinion: opinion ?? "neutral" };
}

async function factsOf(
  database: Database,
  asked: { readonly collection: number; readonly objectId: string; readonly reader: Reader },
): Promise<ObjectFacts | undefined> {
  const { rows } = await database.query<{
    type: string;
    owner: OrganizationNumber;
    firstAdded: Microseconds;
    body: string;
    newestOwner: OrganizationNumber;
    version: Microseconds;
    specVersion: string;
    audiences: AudienceNumber[] | null;
    verdict: Verdict | null;
    decidedAt: Microseconds | null;
  }>(
    `with seen as (
       select * from versions v where v.collection = $1 and v.id = $2 and ${visible("v", "v.owner")}
     )
     select newest.type, oldest.owner, oldest.date_added as "firstAdded", newest.body,
       newest.owner as "newestOwner", newest.version, newest.spec_version as "specVersion", newest.audiences,
       j.verdict, j.decided_at as "decidedAt"
     from (select * from seen order by position limit 1) oldest
     cross join (select * from seen order by version desc, position limit 1) newest
     left join verdicts j on j.collection = $1 and j.object_id = $2 and j.organization = oldest.owner`,
    [asked.collection, asked.objectId, asked.reader.organization, [...asked.reader.audiences]],
  );
  return rows.map((row) => ({
    owner: row.owner,
    type: row.type,
    firstAdded: row.firstAdded,
    newest: {
      body: row.body,
      owner: row.newestOwner,
      version: row.version,
      specVersion: row.specVersion,
      audiences: row.audiences ?? undefined,
    },
    verdict:
      row.verdict === null || row.decidedAt === null
        ? undefined
        : { verdict: row.verdict, at: row.decidedAt },
  }))[0];
}
