import { EncryptJWT, jwtDecrypt } from "jose";
import { hkdfSync } from "node:crypto";
import { HubError } from "../hub-error.ts";
import { cookieNamed } from "./presented-credential.ts";

/** What must come back unchanged from the identity provider. */
export interface PendingLogin {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** Path of this hub to come back to. */
  readonly returnTo: string;
}

/** Logins travel in a cookie sealed for this hub, so that strangers fill no table of it. */
export interface LoginSeal {
  /** @returns the `Set-Cookie` header */
  seal(pending: PendingLogin): Promise<string>;
  /** @throws HubError `unauthenticated` for a cookie that is absent, not ours or too old */
  unseal(cookieHeader: string | undefined): Promise<PendingLogin>;
  /** The `Set-Cookie` header that takes the cookie away. */
  readonly clear: string;
}

/** Where the provider sends browsers back to; the only path that gets the cookie. */
export const CALLBACK_PATH = "/hub/login/callback";

const PENDING_SECONDS = 600;

/** Not `__Host-`, which would need the path `/`. */
const COOKIES = ["__Secure-stillwatch_login", "stillwatch_login"] as const;

/** @param options.secret the hub's secret; a key of its own is derived from it */
export function loginSeal(options: {
  readonly secret: Uint8Array;
  readonly now: () => number;
  readonly secure: boolean;
}): LoginSeal {
  const key = new Uint8Array(hkdfSync("sha256", options.secret, "", "stillwatch login", 32));
  return {
    async seal(pending) {
      const sealed = await new EncryptJWT({ ...pending })
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        .setExpirationTime(Math.floor(options.now() / 1_000) + PENDING_SECONDS)
        .encrypt(key);
      return cookie(sealed, PENDING_SECONDS);
    },
    async unseal(cookieHeader) {
      try {
        const sealed = cookieNamed(cookieHeader, COOKIES) ?? "";
        const { payload } = await jwtDecrypt<PendingLogin>(sealed, key, {
          currentDate: new Date(options.now()),
          keyManagementAlgorithms: ["dir"],
          contentEncryptionAlgorithms: ["A256GCM"],
        });
        return payload;
      } catch (error) {
        throw new HubError(
          "unauthenticated",
          "this login was not begun in this browser, or took too long; begin again",
          {
            cause: error,
          },
        );
      }
    },
    clear: cookie("", 0),
  };

  function cookie(value: string, ageSeconds: number): string {
    const [name, end] = options.secure ? [COOKIES[0], "; Secure"] : [COOKIES[1], ""];
    return `${name}=${value}; Path=${CALLBACK_PATH}; Max-Age=${ageSeconds}; HttpOnly; SameSite=Lax${end}`;
  }
}
