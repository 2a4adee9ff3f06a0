import { createHmac, timingSafeEqual } from "node:crypto";
import { HubError } from "../hub-error.ts";
import { addressRanges, networkOf } from "./address.ts";
import type { AudienceNumber, OrganizationNumber, Role, UserNumber } from "./caller.ts";
import { credentialCache } from "./credential-cache.ts";
import { refuseForeignPage } from "./foreign-page.ts";
import type { CredentialHolder, CredentialStore, PasswordRecord } from "./member-store.ts";
import { passwordMatches } from "./password.ts";
import { presentedCredential, type PresentedCredential } from "./presented-credential.ts";
import { sessionPublicId } from "./session.ts";
import { tokenBuckets } from "./token-bucket.ts";

/** Only this file can make one: the symbol is not exported. */
const PROVEN: unique symbol = Symbol("proven");

/**
 * Who asks, once proven.
 *
 * `audiences` is the whole of what this caller belongs to at this moment, its organisation's own audience included.
 */
export interface Caller {
  readonly [PROVEN]: true;
  readonly kind: "key" | "certificate" | "person";
  readonly organization: OrganizationNumber;
  readonly user: UserNumber;
  readonly ownAudience: AudienceNumber;
  readonly audiences: ReadonlySet<AudienceNumber>;
  readonly roles: ReadonlySet<Role>;
  /** A read-only key may do nothing that changes the store, whatever its roles; sightings included. */
  readonly readOnly: boolean;
  /** Public id of the key, certificate or session, for logs and quotas. */
  readonly credential: string;
}

/** What a request shows of who sent it. `request-facts.ts` makes it of headers and a socket. */
export interface RequestFacts {
  /** HTTP method in capitals. */
  readonly method: string;
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  /** The `Origin` and `Sec-Fetch-Site` headers, by which a browser says which page asks. */
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  /** Address of the client; undefined at a Unix socket. */
  readonly address: string | undefined;
  /** SHA-256 of the client certificate that the TLS handshake proved, 64 lower-case hexadecimal digits. */
  readonly certificateFingerprint: string | undefined;
}

export interface Authenticator {
  /**
   * Proves who asks. An unknown, wrong, expired, revoked or suspended credential, and one from outside its address
   * range, are all answered the same: undefined.
   *
   * @throws HubError `too-many-requests` where an address failed too often. A right key or session still passes
   *   from there: the member is not locked out by its neighbours.
   * @throws HubError `forbidden` where the page of another site made a browser ask for a change
   */
  authenticate(facts: RequestFacts): Promise<Caller | undefined>;
  /** Forgets what it remembers of credentials: call it after every change of members, so that it counts at once. */
  forget(): void;
}

/** A credential that holds, before it is a caller. */
interface Proof {
  readonly kind: Caller["kind"];
  readonly holder: CredentialHolder;
  readonly roles: readonly Role[];
  readonly readOnly: boolean;
  readonly credential: string;
}

/** A change that another process makes counts after so long; one in this process counts at once (`forget`). */
const REMEMBERED_MS = 2_000;
const MOST_REMEMBERED = 10_000;

/** Tries that fail, by network: a person who mistypes is not hindered, a guesser is. */
const FAILED_TRIES = { burst: 20, perMinute: 10 };

