import { describe, expect, it } from "vitest";
import type { BankLanguage } from "./language-bank.ts";
import { LANGUAGE_BANKS } from "./language-bank.ts";
import { LANGUAGES, languageOf } from "./language.ts";
import { madeSpeech } from "./speech.ts";

const MADE = Object.keys(LANGUAGE_BANKS) as BankLanguage[];

describe("made speech", () => {
  it("covers every language that no corpus has", () => {
    expect(new Set([...MADE, "en", "zh"])).toEqual(new Set(LANGUAGES));
  });

  it("is the same every time", () => {
    expect(madeSpeech("de", "test")).toEqual(madeSpeech("de", "test"));
  });

  it("shares no sentence between the calibration and the test side", () => {
    for (const language of MADE) {
      const sentences = (side: "calibration" | "test"): Set<string> =>
        new Set(madeSpeech(language, side).passages.texts.flat());
      const test = sentences("test");
      expect([...sentences("calibration")].filter((sentence) => test.has(sentence))).toEqual([]);
    }
  });

  it("leaves no slot open and hardly ever says the same twice", () => {
    for (const language of MADE) {
      const { conversations, passages } = madeSpeech(language, "all");
      const prompts = conversations.map((conversation) => conversation.turns[0]?.prompt ?? "");
      expect([...prompts, ...passages.texts.flat()].filter((text) => /\{\}|#/.test(text))).toEqual([]);
      expect(new Set(prompts).size).toBeGreaterThan(prompts.length * 0.97);
    }
  });

  it("is spoken where people speak it: most in Japan write Japanese, nobody in the US does", () => {
    const share = (country: string): number =>
      Array.from({ length: 400 }, (_, index) => languageOf({ account: `acct_${index}`, country })).filter(
        (language) => language === "ja",
      ).length / 400;
    expect(share("JP")).toBeGreaterThan(0.5);
    expect(share("US")).toBe(0);
  });
});
