import type { Random } from "./random.ts";
import { between, chance, pick } from "./random.ts";

/** Running text of a corpus, cut into sentences that stay in order within a passage. */
export interface Passages {
  readonly texts: readonly (readonly string[])[];
  /** Words (or characters, in a script without spaces) that are put in place of others. */
  readonly words: readonly string[];
  readonly spaced: boolean;
  /** Characters between two exchanged words, least and most. */
  readonly every: readonly [least: number, most: number];
}

/** Cuts texts into sentences; texts of a single sentence are left out. */
export function passagesOf(texts: readonly string[], spaced: boolean): Passages {
  const cut = texts
    .map((text) =>
      (text.slice(0, 6000).match(SENTENCE) ?? [])
        .map((part) => part.trim())
        .filter((part) => part.length > 12),
    )
    .filter((parts) => parts.length > 1);
  const words = cut.flat().flatMap((sentence) => sentence.match(spaced ? WORD : CHARACTER) ?? []);
  const every = spaced ? ([20, 64] as const) : ([4, 11] as const);
  return { texts: cut, words: [...new Set(words)].slice(0, 8000), spaced, every };
}

const SENTENCE = /[^.!?。！？\n]{1,400}[.!?。！？\n]*/gu;
const WORD = /(?<=\s)[a-z]{3,12}(?=\s)/gu;
const CHARACTER = /\p{Script=Han}/gu;

/** The text up to its first full stop. */
export function firstSentence(text: string): string {
  return text.match(SENTENCE)?.[0] ?? text.slice(0, 200);
}

/** `count` sentences, in runs of up to three from one passage, with exchanged words. */
export function sentences(random: Random, passages: Passages, count: number): string[] {
  const chosen: string[] = [];
  while (chosen.length < count) {
    const passage = pick(random, passages.texts);
    const start = random.below(passage.length);
    const run = passage.slice(start, start + Math.min(between(random, 1, 3), count - chosen.length));
    chosen.push(...run.map((sentence) => exchangeWords(random, passages, sentence)));
  }
  return chosen;
}

/** Pasted material of about `characters` length, with exchanged words. */
export function material(random: Random, passages: Passages, characters: number): string {
  let text = "";
  while (text.length < characters) {
    const passage = pick(random, passages.texts);
    const start = random.below(passage.length);
    const run = passage.slice(start, start + between(random, 2, 6)).join(passages.spaced ? " " : "");
    text += `${exchangeWords(random, passages, run)}${chance(random, 0.4) ? "\n\n" : " "}`;
  }
  return text.trim();
}

/**
 * Puts another word of the corpus in the place of about every eighth. A corpus has thousands of sentences and a
 * provider's customers write millions: without this, strangers would share long runs of words all the time, which
 * in real traffic is rare and is what a detector of injected blocks looks for.
 */
export function exchangeWords(random: Random, passages: Passages, text: string): string {
  if (passages.words.length === 0) return text;
  let changed = "";
  let from = 0;
  for (;;) {
    const wanted = from + between(random, passages.every[0], passages.every[1]);
    const start = passages.spaced ? text.indexOf(" ", wanted) + 1 : wanted;
    if (start <= 0 || start >= text.length) return changed + text.slice(from);
    const next = passages.spaced ? text.indexOf(" ", start) : start + 1;
    const end = next < 0 ? text.length : next;
    changed += text.slice(from, start) + pick(random, passages.words);
    from = end;
  }
}
