import type { Passages } from "../passages.ts";
import type { Random } from "../random.ts";
import { chance, pick } from "../random.ts";

/**
 * A text with about `rate` of its words replaced, half of them by a synonym where the short list below has one and
 * all others by some word of the corpus (a character in a script without spaces). It keeps the length and loses the
 * meaning long before a human paraphrase would: an upper bound of what paraphrase does to shared text, and a lower
 * bound of its cost.
 */
export function reworded(random: Random, passages: Passages, text: string, rate: number): string {
  if (rate <= 0) return text;
  if (!passages.spaced)
    return [...text].map((one) => (chance(random, rate) ? pick(random, passages.words) : one)).join("");
  return text
    .split(" ")
    .map((word) => (chance(random, rate) ? replacement(random, passages, word) : word))
    .join(" ");
}

function replacement(random: Random, passages: Passages, word: string): string {
  const end = word.match(/[.,:;!?\n]+$/u)?.[0] ?? "";
  const synonyms = SYNONYMS.get(word.slice(0, word.length - end.length).toLowerCase());
  const fresh =
    synonyms !== undefined && chance(random, 0.5) ? pick(random, synonyms) : pick(random, passages.words);
  return fresh + end;
}

const SYNONYM_ROWS: readonly string[] = [
  "step stage phase move",
  "steps stages phases moves",
  "reasoning thinking argument deliberation",
  "answer reply response result",
  "show present display lay",
  "write put note record",
  "complete full whole entire",
  "every each any",
  "problem question task matter",
  "expert specialist authority professional",
  "explain describe clarify tell",
  "before until ahead prior",
  "final last closing concluding",
  "score mark grade rating",
  "question query request inquiry",
  "never not hardly scarcely",
  "detail depth length particulars",
  "solution outcome resolution finding",
  "thought idea consideration notion",
  "thoughts ideas considerations notions",
];

const SYNONYMS: ReadonlyMap<string, readonly string[]> = new Map(
  SYNONYM_ROWS.flatMap((row) => {
    const words = row.split(" ");
    return words.map((word) => [word, words.filter((other) => other !== word)] as const);
  }),
);
