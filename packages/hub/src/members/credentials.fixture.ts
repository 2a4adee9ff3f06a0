import { createHash } from "node:crypto";
import { authenticator, type Authenticator, type RequestFacts } from "./authenticate.ts";
import { makeApiKey } from "./api-key.ts";
import type { AudienceNumber, OrganizationNumber, Role, UserNumber } from "./caller.ts";
import type {
  CertificateRecord,
  CredentialHolder,
  CredentialStore,
  KeyRecord,
  PasswordRecord,
  SessionRecord,
} from "./member-store.ts";
import { makeSession } from "./session.ts";

/** Credentials in memory, with a clock that stands until it is moved. */
export interface TestCredentials {
  readonly gate: Authenticator;
  readonly clock: { nowMs: number };
  readonly keys: Map<string, KeyRecord>;
  readonly certificates: Map<string, CertificateRecord>;
  readonly passwords: Map<string, PasswordRecord>;
  readonly sessions: Map<string, SessionRecord>;
  /** How often the store was asked. */
  readonly asked: { count: number };
  /** A key as its owner has it. */
  addKey(changes?: Partial<KeyRecord>): string;
  /** A session's token. */
  addSession(expiresMs: number): string;
}

export const OWN_ORIGIN = "https://hub.test";

export function holder(changes: Partial<CredentialHolder> = {}): CredentialHolder {
  return {
    user: 3 as UserNumber,
    organization: 7 as OrganizationNumber,
    ownAudience: 70 as AudienceNumber,
    audiences: [70, 71] as AudienceNumber[],
    roles: ["analyst", "counsel"] satisfies Role[],
    suspended: false,
    ...changes,
  };
}

/** A request without anything to show. */
export function facts(changes: Partial<RequestFacts> = {}): RequestFacts {
  return {
    method: "GET",
    authorization: undefined,
    cookie: undefined,
    origin: undefined,
    fetchSite: undefined,
    address: "192.0.2.1",
    certificateFingerprint: undefined,
    ...changes,
  };
}

export function bearer(key: string): string {
  return `Bearer ${key}`;
}

export function basic(userName: string, password: string): string {
  return `Basic ${Buffer.from(`${userName}:${password}`).toString("base64")}`;
}

/** Bytes that differ from call to call and are the same in every run. */
export function countingBytes(): (length: number) => Uint8Array {
  let calls = 0;
  return (length) =>
    createHash("sha256")
      .update(String((calls += 1)))
      .digest()
      .subarray(0, length);
}

export function testCredentials(): TestCredentials {
  const clock = { nowMs: Date.UTC(2026, 0, 1) };
  const keys = new Map<string, KeyRecord>();
  const certificates = new Map<string, CertificateRecord>();
  const passwords = new Map<string, PasswordRecord>();
  const sessions = new Map<string, SessionRecord>();
  const asked = { count: 0 };
  const randomBytes = countingBytes();
  const ask =
    <Row>(rows: ReadonlyMap<string, Row>) =>
    async (name: string) => {
      asked.count += 1;
      return rows.get(name);
    };
  const store: CredentialStore = {
    keyRecord: ask(keys),
    certificateRecord: ask(certificates),
    passwordRecord: ask(passwords),
    sessionRecord: (hash) => ask(sessions)(Buffer.from(hash).toString("hex")),
  };
  return {
    gate: authenticator({ store, now: () => clock.nowMs, randomBytes, ownOrigin: OWN_ORIGIN }),
    clock,
    keys,
    certificates,
    passwords,
    sessions,
    asked,
    addKey(changes = {}) {
      const key = makeApiKey(randomBytes);
      keys.set(key.publicId, {
        publicId: key.publicId,
        secretHash: key.secretHash,
        title: "test",
        roles: ["analyst", "counsel", "operator", "auditor"],
        readOnly: false,
        ranges: [],
        createdMs: clock.nowMs,
        expiresMs: undefined,
        revokedMs: undefined,
        holder: holder(),
        ...changes,
      });
      return key.reveal();
    },
    addSession(expiresMs) {
      const session = makeSession(randomBytes);
      sessions.set(Buffer.from(session.tokenHash).toString("hex"), { expiresMs, holder: holder() });
      return session.token;
    },
  };
}
