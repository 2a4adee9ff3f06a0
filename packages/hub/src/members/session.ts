import { createHash } from "node:crypto";

/** How long a browser's session lasts: a working day. */
export const SESSION_SECONDS = 8 * 60 * 60;

const SECURE_COOKIE = "__Host-stillwatch_session";
const LOOPBACK_COOKIE = "stillwatch_session";

/** The names under which a session's cookie may come. */
export const SESSION_COOKIES = [SECURE_COOKIE, LOOPBACK_COOKIE] as const;

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** A new session. The token goes into the cookie, its hash into the store. */
export interface NewSession {
  readonly token: string;
  readonly tokenHash: Uint8Array;
  readonly publicId: string;
}

/** Makes a session of 256 random bits. */
export function makeSession(randomBytes: (length: number) => Uint8Array): NewSession {
  const token = Buffer.from(randomBytes(32)).toString("base64url");
  const tokenHash = createHash("sha256").update(token).digest();
  return { token, tokenHash, publicId: sessionPublicId(tokenHash) };
}

/** Names a session in logs: the beginning of its token's hash, which tells nothing of the token. */
export function sessionPublicId(tokenHash: Uint8Array): string {
  return Buffer.from(tokenHash).toString("hex").slice(0, 12);
}

/** The hash under which the store knows a session; undefined for what has not the form of a token. */
export function sessionTokenHash(token: string | undefined): Uint8Array | undefined {
  return token !== undefined && TOKEN.test(token) ? createHash("sha256").update(token).digest() : undefined;
}

/**
 * The `Set-Cookie` header that begins a session, or ends it where the token is undefined. Without `secure`, which is
 * for a hub on loopback without TLS, the name has no `__Host-` in front, which browsers would refuse.
 */
export function sessionCookie(token: string | undefined, secure: boolean): string {
  const name = secure ? SECURE_COOKIE : LOOPBACK_COOKIE;
  const age = token === undefined ? 0 : SESSION_SECONDS;
  return `${name}=${token ?? ""}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}
