/** Most tokens of one example that are aligned; the rest of a longer text is left out. */
export const MOST_ALIGNED_TOKENS = 2000;

/**
 * Splits text into tokens whose concatenation is the text: words, single characters of scripts that write without
 * spaces, runs of white space, redaction markers, and every other character alone. Linear time.
 */
export function alignmentTokens(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

/** Whether a token is a word or an ideograph, as opposed to white space and punctuation. */
export function isWord(token: string): boolean {
  return /[\p{L}\p{N}]/u.test(token);
}

const UNSPACED =
  "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}]";

const TOKEN = new RegExp(
  `⟨[a-z]{2,10}⟩|${UNSPACED}\\p{M}*|(?:(?!${UNSPACED})[\\p{L}\\p{N}\\p{M}_])+|\\s+|[\\s\\S]`,
  "gu",
);
