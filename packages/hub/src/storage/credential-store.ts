import type {
  CertificateRecord,
  CredentialHolder,
  CredentialStore,
  KeyRecord,
  PasswordRecord,
} from "../members/member-store.ts";
import type { PasswordHash } from "../members/password.ts";
import type { Queries } from "./database.ts";

/** Rows of `users u`, `organizations o` and `audiences own` as they stand behind a credential. */
export interface HolderRow extends Omit<CredentialHolder, "suspended"> {
  readonly suspended: boolean;
}

/** What every question about a credential's holder selects. */
export const HOLDER = `u.number as "user", u.organization, own.number as "ownAudience", u.roles,
  (u.disabled_at is not null or o.suspended_at is not null) as suspended,
  array(select m.audience from audience_members m where m.organization = u.organization
    union select own.number) as audiences`;

export const HOLDER_TABLES = `users u
  join organizations o on o.number = u.organization
  join audiences own on own.organization = u.organization`;

const KEY = `k.public_id as "publicId", k.secret_sha256 as "secretHash", k.title, k.roles as "keyRoles",
  k.read_only as "readOnly", k.address_ranges as ranges, k.created_at as "created", k.expires_at as expires,
  k.revoked_at as revoked`;

/** The lookups of every request, each one statement by primary key. */
export function postgresCredentialStore(queries: Queries): CredentialStore {
  return {
    keyRecord: async (publicId) => (await keyRecords(queries, "k.public_id = $1", publicId))[0],

    async certificateRecord(fingerprint) {
      const { rows } = await queries.query<HolderRow & { expires: number | null; revoked: number | null }>(
        `select c.expires_at as expires, c.revoked_at as revoked, ${HOLDER}
         from certificates c join ${HOLDER_TABLES} on u.number = c.user_number where c.sha256 = $1`,
        [Buffer.from(fingerprint, "hex")],
      );
      return rows.map((row): CertificateRecord => ({
        fingerprint,
        expiresMs: milliseconds(row.expires),
        revokedMs: milliseconds(row.revoked),
        holder: holderOf(row),
      }))[0];
    },

    async sessionRecord(tokenHash) {
      const { rows } = await queries.query<HolderRow & { expires: number }>(
        `select s.expires_at as expires, ${HOLDER}
         from sessions s join ${HOLDER_TABLES} on u.number = s.user_number where s.token_sha256 = $1`,
        [Buffer.from(tokenHash)],
      );
      return rows.map((row) => ({ expiresMs: row.expires / 1_000, holder: holderOf(row) }))[0];
    },

    async passwordRecord(userName) {
      const { rows } = await queries.query<HolderRow & PasswordHash>(
        `select u.password_salt as salt, u.password_hash as hash, ${HOLDER}
         from ${HOLDER_TABLES} where u.name = $1 and u.password_hash is not null`,
        [userName],
      );
      return rows.map((row): PasswordRecord => ({
        passwordHash: { salt: row.salt, hash: row.hash },
        holder: holderOf(row),
      }))[0];
    },
  };
}

/** Keys that meet a condition on `api_keys k` with one parameter, newest first. */
export async function keyRecords(
  queries: Queries,
  condition: string,
  parameter: unknown,
): Promise<readonly KeyRecord[]> {
  const { rows } = await queries.query<
    HolderRow &
      Pick<KeyRecord, "publicId" | "secretHash" | "title" | "readOnly" | "ranges"> & {
        keyRoles: KeyRecord["roles"];
        created: number;
        expires: number | null;
        revoked: number | null;
      }
  >(
    `select ${KEY}, ${HOLDER} from api_keys k join ${HOLDER_TABLES} on u.number = k.user_number
     where ${condition} order by k.created_at desc, k.public_id`,
    [parameter],
  );
  return rows.map((row) => ({
    publicId: row.publicId,
    secretHash: row.secretHash,
    title: row.title,
    roles: row.keyRoles,
    readOnly: row.readOnly,
    ranges: row.ranges,
    createdMs: row.created / 1_000,
    expiresMs: milliseconds(row.expires),
    revokedMs: milliseconds(row.revoked),
    holder: holderOf(row),
  }));
}

/** Takes the holder out of a row that has more. */
export function holderOf(row: HolderRow): CredentialHolder {
  const { user, organization, ownAudience, audiences, roles, suspended } = row;
  return { user, organization, ownAudience, audiences, roles, suspended };
}

function milliseconds(microseconds: number | null): number | undefined {
  return microseconds === null ? undefined : microseconds / 1_000;
}
