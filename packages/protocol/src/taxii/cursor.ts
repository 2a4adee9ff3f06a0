import { createCipheriv, createDecipheriv } from "node:crypto";

/** What binds a cursor to its maker and to one question. */
export interface CursorSeal {
  /** `CURSOR_DIGEST_BYTES` bytes that stand for collection, resource and filters. */
  readonly digest: Uint8Array;
  /** `CURSOR_KEY_BYTES` secret bytes of the server, used for nothing else. */
  readonly key: Uint8Array;
}

/** Bytes of a cursor's digest. */
export const CURSOR_DIGEST_BYTES = 8;

/** Bytes of the key that cursors are sealed with. */
export const CURSOR_KEY_BYTES = 32;

const VERSION = 1;
const BLOCK_BYTES = 16;
/** One byte of version and one block, in base64url without padding. */
const TEXT = /^[A-Za-z0-9_-]{23}$/;

/**
 * Writes a cursor as a `next` of 23 characters that says nothing to those who hold it: positions count the rows that a
 * reader may not see as well, so they must not be read off. The single block (position, digest) goes through AES-256,
 * a permutation: equal cursors give equal texts, and a block that somebody made up bears the digest of a question
 * once in 2^64.
 *
 * @param position - of the last row that was given out; from 0 to `Number.MAX_SAFE_INTEGER`
 * @throws RangeError where position, digest or key are none
 */
export function encodeCursor(position: number, { digest, key }: CursorSeal): string {
  if (!Number.isSafeInteger(position) || position < 0) {
    throw new RangeError("a position is a whole number from 0");
  }
  if (digest.length !== CURSOR_DIGEST_BYTES) throw new RangeError("the digest of a cursor has eight bytes");
  const block = Buffer.alloc(BLOCK_BYTES);
  block.writeBigUInt64BE(BigInt(position));
  block.set(digest, 8);
  const cipher = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
  return Buffer.concat([Uint8Array.of(VERSION), cipher.update(block), cipher.final()]).toString("base64url");
}

/**
 * Reads a cursor.
 *
 * @returns the position; undefined where the text was not written by `encodeCursor` with this digest and key: another
 *   question's cursor and one that somebody made up cannot be told apart
 */
export function decodeCursor(text: string, { digest, key }: CursorSeal): number | undefined {
  if (!TEXT.test(text)) return undefined;
  const bytes = Buffer.from(text, "base64url");
  // Two bits of the last character carry nothing; one cursor has one text.
  if (bytes[0] !== VERSION || bytes.toString("base64url") !== text) return undefined;
  const decipher = createDecipheriv("aes-256-ecb", key, null).setAutoPadding(false);
  const block = Buffer.concat([decipher.update(bytes.subarray(1)), decipher.final()]);
  const position = Number(block.readBigUInt64BE());
  return block.subarray(8).equals(digest) && Number.isSafeInteger(position) ? position : undefined;
}
