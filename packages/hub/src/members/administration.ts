import type { CollectionNumber } from "../collections/version-store.ts";
import { HubError } from "../hub-error.ts";
import { addressRanges } from "./address.ts";
import { makeApiKey, type ApiKey } from "./api-key.ts";
import type { AuditAction, AuditEntry } from "./audit-store.ts";
import type { CredentialHolder, Grant, MemberStore, OrganizationRecord } from "./member-store.ts";
import type { OrganizationNumber, Role } from "./caller.ts";
import { hashPassword } from "./password.ts";

/** Who changes members: the operator at the hub's command line, or a caller who keeps their own keys. */
export interface Actor {
  readonly organization: OrganizationNumber | undefined;
  /** Public id of the credential. */
  readonly credential: string;
}

/** The operator at the machine itself. */
export const COMMAND_LINE: Actor = { organization: undefined, credential: "command-line" };

export interface KeyWish {
  readonly holder: CredentialHolder;
  /** What its owner calls it, at most 200 characters. */
  readonly title: string;
  /** Of the holder's roles; undefined is all of them. */
  readonly roles: readonly Role[] | undefined;
  readonly readOnly: boolean;
  /** CIDR; empty is everywhere. */
  readonly ranges: readonly string[];
  readonly expiresMs: number | undefined;
}

export type MemberAdministration = ReturnType<typeof memberAdministration>;

/** What an operator has to know of a person whom an identity provider will vouch for. */
export interface PersonBinding {
  readonly issuer: string;
  readonly subject?: string;
  /** Bound to the subject at the first login with this address, if the provider has verified it. */
  readonly email?: string;
}

const IDENTITY = /^identity--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const FINGERPRINT = /^[0-9a-f]{64}$/;
const LONGEST_NAME = 200;
const MOST_RANGES = 50;

/**
 * Changes organisations, users and credentials by name. Each change goes on the audit record in the same transaction,
 * and counts at once in this process.
 *
 * Each throws HubError: `bad-request` for what makes no sense, `not-found` for a name nobody has, `conflict` for one
 * that is taken.
 *
 * @param options.forget what the authenticator of this process offers; nothing where there is none
 */
