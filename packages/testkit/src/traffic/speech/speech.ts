import type { Conversation, Side } from "../corpus.ts";
import type { Passages } from "../passages.ts";
import { exchangeWords } from "../passages.ts";
import type { Random } from "../random.ts";
import { between, chance, pick, randomFrom, seedFor, token } from "../random.ts";
import type { BankLanguage, LanguageBank } from "./language-bank.ts";
import { LANGUAGE_BANKS } from "./language-bank.ts";

/** What people of one language write: whole conversations, and running text. */
export interface Speech {
  readonly conversations: readonly Conversation[];
  readonly passages: Passages;
}

/**
 * Speech of a language that no shipped corpus has, made from our own sentences with drawn nouns, names and numbers.
 * The calibration side has the first half of the sentences, the test side the second, so that they share none.
 */
export function madeSpeech(language: BankLanguage, side: Side): Speech {
  const bank = halfOf(LANGUAGE_BANKS[language], side);
  const random = randomFrom(seedFor(20260907, "speech", language, side));
  const texts = Array.from({ length: 300 }, () =>
    Array.from({ length: 8 }, () => filled(random, pick(random, bank.statements), bank)),
  );
  // Words to exchange: many, or strangers would share runs of words far more often than they do in a corpus.
  const words = Array.from({ length: 3000 }, () => (bank.spaced ? ownName(random) : kana(random)));
  const passages = { texts, words, spaced: bank.spaced, every: EXCHANGED[language] ?? ([9, 26] as const) };
  return {
    conversations: Array.from({ length: 1500 }, (_, index) =>
      conversation(random, bank, passages, `${language}-${index}`),
    ),
    passages,
  };
}

function conversation(random: Random, bank: LanguageBank, passages: Passages, id: string): Conversation {
  const turns = Array.from({ length: chance(random, 0.5) ? 1 : between(random, 2, 4) }, () => {
    const question = filled(random, pick(random, bank.questions), bank);
    const context = chance(random, 0.6) ? filled(random, pick(random, bank.statements), bank) : "";
    const prompt = `${context}${context === "" || !bank.spaced ? "" : " "}${question}`;
    return { prompt: exchangeWords(random, passages, prompt), response: null };
  });
  return { source: "made", id, turns };
}

function filled(random: Random, sentence: string, bank: LanguageBank): string {
  return sentence.replaceAll("{}", () => pick(random, bank.nouns)).replaceAll("#", () => ownName(random));
}

/** A name, a number or a code: what makes a message somebody's own. */
function ownName(random: Random): string {
  if (chance(random, 0.4)) return String(between(random, 11, 98_000));
  const name = Array.from({ length: between(random, 2, 3) }, () => pick(random, SYLLABLES)).join("");
  return chance(random, 0.3)
    ? `${name}-${token(random, 3)}`
    : `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** Languages of short words or none: an exchange every four words or so, as elsewhere. */
const EXCHANGED: Readonly<Partial<Record<BankLanguage, readonly [number, number]>>> = {
  ja: [2, 5],
  ko: [4, 12],
  vi: [5, 16],
};

/** Two characters of a name in katakana. */
function kana(random: Random): string {
  return String.fromCharCode(0x30a2 + random.below(70), 0x30a2 + random.below(70));
}

const SYLLABLES =
  "ba ko ri mel tan vos lu ner ska dor fi gam hel jo kri lan mo nu par qui ros sel tir u vel wen zan".split(
    " ",
  );

function halfOf(bank: LanguageBank, side: Side): LanguageBank {
  if (side === "all") return bank;
  const half = (list: readonly string[]): readonly string[] =>
    list.filter((_, index) => index < list.length / 2 === (side === "calibration"));
  return { ...bank, statements: half(bank.statements), questions: half(bank.questions) };
}
