import { HubError } from "../hub-error.ts";
import type { AuditEntry } from "../members/audit-store.ts";
import type { AudienceNumber, OrganizationNumber, UserNumber } from "../members/caller.ts";
import type { CredentialHolder, MemberStore, OrganizationRecord } from "../members/member-store.ts";
import { appendAudit } from "./audit-store.ts";
import {
  HOLDER,
  HOLDER_TABLES,
  holderOf,
  keyRecords,
  postgresCredentialStore,
  type HolderRow,
} from "./credential-store.ts";
import type { Database, Queries } from "./database.ts";
import { StoreError } from "./store-error.ts";

/** `MemberStore` over PostgreSQL. Each change and its audit row are one transaction. */
export function postgresMemberStore(database: Database): MemberStore {
  async function change<Outcome>(
    audit: AuditEntry,
    work: (queries: Queries) => Promise<{ readonly outcome: Outcome; readonly target?: string }>,
  ): Promise<Outcome> {
    try {
      return await database.transaction(async (queries) => {
        const { outcome, target = audit.target } = await work(queries);
        await appendAudit(queries, { ...audit, target, outcome: outcome === false ? "refused" : "done" });
        return outcome;
      });
    } catch (thrown) {
      throw taken(thrown) ?? thrown;
    }
  }

  async function holder(
    condition: string,
    values: readonly unknown[],
  ): Promise<CredentialHolder | undefined> {
    const { rows } = await database.query<HolderRow>(
      `select ${HOLDER} from ${HOLDER_TABLES} where ${condition}`,
      values,
    );
    return rows.map(holderOf)[0];
  }

  return {
    ...postgresCredentialStore(database),

    addOrganization: ({ name, identities }, audit) =>
      change(audit, async (queries) => {
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
      change(audit, async (queries) => ({ outcome: await declare(queries, organization, identity) })),

    suspendOrganization: (organization, suspended, audit) =>
      change(audit, async (queries) => {
        await queries.query("update organizations set suspended_at = $2 where number = $1", [
          organization,
          suspended ? audit.atMs * 1_000 : null,
        ]);
        return { outcome: undefined };
      }),

    addUser: (user, audit) =>
      change(audit, async (queries) => {
        const { rows } = await queries.query<{ number: UserNumber }>(
          `insert into users (public_id, organization, name, roles, oidc_issuer, oidc_subject, email, password_salt,
             password_hash, created_at)
           values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, $9) returning number`,
          [
            user.organization,
            user.name,
            user.roles,
            user.person?.issuer ?? null,
            user.person?.subject ?? null,
            user.person?.email ?? null,
            user.passwordHash === undefined ? null : Buffer.from(user.passwordHash.salt),
            user.passwordHash === undefined ? null : Buffer.from(user.passwordHash.hash),
            audit.atMs * 1_000,
          ],
        );
        const { number } = first(rows);
        return { outcome: number, target: String(number) };
      }),

    userNamed: (name) => holder("u.name = $1", [name]),

    suspendUser: (user, suspended, audit) =>
      change(audit, async (queries) => {
        await queries.query("update users set disabled_at = $2 where number = $1", [
          user,
          suspended ? audit.atMs * 1_000 : null,
        ]);
        return { outcome: undefined };
      }),

    addKey: (key, audit) =>
      change(audit, async (queries) => {
        await queries.query(
          `insert into api_keys (public_id, secret_sha256, user_number, title, roles, read_only, address_ranges,
             created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
          [
            key.publicId,
            Buffer.from(key.secretHash),
            key.user,
            key.title,
            key.roles,
            key.readOnly,
            key.ranges,
            key.createdMs * 1_000,
            key.expiresMs === undefined ? null : key.expiresMs * 1_000,
          ],
        );
        return { outcome: undefined };
      }),

    revokeKey: ({ publicId, user }, audit) =>
      change(audit, async (queries) => {
        const { count } = await queries.query(
          `update api_keys set revoked_at = $3
           where public_id = $1 and revoked_at is null and ($2::integer is null or user_number = $2)`,
          [publicId, user ?? null, audit.atMs * 1_000],
        );
        return { outcome: count > 0 };
      }),

    keysOf: (user) => keyRecords(database, "k.user_number = $1", user),

    bindCertificate: ({ user, fingerprint, expiresMs }, audit) =>
      change(audit, async (queries) => {
        await queries.query(
          "insert into certificates (sha256, user_number, created_at, expires_at) values ($1, $2, $3, $4)",
          [
            Buffer.from(fingerprint, "hex"),
            user,
            audit.atMs * 1_000,
            expiresMs === undefined ? null : expiresMs * 1_000,
          ],
        );
        return { outcome: undefined };
      }),

    revokeCertificate: (fingerprint, audit) =>
      change(audit, async (queries) => {
        const { count } = await queries.query(
          "update certificates set revoked_at = $2 where sha256 = $1 and revoked_at is null",
          [Buffer.from(fingerprint, "hex"), audit.atMs * 1_000],
        );
        return { outcome: count > 0 };
      }),

    personBySubject: (issuer, subject) =>
      holder("u.oidc_issuer = $1 and u.oidc_subject = $2", [issuer, subject]),

    personByEmail: (issuer, email) =>
      holder("u.oidc_issuer = $1 and u.oidc_subject is null and lower(u.email) = lower($2)", [issuer, email]),

    bindSubject: (user, subject, audit) =>
      change(audit, async (queries) => {
        const { count } = await queries.query(
          "update users set oidc_subject = $2 where number = $1 and oidc_subject is null",
          [user, subject],
        );
        return { outcome: count > 0 };
      }),

    addSession: (session, audit) =>
      change(audit, async (queries) => {
        await queries.query("delete from sessions where expires_at <= $1", [session.createdMs * 1_000]);
        await queries.query(
          "insert into sessions (token_sha256, user_number, created_at, expires_at) values ($1, $2, $3, $4)",
          [
            Buffer.from(session.tokenHash),
            session.user,
            session.createdMs * 1_000,
            session.expiresMs * 1_000,
          ],
        );
        return { outcome: undefined };
      }),

    endSession: (tokenHash, audit) =>
      change(audit, async (queries) => {
        await queries.query("delete from sessions where token_sha256 = $1", [Buffer.from(tokenHash)]);
        return { outcome: undefined };
      }),

    addAudience: (name, audit) =>
      change(audit, async (queries) => {
        const { rows } = await queries.query<{ audience: string }>(
          `insert into audiences (public_id, name, created_at) values (gen_random_uuid(), $1, $2)
           returning public_id as audience`,
          [name, audit.atMs * 1_000],
        );
        const { audience } = first(rows);
        return { outcome: audience, target: audience };
      }),

    changeAudience: ({ audience, organization, member }, audit) =>
      change(audit, async (queries) => {
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
      change(audit, async (queries) => {
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

/** What to say where a value that must be unique is taken; the other owner is not named. */
const TAKEN: Readonly<Record<string, string>> = {
  organizations_name_key: "an organisation of this name exists already",
  organization_identities_pkey: "this identity is declared already",
  users_name_key: "a user of this name exists already",
  users_oidc_issuer_oidc_subject_key: "this person is bound already",
  users_email: "this e-mail address is bound already",
  certificates_pkey: "this certificate is bound already",
};

function taken(thrown: unknown): HubError | undefined {
  if (!(thrown instanceof StoreError) || thrown.constraint === undefined) return undefined;
  const message = TAKEN[thrown.constraint];
  return message === undefined ? undefined : new HubError("conflict", message, { cause: thrown });
}

function first<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined)
    throw new StoreError("query-failed", "PostgreSQL returned no row where one must be.");
  return row;
}
