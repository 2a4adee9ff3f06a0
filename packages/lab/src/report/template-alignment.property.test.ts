import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignedText, alignTexts } from "./text-alignment.ts";

const word = fc.constantFrom(
  "the",
  "of",
  "alpha",
  "beta",
  "gamma",
  "中",
  "文",
  "x1",
  "?",
  ":",
  "\n",
  " ",
  "⟨email⟩",
  "é",
  "👩‍👧",
);
const words = fc.array(word, { maxLength: 12 }).map((list) => list.join(" "));

/** Texts made of shared parts in one order with own parts between. */
const family: fc.Arbitrary<readonly string[]> = fc
  .record({ fixed: fc.array(words, { minLength: 1, maxLength: 4 }), texts: fc.integer({ min: 2, max: 6 }) })
  .chain(({ fixed, texts }) =>
    fc
      .array(
        fc.array(fc.oneof(words, fc.string({ maxLength: 12 })), {
          minLength: fixed.length,
          maxLength: fixed.length,
        }),
        { minLength: texts, maxLength: texts },
      )
      .map((slots) => slots.map((own) => fixed.map((part, at) => `${part}${own[at] ?? ""}`).join(""))),
  );

describe("alignTexts", () => {
  it("gives every text back when its pieces are joined", () => {
    fc.assert(
      fc.property(family, (texts) => {
        const joined = alignTexts(texts).examples.map((pieces) => pieces.map((piece) => piece.text).join(""));
        expect(joined).toEqual(texts.map(alignedText));
      }),
      { numRuns: 600 },
    );
  });

  it("has every fixed piece in every text, and the same kinds of pieces in each", () => {
    fc.assert(
      fc.property(family, (texts) => {
        const { template, examples } = alignTexts(texts);
        for (const piece of template) {
          if (piece.kind === "fixed") for (const text of texts) expect(text).toContain(piece.text);
        }
        for (const pieces of examples)
          expect(pieces.map(({ kind }) => kind)).toEqual(template.map(({ kind }) => kind));
      }),
      { numRuns: 600 },
    );
  });

  it("keeps any text whole that is short enough", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => alignedText(text) === text),
    );
  });
});
