import type { Random } from "../random.ts";
import { pickWeighted, randomFrom, seedFor } from "../random.ts";

/** Languages in which the kit writes ordinary messages; English and Chinese come from corpora. */
export type Language =
  "en" | "zh" | "de" | "fr" | "es" | "pt" | "it" | "nl" | "pl" | "tr" | "ru" | "ja" | "ko" | "vi" | "id";

/** All of them, English first. */
export const LANGUAGES: readonly Language[] = [
  "en",
  "zh",
  "de",
  "fr",
  "es",
  "pt",
  "it",
  "nl",
  "pl",
  "tr",
  "ru",
  "ja",
  "ko",
  "vi",
  "id",
];

/** The language in which a customer of that country writes; English everywhere in part, and mostly where unknown. */
function languageIn(random: Random, country: string): Language {
  return pickWeighted(random, SPOKEN[country] ?? MOSTLY_ENGLISH);
}

const MOSTLY_ENGLISH: readonly (readonly [Language, number])[] = [
  ["en", 95],
  ["zh", 1],
  ["es", 2],
  ["fr", 1],
  ["de", 1],
];

function mostly(language: Language, percent: number): readonly (readonly [Language, number])[] {
  return [
    [language, percent],
    ["en", 100 - percent],
  ];
}

const SPOKEN: Readonly<Record<string, readonly (readonly [Language, number])[]>> = {
  CN: mostly("zh", 60),
  TW: mostly("zh", 60),
  HK: mostly("zh", 60),
  SG: [
    ["en", 45],
    ["zh", 45],
    ["id", 6],
    ["vi", 4],
  ],
  DE: mostly("de", 55),
  FR: mostly("fr", 60),
  ES: mostly("es", 60),
  MX: mostly("es", 65),
  BR: mostly("pt", 65),
  IT: mostly("it", 60),
  NL: mostly("nl", 35),
  PL: mostly("pl", 50),
  TR: mostly("tr", 55),
  UA: mostly("ru", 30),
  JP: mostly("ja", 65),
  KR: mostly("ko", 60),
  VN: mostly("vi", 55),
  ID: mostly("id", 55),
  CA: mostly("fr", 12),
};

/** The language of an account's own messages, always the same for it. */
export function languageOf(account: { readonly account: string; readonly country: string }): Language {
  return languageIn(randomFrom(seedFor(0, "language", account.account)), account.country);
}
