import { createHash } from "node:crypto";

/** A new API key: shown once, never stored. `toJSON` keeps it out of logs. */
export interface ApiKey {
  /** 8 characters that may be shown and logged. */
  readonly publicId: string;
  /** SHA-256 of the secret bytes; a random 256-bit secret needs no slow hash. */
  readonly secretHash: Uint8Array;
  /** The whole key as its owner uses it: `swk_<public id>_<secret>`. */
  reveal(): string;
  toJSON(): string;
}

/** What somebody presented as a key. */
export interface PresentedKey {
  readonly publicId: string;
  readonly secretHash: Uint8Array;
}

const PREFIX = "swk_";
const PUBLIC_ID_BYTES = 5;
const PUBLIC_ID_CHARACTERS = 8;
const SECRET_BYTES = 32;
const KEY_CHARACTERS = PREFIX.length + PUBLIC_ID_CHARACTERS + 1 + 43;

/** RFC 4648 base32, lower case: 5 bytes give 8 characters that survive being read aloud. */
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/** One length, one form: linear and without alternatives. */
const KEY = /^swk_([a-z2-7]{8})_([A-Za-z0-9_-]{43})$/;

/** Makes an API key of 256 random bits. */
export function makeApiKey(randomBytes: (length: number) => Uint8Array): ApiKey {
  const publicId = base32(randomBytes(PUBLIC_ID_BYTES));
  const secret = Buffer.from(randomBytes(SECRET_BYTES));
  const key = `${PREFIX}${publicId}_${secret.toString("base64url")}`;
  return {
    publicId,
    secretHash: sha256(secret),
    reveal: () => key,
    toJSON: () => `${PREFIX}${publicId}_…`,
  };
}

/** Reads a presented key; undefined for what has not the form of one. */
export function readApiKey(text: string): PresentedKey | undefined {
  if (text.length !== KEY_CHARACTERS) return undefined;
  const [, publicId, secret] = KEY.exec(text) ?? [];
  if (publicId === undefined || secret === undefined) return undefined;
  const bytes = Buffer.from(secret, "base64url");
  // The last character carries four bits that mean nothing; only the form we made is a key.
  if (bytes.toString("base64url") !== secret) return undefined;
  return { publicId, secretHash: sha256(bytes) };
}

function base32(bytes: Uint8Array): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let text = "";
  for (let shift = bytes.length * 8 - 5; shift >= 0; shift -= 5)
    text += BASE32[Number((bits >> BigInt(shift)) & 31n)];
  return text;
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash("sha256").update(bytes).digest();
}