/** Makes the one gate through which a request becomes a caller. */
export function authenticator(options: {
  readonly store: CredentialStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
  /** Scheme, host and port under which browsers know the hub. */
  readonly ownOrigin: string;
}): Authenticator {
  const { store, now } = options;
  const remembered = { lifetimeMs: REMEMBERED_MS, most: MOST_REMEMBERED, now };
  const keys = credentialCache({ load: (publicId) => store.keyRecord(publicId), ...remembered });
  const certificates = credentialCache({ load: (print) => store.certificateRecord(print), ...remembered });
  const sessions = credentialCache({
    load: (hash) => store.sessionRecord(Buffer.from(hash, "hex")),
    ...remembered,
  });
  const passwords = provenPasswords(options, remembered);
  const failures = tokenBuckets(FAILED_TRIES, now);

  async function proofOf(presented: PresentedCredential, facts: RequestFacts): Promise<Proof | undefined> {
    switch (presented.kind) {
      case "none":
      case "unusable":
        return undefined;
      case "key": {
        const key = await keys.get(presented.publicId);
        if (key === undefined || !timingSafeEqual(key.secretHash, presented.secretHash)) return undefined;
        if (!holds(key, now())) return undefined;
        if (key.ranges.length > 0 && !addressRanges(key.ranges).contains(facts.address)) return undefined;
        const roles = key.holder.roles.filter((role) => key.roles.includes(role));
        return { kind: "key", holder: key.holder, roles, readOnly: key.readOnly, credential: key.publicId };
      }
      case "certificate": {
        const certificate = await certificates.get(presented.fingerprint);
        if (certificate === undefined || !holds(certificate, now())) return undefined;
        return unnarrowed("certificate", certificate.holder, certificate.fingerprint.slice(0, 12));
      }
      case "session": {
        const session = await sessions.get(Buffer.from(presented.tokenHash).toString("hex"));
        if (session === undefined || now() >= session.expiresMs) return undefined;
        return unnarrowed("person", session.holder, sessionPublicId(presented.tokenHash));
      }
      case "password": {
        const record = await passwords.prove(presented.userName, presented.password);
        return record === undefined ? undefined : unnarrowed("person", record.holder, "password");
      }
    }
  }

  return {
    async authenticate(facts) {
      const presented = presentedCredential(facts);
      if (presented.kind === "none") return undefined;
      refuseForeignPage(facts, { ownOrigin: options.ownOrigin, session: presented.kind === "session" });
      const network = networkOf(facts.address);
      // A password can be guessed, so none is looked at once a network failed too often; random secrets cannot.
      if (presented.kind === "password") refuseWait(failures.waitSeconds(network));
      const proof = await proofOf(presented, facts);
      if (proof === undefined || proof.holder.suspended) {
        refuseWait(failures.take(network));
        return undefined;
      }
      return callerOf(proof);
    },
    forget() {
      for (const cache of [keys, certificates, sessions, passwords]) cache.clear();
    },
  };
}

function callerOf(proof: Proof): Caller {
  return {
    [PROVEN]: true,
    kind: proof.kind,
    organization: proof.holder.organization,
    user: proof.holder.user,
    ownAudience: proof.holder.ownAudience,
    audiences: new Set(proof.holder.audiences),
    roles: new Set(proof.roles),
    readOnly: proof.readOnly,
    credential: proof.credential,
  };
}

function unnarrowed(kind: Caller["kind"], holder: CredentialHolder, credential: string): Proof {
  return { kind, holder, roles: holder.roles, readOnly: false, credential };
}

function holds(
  record: { readonly expiresMs: number | undefined; readonly revokedMs: number | undefined },
  nowMs: number,
): boolean {
  return record.revokedMs === undefined && (record.expiresMs === undefined || nowMs < record.expiresMs);
}

function refuseWait(seconds: number): void {
  if (seconds === 0) return;
  throw new HubError(
    "too-many-requests",
    "too many failed tries from this address; wait, then check the credential",
    {
      retryAfterSeconds: seconds,
    },
  );
}

/**
 * Passwords that were proven a moment ago are known by a keyed hash, so that not every request pays for the slow one.
 * The key lives as long as the process.
 */
function provenPasswords(
  options: { readonly store: CredentialStore; readonly randomBytes: (length: number) => Uint8Array },
  remembered: { readonly lifetimeMs: number; readonly most: number; readonly now: () => number },
) {
  const key = options.randomBytes(32);
  const waiting = new Map<string, { readonly userName: string; readonly password: string }>();
  const cache = credentialCache<PasswordRecord>({
    ...remembered,
    async load(name) {
      const { userName, password } = waiting.get(name) ?? { userName: "", password: "" };
      const record = await options.store.passwordRecord(userName);
      return (await passwordMatches(password, record?.passwordHash)) ? record : undefined;
    },
  });
  return {
    async prove(userName: string, password: string): Promise<PasswordRecord | undefined> {
      const name = createHmac("sha256", key)
        .update(JSON.stringify([userName, password]))
        .digest("hex");
      waiting.set(name, { userName, password });
      try {
        return await cache.get(name);
      } finally {
        waiting.delete(name);
      }
    },
    clear: () => cache.clear(),
  };
}
