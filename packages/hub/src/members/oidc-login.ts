import { HubError } from "../hub-error.ts";
import type { AuditEntry } from "./audit-store.ts";
import type { OrganizationNumber } from "./caller.ts";
import { identityProvider, type OidcSettings, type VouchedPerson } from "./identity-provider.ts";
import type { CredentialHolder, MemberStore } from "./member-store.ts";
import { loginSeal } from "./pending-login.ts";
import { makeSession, SESSION_SECONDS, sessionCookie } from "./session.ts";

/** Where a browser is sent, and what it is to remember. */
export interface LoginStep {
  /** Absolute, or a path of this hub. */
  readonly location: string;
  /** `Set-Cookie` headers. */
  readonly cookies: readonly string[];
}

/** Logins of people through an identity provider. */
export interface OidcLogin {
  /** @param returnTo path of this hub to come back to; anything else is not followed */
  begin(returnTo: string | undefined): Promise<LoginStep>;
  /**
   * Ends a login that came back from the provider.
   *
   * @throws HubError `unauthenticated` where the answer does not belong to a login begun in this browser or the
   *   provider does not vouch; `forbidden` for a person the hub does not know
   */
  finish(callback: { readonly url: URL; readonly cookie: string | undefined }): Promise<LoginStep>;
}

const AFTER_LOGIN = "/hub/whoami";

/** One slash, then nothing that a browser takes for another host or for the end of a header. */
const OWN_PATH = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,500}$/;

/** @param options.secret the hub's secret; a key of its own is derived from it */
export function oidcLogin(options: {
  readonly settings: OidcSettings;
  readonly store: MemberStore;
  readonly fetch: typeof fetch;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly secret: Uint8Array;
}): OidcLogin {
  const { settings, store, now, randomBytes } = options;
  const provider = identityProvider(options);
  const secure = settings.ownOrigin.startsWith("https:");
  const pendingLogins = loginSeal({ secret: options.secret, now, secure });
  const token = () => Buffer.from(randomBytes(32)).toString("base64url");

  /** By subject; at the first login by the address that an operator wrote down, which binds the subject. */
  async function userOf(person: VouchedPerson): Promise<CredentialHolder> {
    const bound = await store.personBySubject(settings.issuer, person.subject);
    if (bound !== undefined) return bound;
    const expected =
      person.email === undefined ? undefined : await store.personByEmail(settings.issuer, person.email);
    if (expected === undefined) throw unknownPerson();
    const audit: AuditEntry = {
      ...ofLogin(expected.organization, now()),
      action: "person.bind",
      targetKind: "user",
      target: String(expected.user),
    };
    if (!(await store.bindSubject(expected.user, person.subject, audit))) throw unknownPerson();
    return expected;
  }

  return {
    async begin(returnTo) {
      const own = returnTo !== undefined && OWN_PATH.test(returnTo) ? returnTo : AFTER_LOGIN;
      const pending = { state: token(), nonce: token(), codeVerifier: token(), returnTo: own };
      return { location: await provider.loginUrl(pending), cookies: [await pendingLogins.seal(pending)] };
    },

    async finish({ url, cookie }) {
      const pending = await pendingLogins.unseal(cookie);
      const holder = await userOf(await provider.vouched(url, pending));
      if (holder.suspended) throw unknownPerson();
      const session = makeSession(randomBytes);
      const expiresMs = now() + SESSION_SECONDS * 1_000;
      await store.addSession(
        { user: holder.user, tokenHash: session.tokenHash, createdMs: now(), expiresMs },
        {
          ...ofLogin(holder.organization, now()),
          action: "session.begin",
          targetKind: "session",
          target: session.publicId,
        },
      );
      return {
        location: pending.returnTo,
        cookies: [sessionCookie(session.token, secure), pendingLogins.clear],
      };
    },
  };
}

function ofLogin(organization: OrganizationNumber, atMs: number) {
  return { atMs, organization, credential: "login", outcome: "done" } as const;
}

function unknownPerson(): HubError {
  return new HubError("forbidden", "the hub does not know this person; ask its operator to add you");
}
