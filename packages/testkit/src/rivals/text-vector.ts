/** Figures of a text vector. */
export const DIMENSIONS = 128;

/**
 * A stand-in for a sentence embedding, since no embedding model is at hand: words and pairs of words (Han characters
 * count as words), each thrown to two signed places out of 128 (a sparse random projection after Achlioptas 2003),
 * short words at less weight, normalised to length 1. Texts that share wording are near; synonyms are not.
 */
export function textVector(text: string): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  let previous = 0;
  eachWord(text, (word, length) => {
    const weight = Math.min(length, 8) / 8;
    throwTo(vector, word, weight);
    if (previous !== 0) throwTo(vector, scramble(previous ^ Math.imul(word, 0x9e3779b1)), weight);
    previous = word;
  });
  return normalised(vector);
}

/** Calls `take` with hash and length of each word, lower case; a Han, kana or Hangul character is a word of length 4. */
export function eachWord(text: string, take: (hash: number, length: number) => void): void {
  let hash = FNV_OFFSET;
  let length = 0;
  const lower = text.toLowerCase();
  for (let index = 0; index <= lower.length; index++) {
    const code = index < lower.length ? lower.charCodeAt(index) : 32;
    if (code >= 0x2e80 || !isWordCharacter(code)) {
      if (length > 0) take(scramble(hash), length);
      hash = FNV_OFFSET;
      length = 0;
      if (code >= 0x3040) take(scramble(code), 4);
      continue;
    }
    hash = Math.imul(hash ^ code, 0x01000193);
    length++;
  }
}

/** Cosine of two vectors of length 1. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] as number) * (b[index] as number);
  return sum;
}

const FNV_OFFSET = 0x811c9dc5;

function isWordCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code > 0xbf && !isPunctuation(code));
}

/** General punctuation up to the mathematical signs. */
function isPunctuation(code: number): boolean {
  return code >= 0x2000 && code < 0x2c00;
}

function throwTo(vector: Float32Array, hash: number, weight: number): void {
  const first = hash & 127;
  const second = (hash >>> 7) & 127;
  vector[first] = (vector[first] as number) + ((hash & 0x4000) === 0 ? weight : -weight);
  vector[second] = (vector[second] as number) + ((hash & 0x8000) === 0 ? weight : -weight);
}

function normalised(vector: Float32Array): Float32Array {
  let square = 0;
  for (const value of vector) square += value * value;
  if (square === 0) return vector;
  const factor = 1 / Math.sqrt(square);
  for (let index = 0; index < vector.length; index++) vector[index] = (vector[index] as number) * factor;
  return vector;
}

/** The finaliser of MurmurHash3 (Austin Appleby, public domain); never 0, which means "no word". */
function scramble(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash = (hash ^ (hash >>> 16)) >>> 0;
  return hash === 0 ? 1 : hash;
}
