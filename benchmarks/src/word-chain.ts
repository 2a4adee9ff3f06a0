import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Random } from "../../packages/testkit/dist/traffic/random.js";

/** Shipped text by people: where their words stand, and in which order two of them follow each other. */
const SOURCES = ["oa_realistic_seed", "arena_hard_v01", "awesome_prompts"];

/** Longer words are addresses and code, not English. */
const LONGEST_WORD = 24;

/**
 * English-like text without end: a first-order Markov chain over words (Shannon 1948, section 3). Each word is followed by
 * one that follows it somewhere in the shipped corpora, with the frequency it has there. Order 2 would sound better,
 * but it copies long stretches of so small a corpus, and then strangers would share sentences.
 *
 * Words carry the blank or line feed behind them and are escaped for JSON.
 */
export interface WordChain {
  /** Distinct words, each with the space behind it. */
  readonly vocabulary: number;
  /** Words of the corpora in all. */
  readonly corpusWords: number;
  /**
   * Writes words, beginning at a random one, until at least `bytes` are written.
   *
   * @param accented - every fourth word or so gets an accent
   * @returns where the written text ends, without the space behind its last word
   */
  write(into: Uint8Array, at: number, bytes: number, random: Random, accented: boolean): number;
  /** The same as a string, not escaped for JSON. */
  text(bytes: number, random: Random): string;
  /** One word of the vocabulary, by its frequency, without the space. */
  word(random: Random): string;
}

/** Builds the chain out of the folder of `*.jsonl.gz` prompt sources. */
export function readWordChain(promptsFolder: URL): WordChain {
  const corpus = SOURCES.flatMap((name) => readWords(new URL(`${name}.jsonl.gz`, promptsFolder)));
  const numbers = new Map<string, number>();
  const sequence = Uint32Array.from(corpus, (word) => {
    const known = numbers.get(word);
    if (known !== undefined) return known;
    numbers.set(word, numbers.size);
    return numbers.size - 1;
  });
  const words = [...numbers.keys()];
  const plain = packed(words.map(escaped));
  const accents = packed(words.map((word) => escaped(withAccent(word))));
  const follow = successors(sequence, words.length);
  const next = (word: number, random: Random): number => {
    const from = follow.starts[word] ?? 0;
    const count = (follow.starts[word + 1] ?? 0) - from;
    return follow.words[from + random.below(count)] ?? 0;
  };
  const start = (random: Random): number => sequence[random.below(sequence.length)] ?? 0;
  const write: WordChain["write"] = (into, at, bytes, random, accented) => {
    const end = at + bytes;
    let word = start(random);
    let to = at;
    while (to < end) {
      const { starts, bytes: letters } = accented && random.below(4) === 0 ? accents : plain;
      const last = starts[word + 1] ?? 0;
      for (let from = starts[word] ?? 0; from < last; from++) into[to++] = letters[from] ?? 0;
      word = next(word, random);
    }
    // The space is one byte, or the two of an escaped line feed.
    return into[to - 1] === BLANK ? to - 1 : to - 2;
  };
  return {
    vocabulary: words.length,
    corpusWords: sequence.length,
    write,
    text: (bytes, random) => {
      let made = "";
      for (let word = start(random); made.length < bytes; word = next(word, random)) made += words[word] ?? "";
      return made.slice(0, -1);
    },
    word: (random) => (words[start(random)] ?? "").slice(0, -1),
  };
}

const BLANK = 0x20;

function readWords(path: URL): string[] {
  const lines = gunzipSync(readFileSync(path)).toString("utf8").trim().split("\n");
  return lines.flatMap((line) => {
    const { prompt, response } = JSON.parse(line) as { prompt: string; response: string | null };
    return [...wordsOf(prompt), ...wordsOf(response ?? "")];
  });
}

function wordsOf(text: string): string[] {
  return Array.from(text.matchAll(/([!-~]+)([^\S\n]*\n\s*)?/g))
    .filter(([, word = ""]) => word.length <= LONGEST_WORD)
    .map(([, word = "", lineEnd]) => word + (lineEnd === undefined ? " " : "\n"));
}

function escaped(word: string): string {
  return JSON.stringify(word).slice(1, -1);
}

function withAccent(word: string): string {
  return word.replace(/[aeou]/, (vowel) => ({ a: "à", e: "é", o: "ô", u: "ü" })[vowel] ?? vowel);
}

interface Packed {
  readonly bytes: Uint8Array;
  /** Where each word begins, and where the last one ends. */
  readonly starts: Uint32Array;
}

function packed(words: readonly string[]): Packed {
  const starts = new Uint32Array(words.length + 1);
  words.forEach((word, index) => {
    starts[index + 1] = (starts[index] ?? 0) + Buffer.byteLength(word);
  });
  return { bytes: Buffer.from(words.join("")), starts };
}

/** Every word's followers, one entry for each time that it is followed. */
function successors(sequence: Uint32Array, vocabulary: number): { words: Uint32Array; starts: Uint32Array } {
  const starts = new Uint32Array(vocabulary + 1);
  for (const word of sequence) starts[word + 1] = (starts[word + 1] ?? 0) + 1;
  for (let word = 0; word < vocabulary; word++) starts[word + 1] = (starts[word + 1] ?? 0) + (starts[word] ?? 0);
  const filled = starts.slice();
  const words = new Uint32Array(sequence.length);
  sequence.forEach((word, index) => {
    const slot = filled[word] ?? 0;
    words[slot] = sequence[(index + 1) % sequence.length] ?? 0;
    filled[word] = slot + 1;
  });
  return { words, starts };
}
