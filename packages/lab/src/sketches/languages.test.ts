import { describe, expect, it } from "vitest";
import { FUNCTION_WORDS } from "./language-vocabulary.ts";
import { LANGUAGES, languageCode, languageName } from "./languages.ts";
import { normalisedText } from "./normalised-text.ts";
import { tokensOf } from "./tokens.ts";

describe("language codes", () => {
  it("are one for one with names, and 0 is nobody's", () => {
    expect(LANGUAGES.map((name) => languageName(languageCode(name)))).toEqual(LANGUAGES);
    expect([languageCode("xx"), languageName(999)]).toEqual([0, ""]);
  });

  it("are those that stored sketches hold", () => {
    // A code that moved would give old sketches another language.
    expect([languageCode("en"), languageCode("mr"), languageCode("ja"), languageCode("hy")]).toEqual([
      1, 25, 27, 39,
    ]);
  });
});

describe("the lists of function words", () => {
  it("are those of the first codes, in their order: the kernel counts by bit", () => {
    expect(Object.keys(FUNCTION_WORDS)).toEqual(LANGUAGES.slice(1, 26));
  });

  it.each(Object.entries(FUNCTION_WORDS))(
    "of %s are single tokens in the form that is looked up",
    (_, words) => {
      for (const word of words) expect([word, tokensOf(normalisedText(word))]).toEqual([word, [word]]);
    },
  );
});
