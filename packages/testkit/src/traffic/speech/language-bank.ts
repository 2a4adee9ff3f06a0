import { ASIAN_BANKS } from "./asian-banks.ts";
import { EUROPEAN_BANKS } from "./european-banks.ts";
import type { Language } from "./language.ts";

/**
 * What running text of a language is put together from; our own sentences. `{}` takes one of the nouns, `#` a name,
 * number or code that hardly anybody else writes.
 */
export interface LanguageBank {
  readonly nouns: readonly string[];
  readonly statements: readonly string[];
  readonly questions: readonly string[];
  /** Words are set apart by spaces. */
  readonly spaced: boolean;
}

/** The languages that no shipped corpus has. */
export type BankLanguage = Exclude<Language, "en" | "zh">;

/** A bank for every language but the two of the corpora. */
export const LANGUAGE_BANKS: Readonly<Record<BankLanguage, LanguageBank>> = {
  ...EUROPEAN_BANKS,
  ...ASIAN_BANKS,
};
