import { REFUSAL_PHRASE_BIT } from "./phrase-automaton.ts";
import type { Phrase } from "./phrase-automaton.ts";
import { phraseBits } from "./phrase-matching.ts";
import { REASONING_TAGS, SCORE_KEYS, SCORE_SIDE_KEYS, SCORE_WORDS } from "./response-vocabulary.ts";
import { SHAPE_BITS } from "./sketch.ts";
import { hashToken } from "./tokens.ts";

const REFUSAL_TOKENS = 40;
const HEAD = 512;
const TAIL = 128;
const LONGEST_NAME = 32;
const SCORE_BYTES = 400;
const SCORE_TOKENS = 8;

const encoder = new TextEncoder();

/** `SHAPE_BITS` of a normalised response: docs/sketch-kernel.md section 7. Lengths are in bytes of UTF-8. */
export function responseShape(
  text: string,
  tokens: readonly string[],
  refused: boolean,
  phrases: readonly Phrase[],
): number {
  // One character a byte, so that an offset is a byte offset.
  const bytes = Buffer.from(text, "utf8").toString("latin1");
  const head = bytes.slice(0, HEAD);
  let shape = 0;
  const opening = tokens.slice(0, REFUSAL_TOKENS).map(hashToken);
  if (refused || (phraseBits(opening, phrases) & REFUSAL_PHRASE_BIT) !== 0) shape |= SHAPE_BITS.refusal;
  const first = head.search(VISIBLE);
  if (first < 0) return bytes.length <= HEAD ? shape | SHAPE_BITS.empty : shape;
  if (hasReasoningTag(bytes)) shape |= SHAPE_BITS.inlineTaggedReasoning;
  const json = isJson(bytes.slice(first), bytes.slice(-TAIL));
  if (json) shape |= SHAPE_BITS.structuredJson;
  if (bytes.length < SCORE_BYTES && ((json && hasScoreKeysOnly(bytes)) || isNumberForm(tokens))) {
    shape |= SHAPE_BITS.scoreOnly;
  }
  return shape;
}

const VISIBLE = /[^ \t\n\v\f\r]/;

function hasReasoningTag(bytes: string): boolean {
  for (let at = 0; at < Math.min(bytes.length, HEAD); at++) {
    const closing = bytes[at] === "<" ? ">" : bytes[at] === "[" ? "]" : undefined;
    if (closing === undefined) continue;
    const name = bytes.slice(at + 1, at + 2 + LONGEST_NAME).split(closing, 1)[0] ?? "";
    if (bytes[at + 1 + name.length] === closing && TAG_NAMES.has(name)) return true;
  }
  return false;
}

function isJson(fromFirst: string, tail: string): boolean {
  const last = tail.replace(/[ \t\n\v\f\r]+$/, "").at(-1);
  if (fromFirst.trimEnd().length < 2) return false;
  return (fromFirst.startsWith("{") && last === "}") || (fromFirst.startsWith("[") && last === "]");
}

function hasScoreKeysOnly(bytes: string): boolean {
  const keys = [...bytes.matchAll(/"((?:[^"\\]|\\[^])*)"(?=([ \t\n\v\f\r]*:)?)/g)]
    .filter((match) => match[2] !== undefined)
    .map((match) => match[1] ?? "");
  const known = (key: string): boolean =>
    key.length <= LONGEST_NAME && (MAIN_KEYS.has(key) || SIDE_KEYS.has(key));
  return keys.every(known) && keys.some((key) => MAIN_KEYS.has(key));
}

function isNumberForm(tokens: readonly string[]): boolean {
  if (tokens.length > SCORE_TOKENS) return false;
  const isNumber = (token: string): boolean => /^[0-9]{1,4}$/.test(token);
  return tokens.some(isNumber) && tokens.every((token) => isNumber(token) || WORDS.has(token));
}

const latin1Set = (words: readonly string[]): ReadonlySet<string> =>
  new Set(words.map((word) => String.fromCharCode(...encoder.encode(word))));
const TAG_NAMES = latin1Set(REASONING_TAGS);
const MAIN_KEYS = latin1Set(SCORE_KEYS);
const SIDE_KEYS = latin1Set(SCORE_SIDE_KEYS);
const WORDS: ReadonlySet<string> = new Set(SCORE_WORDS);
