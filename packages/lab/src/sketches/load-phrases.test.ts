import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { PhraseFileError, loadPhrases, phrasesOf } from "./load-phrases.ts";
import { patternEnds } from "./phrase-pattern.ts";
import { INTENT_BITS } from "./sketch.ts";
import { hashToken } from "./tokens.ts";

function codeOf(yaml: string): string | undefined {
  try {
    phrasesOf("xx.yaml", yaml);
    return undefined;
  } catch (error) {
    return error instanceof PhraseFileError ? error.code : String(error);
  }
}

function matches(pattern: string, tokens: string): boolean {
  const [phrase] = phrasesOf("xx.yaml", `traceCleaning: ["${pattern}"]`);
  const hashes = tokens.split(" ").map(hashToken);
  return phrase !== undefined && patternEnds(phrase.pattern, hashes, 0).has(hashes.length);
}

describe("a phrase file", () => {
  it.each([
    ["unknown-key", "harvest: [one two]"],
    ["bad-pattern", 'traceCleaning: ["clean (the|a trace"]'],
    ["bad-pattern", 'traceCleaning: ["clean the) trace"]'],
    ["bad-length", "traceCleaning: [clean]"],
    ["bad-length", 'traceCleaning: ["clean (up|)"]'],
    ["bad-length", `traceCleaning: ["${"word ".repeat(25)}"]`],
    ["not-a-map-of-lists", "traceCleaning: clean up"],
    ["not-a-map-of-lists", "traceCleaning: [12]"],
    ["not-a-map-of-lists", "- clean up"],
    ["not-yaml", "traceCleaning: [clean"],
    [undefined, 'traceCleaning: ["clean (up |)the trace"]'],
  ])("gives %s for %s", (code, yaml) => {
    expect(codeOf(yaml)).toBe(code);
  });

  it("writes out nested and empty alternatives", () => {
    expect(matches("clean (up |)(the|this (long|short)) trace", "clean up this long trace")).toBe(true);
    expect(matches("clean (up |)(the|this (long|short)) trace", "clean the trace")).toBe(true);
    expect(matches("clean (up |)(the|this (long|short)) trace", "clean this trace")).toBe(false);
  });

  it("has counts for {n}", () => {
    expect(matches("write {n} tasks", "write 20 tasks")).toBe(true);
    expect(matches("write {n} tasks", "write some tasks")).toBe(false);
  });

  it("that is shipped has every intent in English and in Chinese", async () => {
    const folder = fileURLToPath(new URL("../../intents", import.meta.url));
    const { phrases } = await loadPhrases(folder);
    for (const bit of Object.values(INTENT_BITS)) {
      expect(phrases.filter((phrase) => phrase.bits === bit).length).toBeGreaterThan(15);
    }
  });
});
