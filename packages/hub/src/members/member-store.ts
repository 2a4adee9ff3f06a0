import type { CollectionNumber } from "../collections/version-store.ts";
import type { AuditEntry } from "./audit-store.ts";
import type { AudienceNumber, OrganizationNumber, Role, UserNumber } from "./caller.ts";
import type { PasswordHash } from "./password.ts";

/** The user behind a credential, as it stands at the moment of asking. */
export interface CredentialHolder {
  readonly user: UserNumber;
  readonly organization: OrganizationNumber;
  readonly ownAudience: AudienceNumber;
  /** Every audience the organisation belongs to, its own included. */
  readonly audiences: readonly AudienceNumber[];
  /** The user's roles; a key's own roles narrow them. */
  readonly roles: readonly Role[];
  /** Whether the user or the organisation is suspended: no credential of it counts. */
  readonly suspended: boolean;
}

/** A stored API key. The key itself is kept nowhere. */
export interface KeyRecord {
  readonly publicId: string;
  /** SHA-256 of the 32 random bytes. */
  readonly secretHash: Uint8Array;
  /** What its owner calls it. */
  readonly title: string;
  readonly roles: readonly Role[];
  readonly readOnly: boolean;
  /** Address ranges in CIDR notation from which the key counts; empty is everywhere. */
  readonly ranges: readonly string[];
  readonly createdMs: number;
  readonly expiresMs: number | undefined;
  readonly revokedMs: number | undefined;
  readonly holder: CredentialHolder;
}

/** A client certificate bound to a user by its SHA-256 fingerprint. */
export interface CertificateRecord {
  /** 64 lower-case hexadecimal digits. */
  readonly fingerprint: string;
  readonly expiresMs: number | undefined;
  readonly revokedMs: number | undefined;
  readonly holder: CredentialHolder;
}

/** A browser's session after a login. The token is kept as its hash only. */
export interface SessionRecord {
  readonly expiresMs: number;
  readonly holder: CredentialHolder;
}

/** A user with a password: for trials and black-box suites that know nothing else. */
export interface PasswordRecord {
  readonly passwordHash: PasswordHash;
  readonly holder: CredentialHolder;
}

/** What is asked of the store at every request. Lookups are by exact match; undefined is "there is none". */
export interface CredentialStore {
  keyRecord(publicId: string): Promise<KeyRecord | undefined>;
  certificateRecord(fingerprint: string): Promise<CertificateRecord | undefined>;
  sessionRecord(tokenHash: Uint8Array): Promise<SessionRecord | undefined>;
  passwordRecord(userName: string): Promise<PasswordRecord | undefined>;
}

export interface NewOrganization {
  /** For the operator only; no route shows it to a member. Unique. */
  readonly name: string;
  /** STIX identity ids the organisation declares as its own; each belongs to one organisation. */
  readonly identities: readonly string[];
}

export interface NewUser {
  readonly organization: OrganizationNumber;
  /** Unique in the hub; the name of HTTP Basic where the user has a password. */
  readonly name: string;
  readonly roles: readonly Role[];
  readonly passwordHash?: PasswordHash;
  /** Who the identity provider will say it is: by subject, or by verified e-mail address at the first login. */
  readonly person?: { readonly issuer: string; readonly subject?: string; readonly email?: string };
}

export interface NewKey {
  readonly user: UserNumber;
  readonly publicId: string;
  readonly secretHash: Uint8Array;
  readonly title: string;
  readonly roles: readonly Role[];
  readonly readOnly: boolean;
  readonly ranges: readonly string[];
  readonly createdMs: number;
  readonly expiresMs: number | undefined;
}

/** An organisation as the operator knows it. */
export interface OrganizationRecord {
  readonly number: OrganizationNumber;
  readonly name: string;
  readonly ownAudience: AudienceNumber;
  /** STIX identity ids that it declared as its own. */
  readonly identities: readonly string[];
  readonly suspended: boolean;
}

/** What an organisation may do in a collection; the roles of its users narrow it. */
export interface Grant {
  readonly read: boolean;
  readonly write: boolean;
}

/**
 * Organisations, users and their credentials. `storage/` implements it over PostgreSQL.
 *
 * Every change and its row in the audit record are one transaction: both are durable when the promise is fulfilled,
 * neither when it is rejected.
 *
 * @throws HubError `conflict` where a name, an identity or a person is taken
 */
export interface MemberStore extends CredentialStore {
  /** Makes the organisation and its own audience. */
  addOrganization(organization: NewOrganization, audit: AuditEntry): Promise<OrganizationNumber>;
  organization(number: OrganizationNumber): Promise<OrganizationRecord | undefined>;
  organizationNamed(name: string): Promise<OrganizationRecord | undefined>;
  /** Ordered by name. */
  organizations(): Promise<readonly OrganizationRecord[]>;
  declareIdentity(organization: OrganizationNumber, identity: string, audit: AuditEntry): Promise<void>;
  suspendOrganization(organization: OrganizationNumber, suspended: boolean, audit: AuditEntry): Promise<void>;

  addUser(user: NewUser, audit: AuditEntry): Promise<UserNumber>;
  userNamed(name: string): Promise<CredentialHolder | undefined>;
  suspendUser(user: UserNumber, suspended: boolean, audit: AuditEntry): Promise<void>;

  addKey(key: NewKey, audit: AuditEntry): Promise<void>;
  /** @returns whether there was such a key that was not revoked yet, of this user where one is named */
  revokeKey(
    key: { readonly publicId: string; readonly user: UserNumber | undefined },
    audit: AuditEntry,
  ): Promise<boolean>;
  /** Keys of a user, newest first, revoked and expired ones included. */
  keysOf(user: UserNumber): Promise<readonly KeyRecord[]>;

  bindCertificate(
    certificate: {
      readonly user: UserNumber;
      readonly fingerprint: string;
      readonly expiresMs: number | undefined;
    },
    audit: AuditEntry,
  ): Promise<void>;
  /** @returns whether there was such a certificate that was not revoked yet */
  revokeCertificate(fingerprint: string, audit: AuditEntry): Promise<boolean>;

  personBySubject(issuer: string, subject: string): Promise<CredentialHolder | undefined>;
  /** Of users bound by this address, in whatever case of letters, to whom no subject is bound yet. */
  personByEmail(issuer: string, email: string): Promise<CredentialHolder | undefined>;
  /** Binds the subject to a user known by e-mail address. @returns false where one is bound already */
  bindSubject(user: UserNumber, subject: string, audit: AuditEntry): Promise<boolean>;
  addSession(
    session: {
      readonly user: UserNumber;
      readonly tokenHash: Uint8Array;
      readonly createdMs: number;
      readonly expiresMs: number;
    },
    audit: AuditEntry,
  ): Promise<void>;
  endSession(tokenHash: Uint8Array, audit: AuditEntry): Promise<void>;

  /** @returns the UUID by which requests name the audience */
  addAudience(name: string, audit: AuditEntry): Promise<string>;
  /** @returns whether there is such an audience that is nobody's own */
  changeAudience(
    change: {
      readonly audience: string;
      readonly organization: OrganizationNumber;
      readonly member: boolean;
    },
    audit: AuditEntry,
  ): Promise<boolean>;
  /** Numbers of those of the audiences that the organisation belongs to, its own included. */
  audiencesOf(
    organization: OrganizationNumber,
    publicIds: readonly string[],
  ): Promise<ReadonlyMap<string, AudienceNumber>>;

  grant(
    grant: Grant & { readonly organization: OrganizationNumber; readonly collection: CollectionNumber },
    audit: AuditEntry,
  ): Promise<void>;
}
