import { encodedPart, normalisedPart } from "../../sketches/normalised-text.ts";
import { hashSequence, hashToken, tokensOf } from "../../sketches/tokens.ts";

/** The questions of one data set in its own order, as hashes; no text. */
export interface EvaluationList {
  readonly name: string;
  /** `Sketch.textHash` of each question; 0 for one that is too short to tell. */
  readonly hashes: BigUint64Array;
}

/** Where a question stands: number of the list, and position in it. */
export interface Position {
  readonly list: number;
  readonly at: number;
}

/** Questions of some lists, to be found by hash. */
export interface EvaluationIndex {
  readonly lists: readonly {
    readonly name: string;
    /** Questions that can be found, each once. */
    readonly size: number;
    /** Positions of the list. */
    readonly length: number;
  }[];
  readonly positionOf: (textHash: bigint) => Position | undefined;
}

/** Anybody may send a shorter text; it is a question of no list. */
const LEAST_TOKENS = 8;

/** Makes a list of the texts of a data set, in their order. */
export function evaluationListOf(name: string, texts: readonly string[]): EvaluationList {
  return { name, hashes: BigUint64Array.from(texts, questionHash) };
}

/** Indexes lists; a question that stands in several places counts where it stands first. */
export function indexEvaluations(lists: readonly EvaluationList[]): EvaluationIndex {
  const positions = new Map<bigint, Position>();
  const sizes = lists.map(({ hashes }, list) => {
    let size = 0;
    hashes.forEach((hash, at) => {
      if (hash === 0n || positions.has(hash)) return;
      positions.set(hash, { list, at });
      size++;
    });
    return size;
  });
  return {
    lists: lists.map(({ name, hashes }, list) => ({ name, size: sizes[list] ?? 0, length: hashes.length })),
    // The engine's integers are signed.
    positionOf: (textHash) => positions.get(BigInt.asUintN(64, textHash)),
  };
}

/** The bytes of a `.hashes` file: each hash in 8 bytes, lowest first, in the list's order. */
export function encodeEvaluationList({ hashes }: EvaluationList): Uint8Array {
  const bytes = new Uint8Array(hashes.length * 8);
  const view = new DataView(bytes.buffer);
  hashes.forEach((hash, at) => {
    view.setBigUint64(at * 8, hash, true);
  });
  return bytes;
}

/**
 * Reads the bytes of a `.hashes` file.
 *
 * @throws RangeError where they are no whole number of hashes
 */
export function decodeEvaluationList(name: string, bytes: Uint8Array): EvaluationList {
  if (bytes.length % 8 !== 0) {
    throw new RangeError(
      `A list of evaluation hashes has 8 bytes for each; ${name} has ${String(bytes.length)} bytes.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    name,
    hashes: BigUint64Array.from({ length: bytes.length / 8 }, (_, at) => view.getBigUint64(at * 8, true)),
  };
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The hash that the sketch kernel gives for a last user text (docs/sketch-kernel.md); 0 for a short one. */
function questionHash(text: string): bigint {
  const tokens = tokensOf(decoder.decode(normalisedPart(encodedPart(text))));
  return tokens.length < LEAST_TOKENS ? 0n : hashSequence(tokens.map(hashToken));
}
