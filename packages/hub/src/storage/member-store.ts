import type { UserNumber } from "../members/caller.ts";
import type { CredentialHolder, MemberStore } from "../members/member-store.ts";
import { auditedChange as change, first } from "./audited-change.ts";
import {
  HOLDER,
  HOLDER_TABLES,
  holderOf,
  keyRecords,
  postgresCredentialStore,
  type HolderRow,
} from "./credential-store.ts";
import type { Database } from "./database.ts";
import { postgresOrganizationStore } from "./organization-store.ts";

/** `MemberStore` over PostgreSQL. Each change and its audit row are one transaction. */
export function postgresMemberStore(database: Database): MemberStore {
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
    ...postgresOrganizationStore(database),

    addUser: (user, audit) =>
      change(database, audit, async (queries) => {
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
      change(database, audit, async (queries) => {
        await queries.query("update users set disabled_at = $2 where number = $1", [
          user,
          suspended ? audit.atMs * 1_000 : null,
        ]);
        return { outcome: undefined };
      }),

    addKey: (key, audit) =>
      change(database, audit, async (queries) => {
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
      change(database, audit, async (queries) => {
        const { count } = await queries.query(
          `update api_keys set revoked_at = $3
           where public_id = $1 and revoked_at is null and ($2::integer is null or user_number = $2)`,
          [publicId, user ?? null, audit.atMs * 1_000],
        );
        return { outcome: count > 0 };
      }),

    keysOf: (user) => keyRecords(database, "k.user_number = $1", user),

    bindCertificate: ({ user, fingerprint, expiresMs }, audit) =>
      change(database, audit, async (queries) => {
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
      change(database, audit, async (queries) => {
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
      change(database, audit, async (queries) => {
        const { count } = await queries.query(
          "update users set oidc_subject = $2 where number = $1 and oidc_subject is null",
          [user, subject],
        );
        return { outcome: count > 0 };
      }),

    addSession: (session, audit) =>
      change(database, audit, async (queries) => {
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
      change(database, audit, async (queries) => {
        await queries.query("delete from sessions where token_sha256 = $1", [Buffer.from(tokenHash)]);
        return { outcome: undefined };
      }),
  };
}