export function memberAdministration(options: {
  readonly store: MemberStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly forget: () => void;
}) {
  const { store, now, randomBytes, forget } = options;

  function entry(
    by: Actor,
    action: AuditAction,
    target: Pick<AuditEntry, "targetKind" | "target">,
  ): AuditEntry {
    return {
      atMs: now(),
      organization: by.organization,
      credential: by.credential,
      action,
      ...target,
      outcome: "done",
    };
  }

  async function organizationNamed(name: string): Promise<OrganizationRecord> {
    return known(await store.organizationNamed(name), "organisation", name);
  }

  async function userNamed(name: string): Promise<CredentialHolder> {
    return known(await store.userNamed(name), "user", name);
  }

  return {
    async addOrganization(
      organization: { readonly name: string; readonly identities: readonly string[] },
      by: Actor,
    ): Promise<OrganizationNumber> {
      requireName(organization.name);
      for (const identity of organization.identities) requireIdentity(identity);
      return store.addOrganization(
        organization,
        entry(by, "organization.add", { targetKind: "organization", target: "" }),
      );
    },

    async declareIdentity(name: string, identity: string, by: Actor): Promise<void> {
      requireIdentity(identity);
      const { number } = await organizationNamed(name);
      const target = { targetKind: "organization", target: String(number) } as const;
      await store.declareIdentity(number, identity, entry(by, "identity.declare", target));
    },

    async suspendOrganization(name: string, suspended: boolean, by: Actor): Promise<void> {
      const { number } = await organizationNamed(name);
      const target = { targetKind: "organization", target: String(number) } as const;
      const action = suspended ? "organization.suspend" : "organization.resume";
      await store.suspendOrganization(number, suspended, entry(by, action, target));
      forget();
    },

    async addUser(
      user: {
        readonly organization: string;
        readonly name: string;
        readonly roles: readonly Role[];
        /** For trials and black-box suites. */
        readonly password?: string;
        readonly person?: PersonBinding;
      },
      by: Actor,
    ): Promise<void> {
      requireName(user.name);
      if (user.name.includes(":")) throw bad("a user's name has no colon (HTTP Basic cannot carry one)");
      if (user.roles.length === 0) throw bad("a user needs a role: analyst, counsel, operator or auditor");
      if (user.person !== undefined && user.person.subject === undefined && user.person.email === undefined) {
        throw bad("a person is bound by subject or by e-mail address; give one of them");
      }
      const { number } = await organizationNamed(user.organization);
      await store.addUser(
        {
          organization: number,
          name: user.name,
          roles: [...new Set(user.roles)],
          ...(user.password !== undefined && {
            passwordHash: await hashPassword(user.password, randomBytes),
          }),
          ...(user.person !== undefined && { person: user.person }),
        },
        entry(by, "user.add", { targetKind: "user", target: "" }),
      );
    },

    userNamed,

    async suspendUser(name: string, suspended: boolean, by: Actor): Promise<void> {
      const { user } = await userNamed(name);
      const action = suspended ? "user.suspend" : "user.resume";
      await store.suspendUser(
        user,
        suspended,
        entry(by, action, { targetKind: "user", target: String(user) }),
      );
      forget();
    },

    /** The one moment at which the key can be seen. */
    async createKey(wish: KeyWish, by: Actor): Promise<ApiKey> {
      const { holder, roles = holder.roles } = wish;
      requireName(wish.title);
      if (roles.length === 0 || roles.some((role) => !holder.roles.includes(role))) {
        throw bad("a key has one or more of its user's roles, and no other");
      }
      if (wish.ranges.length > MOST_RANGES) throw bad(`a key has at most ${MOST_RANGES} address ranges`);
      addressRanges(wish.ranges);
      if (wish.expiresMs !== undefined && wish.expiresMs <= now())
        throw bad("the key would have expired already");
      const key = makeApiKey(randomBytes);
      await store.addKey(
        {
          user: holder.user,
          publicId: key.publicId,
          secretHash: key.secretHash,
          title: wish.title,
          roles: [...new Set(roles)],
          readOnly: wish.readOnly,
          ranges: wish.ranges,
          createdMs: now(),
          expiresMs: wish.expiresMs,
        },
        entry(by, "key.create", { targetKind: "key", target: key.publicId }),
      );
      return key;
    },

    /** @param owner the user whose key it must be; undefined for the operator, who may revoke any */
    async revokeKey(publicId: string, owner: CredentialHolder["user"] | undefined, by: Actor): Promise<void> {
      const audit = entry(by, "key.revoke", { targetKind: "key", target: publicId });
      const revoked = await store.revokeKey({ publicId, user: owner }, audit);
      forget();
      if (!revoked) throw new HubError("not-found", "there is no such key, or it is revoked already");
    },

    async bindCertificate(
      certificate: {
        readonly user: string;
        readonly fingerprint: string;
        readonly expiresMs: number | undefined;
      },
      by: Actor,
    ): Promise<void> {
      const fingerprint = plainFingerprint(certificate.fingerprint);
      const { user } = await userNamed(certificate.user);
      await store.bindCertificate(
        { user, fingerprint, expiresMs: certificate.expiresMs },
        entry(by, "certificate.bind", { targetKind: "certificate", target: fingerprint.slice(0, 12) }),
      );
      forget();
    },

    async revokeCertificate(fingerprint: string, by: Actor): Promise<void> {
      const plain = plainFingerprint(fingerprint);
      const target = { targetKind: "certificate", target: plain.slice(0, 12) } as const;
      const revoked = await store.revokeCertificate(plain, entry(by, "certificate.revoke", target));
      forget();
      if (!revoked) throw new HubError("not-found", "there is no such certificate, or it is revoked already");
    },

    /** @returns the UUID by which requests name the audience */
    async addAudience(name: string, members: readonly string[], by: Actor): Promise<string> {
      requireName(name);
      const organizations = await Promise.all(members.map(organizationNamed));
      const audience = await store.addAudience(
        name,
        entry(by, "audience.add", { targetKind: "audience", target: "" }),
      );
      for (const { number } of organizations) {
        const audit = entry(by, "audience.change", { targetKind: "audience", target: audience });
        await store.changeAudience({ audience, organization: number, member: true }, audit);
      }
      forget();
      return audience;
    },

    async changeAudience(
      change: { readonly audience: string; readonly organization: string; readonly member: boolean },
      by: Actor,
    ): Promise<void> {
      const { number } = await organizationNamed(change.organization);
      const audit = entry(by, "audience.change", { targetKind: "audience", target: change.audience });
      const changed = await store.changeAudience(
        { audience: change.audience, organization: number, member: change.member },
        audit,
      );
      forget();
      if (!changed) throw new HubError("not-found", "there is no such audience; name it by its UUID");
    },

    async grant(
      grant: Grant & { readonly organization: string; readonly collection: CollectionNumber },
      by: Actor,
    ): Promise<void> {
      const { number } = await organizationNamed(grant.organization);
      const audit = entry(by, "collection.grant", {
        targetKind: "collection",
        target: String(grant.collection),
      });
      await store.grant({ ...grant, organization: number }, audit);
    },
  };
}

function known<Found>(found: Found | undefined, kind: string, name: string): Found {
  if (found === undefined)
    throw new HubError("not-found", `there is no ${kind} named "${name.slice(0, LONGEST_NAME)}"`);
  return found;
}

function requireName(name: string): void {
  if (name.trim() !== name || name.length === 0 || name.length > LONGEST_NAME) {
    throw bad(`a name has 1 to ${LONGEST_NAME} characters, without space at its ends`);
  }
}

function requireIdentity(identity: string): void {
  if (!IDENTITY.test(identity)) throw bad("a STIX identity id is identity-- and a UUID in lower case");
}

/** Accepts the colons and capitals that `openssl x509 -fingerprint -sha256` prints. */
function plainFingerprint(fingerprint: string): string {
  const plain = fingerprint.slice(0, 100).replaceAll(":", "").toLowerCase();
  if (!FINGERPRINT.test(plain)) throw bad("a certificate's fingerprint is SHA-256: 64 hexadecimal digits");
  return plain;
}

function bad(message: string): HubError {
  return new HubError("bad-request", message);
}
