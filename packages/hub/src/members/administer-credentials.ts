import { HubError } from "../hub-error.ts";
import { addressRanges } from "./address.ts";
import { bad, requireName, type Actor, type AdministrationContext } from "./administration-context.ts";
import { makeApiKey, type ApiKey } from "./api-key.ts";
import type { Role } from "./caller.ts";
import type { CredentialHolder } from "./member-store.ts";

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

const FINGERPRINT = /^[0-9a-f]{64}$/;
const MOST_RANGES = 50;

/** API keys and client certificates of users. */
export function credentialAdministration(context: AdministrationContext) {
  const { store, now, randomBytes, forget, entry, userNamed } = context;
  return {
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
  };
}

/** Accepts the colons and capitals that `openssl x509 -fingerprint -sha256` prints. */
function plainFingerprint(fingerprint: string): string {
  const plain = fingerprint.slice(0, 100).replaceAll(":", "").toLowerCase();
  if (!FINGERPRINT.test(plain)) throw bad("a certificate's fingerprint is SHA-256: 64 hexadecimal digits");
  return plain;
}
