import { scrypt, timingSafeEqual } from "node:crypto";

/** scrypt's cost for trials: 16 MiB and some 40 ms; passwords are for test users only, members have keys. */
const COST = { N: 16_384, r: 8, p: 1 };
const HASH_BYTES = 32;

/** RFC 7914 scrypt over a random salt, as `scrypt$<salt>$<hash>` in base64url. */
export async function hashPassword(
  password: string,
  randomBytes: (length: number) => Uint8Array,
): Promise<string> {
  const salt = Buffer.from(randomBytes(16));
  const hash = await derive(password, salt);
  return `scrypt$${salt.toString("base64url")}$${hash.toString("base64url")}`;
}

/** Compares in constant time; works as long for a user who does not exist (`hash` undefined) as for one who does. */
export async function passwordMatches(password: string, hash: string | undefined): Promise<boolean> {
  const [scheme, salt = "", expected = ""] = (hash ?? "").split("$");
  const derived = await derive(password, Buffer.from(salt, "base64url"));
  const wanted = Buffer.from(expected, "base64url");
  return scheme === "scrypt" && wanted.length === derived.length && timingSafeEqual(wanted, derived);
}

function derive(password: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, COST, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    );
  });
}
