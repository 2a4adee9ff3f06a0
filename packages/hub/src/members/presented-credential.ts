import { readApiKey, type PresentedKey } from "./api-key.ts";
import { SESSION_COOKIES, sessionTokenHash } from "./session.ts";

/** What a request carries to prove who asks. */
export type PresentedCredential =
  | { readonly kind: "none" }
  /** Something is there that cannot be a credential of this hub. */
  | { readonly kind: "unusable" }
  | ({ readonly kind: "key" } & PresentedKey)
  | { readonly kind: "password"; readonly userName: string; readonly password: string }
  | { readonly kind: "session"; readonly tokenHash: Uint8Array }
  | { readonly kind: "certificate"; readonly fingerprint: string };

/** Longer headers are no credential of ours; a key has 56 characters. */
const LONGEST_HEADER = 1_024;
const LONGEST_COOKIE_HEADER = 8_192;

/**
 * Reads what a request presents: the `Authorization` header where there is one, else the session's cookie, else the
 * client certificate. A bad header is never passed over in favour of the others.
 *
 * HTTP Basic (RFC 7617) with a key as its password is a key, whatever the user name: most TAXII clients know nothing
 * but Basic.
 */
export function presentedCredential(facts: {
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  readonly certificateFingerprint: string | undefined;
}): PresentedCredential {
  if (facts.authorization !== undefined) return fromHeader(facts.authorization);
  const tokenHash = sessionTokenHash(cookieNamed(facts.cookie, SESSION_COOKIES));
  if (tokenHash !== undefined) return { kind: "session", tokenHash };
  if (facts.certificateFingerprint !== undefined) {
    return { kind: "certificate", fingerprint: facts.certificateFingerprint };
  }
  return { kind: "none" };
}

/** The value of the first cookie (RFC 6265 §4.2) that has one of the names. */
export function cookieNamed(header: string | undefined, names: readonly string[]): string | undefined {
  if (header === undefined || header.length > LONGEST_COOKIE_HEADER) return undefined;
  for (const pair of header.split(";")) {
    const equals = pair.indexOf("=");
    if (equals > 0 && names.includes(pair.slice(0, equals).trim())) return pair.slice(equals + 1).trim();
  }
  return undefined;
}

function fromHeader(header: string): PresentedCredential {
  const space = header.indexOf(" ");
  if (header.length > LONGEST_HEADER || space < 0) return { kind: "unusable" };
  const scheme = header.slice(0, space).toLowerCase();
  const value = header.slice(space + 1).trim();
  if (scheme === "bearer") return keyOf(value) ?? { kind: "unusable" };
  if (scheme !== "basic") return { kind: "unusable" };
  const decoded = Buffer.from(value, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  if (colon < 0) return { kind: "unusable" };
  const password = decoded.slice(colon + 1);
  return keyOf(password) ?? { kind: "password", userName: decoded.slice(0, colon), password };
}

function keyOf(text: string): PresentedCredential | undefined {
  const key = readApiKey(text);
  return key === undefined ? undefined : { kind: "key", ...key };
}
