import { scrypt, timingSafeEqual } from "node:crypto";

/** A password as the store keeps it. */
export interface PasswordHash {
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

/** scrypt's cost (RFC 7914): 16 MiB and some 40 ms; passwords are for trials only, members have keys. */
const COST = { N: 16_384, r: 8, p: 1 };
const HASH_BYTES = 32;
const NOBODY: PasswordHash = { salt: new Uint8Array(16), hash: new Uint8Array(HASH_BYTES) };

export async function hashPassword(
  password: string,
  randomBytes: (length: number) => Uint8Array,
): Promise<PasswordHash> {
  const salt = randomBytes(16);
  return { salt, hash: await derive(password, salt) };
}

/** Compares in constant time; works as long for a user who does not exist (`stored` undefined) as for one who does. */
export async function passwordMatches(password: string, stored: PasswordHash | undefined): Promise<boolean> {
  const { salt, hash } = stored ?? NOBODY;
  return timingSafeEqual(await derive(password, salt), hash) && stored !== undefined;
}

function derive(password: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, COST, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    );
  });
}
