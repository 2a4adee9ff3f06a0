import { classOfCodePoint } from "./code-points.ts";
import { MULTIPLIER_1, MULTIPLIER_2, MULTIPLIER_3, finish, multiply, rotateLeft } from "./mixing.ts";

const encoder = new TextEncoder();

/** Tokens of a normalised text, in order: docs/sketch-kernel.md section 3. */
export function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  let word = "";
  for (const character of text) {
    const kind = classOfCodePoint(character.codePointAt(0) ?? 0);
    if (kind === "word") {
      word += character;
      continue;
    }
    if (word !== "") tokens.push(word);
    word = "";
    if (kind === "single") tokens.push(character);
  }
  if (word !== "") tokens.push(word);
  return tokens;
}

/** 64-bit hash of a token's UTF-8. */
export function hashToken(token: string): bigint {
  return hashBytes(encoder.encode(token));
}

/** 64-bit hash of at least one byte, none of them zero: two words of eight bytes a step, zero-padded. */
function hashBytes(bytes: Uint8Array): bigint {
  let hash = MULTIPLIER_1;
  for (let at = 0; at < bytes.length; at += 16) {
    hash = rotateLeft(multiply(hash ^ wordAt(bytes, at), MULTIPLIER_2), 31n);
    hash = multiply(hash ^ wordAt(bytes, at + 8), MULTIPLIER_3);
  }
  return hash ^ (hash >> 32n);
}

/** Hash of a sequence of token hashes; 0 for none, never 0 otherwise. */
export function hashSequence(hashes: readonly bigint[]): bigint {
  if (hashes.length === 0) return 0n;
  let text = MULTIPLIER_3;
  for (const hash of hashes) text = multiply(rotateLeft(text ^ hash, 27n), MULTIPLIER_1);
  return finish(text ^ BigInt(hashes.length)) || 1n;
}

/** Combination of two consecutive tokens, by which phrases are looked up. */
export function pairOf(first: bigint, second: bigint): bigint {
  return first ^ rotateLeft(second, 21n);
}

/** Hashes of every three consecutive tokens. */
export function shinglesOf(hashes: readonly bigint[]): bigint[] {
  return hashes
    .slice(2)
    .map((third, i) => finish(pairOf(hashes[i] ?? 0n, hashes[i + 1] ?? 0n) ^ rotateLeft(third, 42n)));
}

/** Little-endian word of up to eight bytes; zero beyond the end. */
function wordAt(bytes: Uint8Array, at: number): bigint {
  let word = 0n;
  for (let i = 7; i >= 0; i--) word = (word << 8n) | BigInt(bytes[at + i] ?? 0);
  return word;
}
