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
  const words = byFrequency(corpus);
  const numbers = new Map(words.map((word, number) => [word, number]));
  const sequence = Uint32Array.from(corpus, (word) => numbers.get(word) ?? 0);
  const followers = followersOf(sequence, words.length);
  const plain = letterTable(words.map(escaped), followers.starts);
  const accents = letterTable(
    words.map((word) => escaped(withAccent(word))),
    followers.starts,
  );
  const start = (random: Random): number => sequence[random.below(sequence.length)] ?? 0;
  const next = (word: number, random: Random): number => {
    const from = followers.starts[word] ?? 0;
    return followers.words[from + random.below((followers.starts[word + 1] ?? 0) - from)] ?? 0;
  };
  return {
    vocabulary: words.length,
    corpusWords: sequence.length,
    write: (into, at, bytes, random, accented) => {
      const end = at + bytes;
      let word = start(random);
      let to = at;
      while (to < end) {
        const { letters, places } = accented && random.below(4) === 0 ? accents : plain;
        const place = word * PLACE;
        let letter = places[place] ?? 0;
        for (let left = places[place + 1] ?? 0; left > 0; left--) into[to++] = letters[letter++] ?? 0;
        word = followers.words[(places[place + 2] ?? 0) + random.below(places[place + 3] ?? 1)] ?? 0;
      }
      // The space is one byte, or the two of an escaped line feed.
      return into[to - 1] === BLANK ? to - 1 : to - 2;
    },
    text: (bytes, random) => {
      let made = "";
      for (let word = start(random); made.length < bytes; word = next(word, random))
        made += words[word] ?? "";
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

/** Frequent words first, so that what is read most lies together in the processor's caches. */
function byFrequency(corpus: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const word of corpus) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([word]) => word);
}

interface Followers {
  /** Every word's followers, one entry for each time that it is followed. */
  readonly words: Uint32Array;
  /** Where each word's followers begin, and where the last one's end. */
  readonly starts: Uint32Array;
}

function followersOf(sequence: Uint32Array, vocabulary: number): Followers {
  const starts = new Uint32Array(vocabulary + 1);
  for (const word of sequence) starts[word + 1] = (starts[word + 1] ?? 0) + 1;
  for (let word = 0; word < vocabulary; word++)
    starts[word + 1] = (starts[word + 1] ?? 0) + (starts[word] ?? 0);
  const filled = starts.slice();
  const words = new Uint32Array(sequence.length);
  sequence.forEach((word, index) => {
    const slot = filled[word] ?? 0;
    words[slot] = sequence[(index + 1) % sequence.length] ?? 0;
    filled[word] = slot + 1;
  });
  return { words, starts };
}

interface LetterTable {
  readonly letters: Uint8Array;
  /** Per word, side by side: its first letter, how many, its first follower, how many. */
  readonly places: Uint32Array;
}

const PLACE = 4;

function letterTable(words: readonly string[], followerStarts: Uint32Array): LetterTable {
  const places = new Uint32Array(words.length * PLACE);
  let letter = 0;
  words.forEach((word, index) => {
    const bytes = Buffer.byteLength(word);
    const follower = followerStarts[index] ?? 0;
    places.set([letter, bytes, follower, (followerStarts[index + 1] ?? 0) - follower], index * PLACE);
    letter += bytes;
  });
  return { letters: Buffer.from(words.join("")), places };
}
