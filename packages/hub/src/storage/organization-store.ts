import type { AudienceNumber, OrganizationNumber } from "../members/caller.ts";
import type { MemberStore, OrganizationRecord } from "../members/member-store.ts";
import { auditedChange as change, first } from "./audited-change.ts";
import type { Database, Queries } from "./database.ts";

/** Organisations with their identities, audiences and grants. */
export function postgresOrganizationStore(
  database: Database,
): Pick<
  MemberStore,
  | "addOrganization"
  | "organization"
  | "organizationNamed"
  | "organizations"
  | "declareIdentity"
  | "suspendOrganization"
  | "addAudience"
  | "changeAudience"
  | "audiencesOf"
  | "grant"
> {
  return {
    addOrganization: ({ name, identities }, audit) =>
      change(database, audit, async (queries) => {
        const { rows } = await queries.query<{ number: OrganizationNumber }>(
          `insert into organizations (public_id, name, created_at) values (gen_random_uuid(), $1, $2) returning number`,
          [name, audit.atMs * 1_000],
        );
        const number = first(rows).number;
        await queries.query(
          `with own as (insert into audiences (public_id, name, organization, created_at)
             values (gen_random_uuid(), $2, $1, $3) returning number)
           insert into audience_members (audience, organization) select number, $1 from own`,
          [number, name, audit.atMs * 1_000],
        );
        for (const identity of identities) await declare(queries, number, identity);
        return { outcome: number, target: String(number) };
      }),

    organization: async (number) => (await organizations(database, "o.number = $1", [number]))[0],
    organizationNamed: async (name) => (await organizations(database, "o.name = $1", [name]))[0],
    organizations: () => organizations(database, "true", []),

    declareIdentity: (organization, identity, audit) =>
      change(database, audit, async (queries) => ({
        outcome: await declare(queries, organization, identity),
      })),

    suspendOrganization: (organization, suspended, audit) =>
      change(database, audit, async (queries) => {
        await queries.query("update organizations set suspended_at = $2 where number = $1", [
          organization,
          suspended ? audit.atMs * 1_000 : null,
        ]);
        return { outcome: undefined };
      }),

    addAudience: (name, audit) =>
      change(database, audit, async (queries) => {
        const { rows } = await queries.query<{ audience: string }>(
          `insert into audiences (public_id, name, created_at) values (gen_random_uuid(), $1, $2)
           returning public_id as audience`,
          [name, audit.atMs * 1_000],
        );
        const { audience } = first(rows);
        return { outcome: audience, target: audience };
      }),

    changeAudience: ({ audience, organization, member }, audit) =>
      change(database, audit, async (queries) => {
        const { rows } = await queries.query<{ number: AudienceNumber }>(
          "select number from audiences where public_id::text = lower($1) and organization is null",
          [audience],
        );
        const number = rows[0]?.number;
        if (number === undefined) return { outcome: false };
        await queries.query(
          member
            ? "insert into audience_members (audience, organization) values ($1, $2) on conflict do nothing"
            : "delete from audience_members where audience = $1 and organization = $2",
          [number, organization],
        );
        return { outcome: true };
      }),

    async audiencesOf(organization, publicIds) {
      const { rows } = await database.query<{ publicId: string; number: AudienceNumber }>(
        `select a.public_id::text as "publicId", a.number from audiences a
         join audience_members m on m.audience = a.number and m.organization = $1
         where a.public_id::text = any($2::text[])`,
        [organization, publicIds.map((publicId) => publicId.toLowerCase())],
      );
      return new Map(rows.map(({ publicId, number }) => [publicId, number]));
    },

    grant: ({ organization, collection, read, write }, audit) =>
      change(database, audit, async (queries) => {
        await queries.query(
          `insert into collection_grants (collection, organization, may_read, may_write) values ($1, $2, $3, $4)
           on conflict (collection, organization)
           do update set may_read = excluded.may_read, may_write = excluded.may_write`,
          [collection, organization, read, write],
        );
        return { outcome: undefined };
      }),
  };
}

async function organizations(
  queries: Queries,
  condition: string,
  values: readonly unknown[],
): Promise<readonly OrganizationRecord[]> {
  const { rows } = await queries.query<OrganizationRecord>(
    `select o.number, o.name, own.number as "ownAudience", o.suspended_at is not null as suspended,
       array(select i.identity_id from organization_identities i where i.organization = o.number
         order by i.identity_id) as identities
     from organizations o join audiences own on own.organization = o.number
     where ${condition} order by o.name`,
    values,
  );
  return rows;
}

async function declare(queries: Queries, organization: OrganizationNumber, identity: string): Promise<void> {
  await queries.query("insert into organization_identities (identity_id, organization) values ($1, $2)", [
    identity,
    organization,
  ]);
}
