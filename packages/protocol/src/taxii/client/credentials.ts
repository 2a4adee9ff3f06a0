import { TaxiiError } from "./taxii-error.ts";

/** How a client proves who it is: a bearer token, or name and password (RFC 7617). */
export type Credentials =
  | { readonly kind: "bearer"; readonly token: string }
  | { readonly kind: "basic"; readonly user: string; readonly password: string };

/** Credentials that a client holds. Printed in any way, it is a placeholder; the secret can only be sent or blotted out. */
export interface HeldCredentials {
  /** Value of the `Authorization` header. */
  header(): string;
  /** The text without the secret, for what a server says. */
  blot(text: string): string;
  toJSON(): string;
}

/** A bearer token is visible ASCII; a password anything but control characters (RFC 7617, section 2). */
const TOKEN = /^[\x21-\x7e]{1,4096}$/;
const PASSWORD = /^[^\p{Cc}]{1,4096}$/u;
const USER = /^[^\p{Cc}:]{0,256}$/u;

/** @throws TaxiiError `bad-credentials` */
export function holdCredentials(credentials: Credentials): HeldCredentials {
  const secret = credentials.kind === "bearer" ? credentials.token : credentials.password;
  if (!(credentials.kind === "bearer" ? TOKEN : PASSWORD).test(secret)) {
    throw new TaxiiError(
      "bad-credentials",
      "the key is empty, too long or has characters that no key has; check for a line break within it",
    );
  }
  if (credentials.kind === "basic" && !USER.test(credentials.user)) {
    throw new TaxiiError("bad-credentials", "a user name cannot hold a colon or a line break");
  }
  const header =
    credentials.kind === "bearer"
      ? `Bearer ${secret}`
      : `Basic ${Buffer.from(`${credentials.user}:${secret}`, "utf8").toString("base64")}`;
  const value = header.slice(header.indexOf(" ") + 1);
  return {
    header: () => header,
    blot: (text) => text.replaceAll(value, "…").replaceAll(secret, "…"),
    toJSON: () => "[credentials]",
  };
}
