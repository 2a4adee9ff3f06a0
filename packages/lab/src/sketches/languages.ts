/**
 * Languages that the kernel tells apart; the index is the code that a sketch holds, 0 where it cannot tell. Codes never
 * change their meaning: new languages go to the end. Names are ISO 639-1 (`tl` for Tagalog).
 */
export const LANGUAGES: readonly string[] = [
  ...[
    "",
    "en",
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "nl",
    "pl",
    "tr",
    "vi",
    "id",
    "ro",
    "cs",
    "sv",
    "da",
    "no",
    "fi",
  ],
  ...["hu", "tl", "sw", "uk", "bg", "fa", "ur", "mr"],
  ...["zh", "ja", "ko", "ru", "ar", "he", "hi", "th", "el", "bn", "ta", "te", "ka", "hy"],
];

/** The name of a code; "" where the language is not known. */
export function languageName(code: number): string {
  return LANGUAGES[code] ?? "";
}

/** The code of a name; 0 where the kernel does not know the language. */
export function languageCode(name: string): number {
  return Math.max(0, LANGUAGES.indexOf(name));
}
