import { createHmac } from "node:crypto";
import { ModellingError } from "./modelling-error.ts";

/** Stands for an account without saying which; only `blindHandle` and `readBlindedHandle` make one. */
export type BlindedHandle = string & { readonly brand: "blinded-handle" };

/** Random keys of HMAC-SHA-256 need no more than the digest's length (RFC 2104, section 3). */
const LEAST_KEY_BYTES = 32;

/** Tells this use of a key from any other. */
const PURPOSE = "stillwatch account handle 1\0";

/**
 * Blinds an identifier of an account with a secret key, by HMAC-SHA-256: 43 characters of base64url. The same key and
 * value give the same handle, and without the key it cannot be found by trying values, as a plain hash can. Take one
 * key for each epoch, and one for each group that may compare.
 *
 * @throws ModellingError `key-too-short` under 32 bytes
 */
export function blindHandle(key: Uint8Array, value: string): BlindedHandle {
  if (key.length < LEAST_KEY_BYTES) {
    throw new ModellingError("key-too-short", "A blinding key has at least 32 random bytes.");
  }
  return createHmac("sha256", key).update(PURPOSE).update(value, "utf8").digest("base64url") as BlindedHandle;
}

/** 32 or 64 bytes in base64url, the lengths of HMAC-SHA-256 and of an OPRF of RFC 9497 with SHA-512. */
const FORM = /^(?:[A-Za-z0-9_-]{43}|[A-Za-z0-9_-]{86})$/;

/**
 * Takes a text for the handle it looks like, such as one read back from storage or made by an OPRF.
 *
 * @throws ModellingError `handle-not-blinded` for anything else: addresses, names, numbers, UUIDs
 */
export function readBlindedHandle(text: string): BlindedHandle {
  if (!FORM.test(text)) {
    throw new ModellingError("handle-not-blinded", "Blind the account's identifier with blindHandle first.");
  }
  return text as BlindedHandle;
}
