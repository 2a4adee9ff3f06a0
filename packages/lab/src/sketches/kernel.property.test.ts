import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PromptText, ResponseText } from "../events/request-event.ts";
import { loadKernel } from "./kernel.ts";
import { phrasesOf } from "./load-phrases.ts";
import { compilePhrases } from "./phrase-automaton.ts";
import { referenceSketch } from "./reference.ts";

const automaton = compilePhrases(
  phrasesOf(
    "test.yaml",
    `reasoningElicitation: ["write out (your|the) full reasoning", "推理过程", "think tags"]
rubricGrading: ["rate it", "rate it from {n} to {n}", "при оценке"]
refusal: ["i can't help", "我不能", "no puedo"]`,
  ),
);
const kernel = loadKernel(readFileSync(new URL("../../dist/kernel.wasm", import.meta.url)), automaton);

/** Words that meet the phrases, the tags and the score words; and points at the edges of the ranges. */
const vocabulary = [
  ..."write out your full reasoning rate it from 2 to 10 i can't help think tags 推 理 过 程 при оценке".split(
    " ",
  ),
  ..."la de des que einer die และ がの です και что це ще که است میں आहे 것 и на the of".split(" "),
  ...[
    "<think>",
    "[REASONING]",
    "</analysis>",
    "<思考>",
    "{",
    "}",
    "[",
    "]",
    '"score"',
    '": 4',
    ":",
    '"reason": "x"',
    "4",
    "Rating",
  ],
  ...[
    "É",
    "e\u0301",
    "ß",
    "ẞ",
    "Σ",
    "ς",
    "İ",
    "Ж",
    "Й",
    "и\u0306",
    "が",
    "か\u3099",
    "각",
    "가\u11a8",
    "ﬁ",
    "Å",
    "µ",
    "œ",
    "Œ",
  ],
  ...[
    "ＡＢＣ",
    "１",
    "ﾊﾟ",
    "क\u093c",
    "हिन्दी",
    "العربية",
    "שלום",
    "ไทย",
    "\u{1d160}",
    "\u{20bb7}",
    "\u{2f800}",
    "😀",
    "\ufe0f",
    "\ufeff",
  ],
  ...[
    "\ud800",
    "\udc00",
    "\ufffd",
    "\u0000",
    "\n",
    " ",
    "  ",
    ". ",
    "…",
    "“",
    "ＡI",
    "x".repeat(15),
    "y".repeat(16),
    "z".repeat(33),
  ],
];
const fromVocabulary = fc
  .array(fc.tuple(fc.constantFrom(...vocabulary), fc.constantFrom("", " ", " ", "\n")), { maxLength: 120 })
  .map((parts) => parts.flat().join(""));
const text = fc.oneof(
  fromVocabulary,
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.string({ unit: "grapheme-ascii", maxLength: 700 }),
  fc.constant(""),
);

const NO_ANSWER: ResponseText = { text: "", refused: false };
const NO_PHRASES = compilePhrases([]);
/** The BMP, its uniform stretches thinned out, and the edges of the ranges beyond. */
const POINTS: readonly (readonly [first: number, last: number, step: number])[] = [
  [0, 0x3410, 1],
  [0x3411, 0x9ff0, 41],
  [0x9ff1, 0xa010, 1],
  [0xa011, 0xf8f0, 41],
  [0xf8f1, 0xffff, 1],
  [0x1_0400, 0x1_0450, 1],
  [0x1_d100, 0x1_d200, 1],
  [0x1_eff0, 0x1_f010, 1],
  [0x1_fae0, 0x2_0010, 1],
  [0x2_f7f0, 0x2_f810, 1],
  [0x3_fff0, 0x4_0010, 1],
  [0xd_fff0, 0xe_0010, 1],
  [0xe_0ff0, 0xe_1010, 1],
];

function prompt(system: string, firstUser: string, lastUser: string): PromptText {
  return { system, firstUser, lastUser, userTurns: 1 };
}

function expectSameBits(asked: PromptText, answered: ResponseText): void {
  expect(kernel.sketch(asked, answered)).toEqual(referenceSketch(asked, answered, automaton));
}

describe("the WASM kernel", () => {
  it("gives the bits of the reference on arbitrary Unicode", () => {
    fc.assert(
      fc.property(text, text, text, text, fc.boolean(), (system, first, last, response, refused) =>
        expectSameBits(prompt(system, first, last), { text: response, refused }),
      ),
      { numRuns: 1500 },
    );
  });

  it("gives the bits of the reference where the first user text is the last", () => {
    fc.assert(
      fc.property(text, text, (system, user) =>
        expectSameBits(prompt(system, user, user), { text: "", refused: false }),
      ),
      { numRuns: 300 },
    );
  });

  it("gives the bits of the reference on texts about the cut", () => {
    const pieces = fc.array(text, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(" ") || "x");
    const long = fc.tuple(pieces, fc.integer({ min: 65_400, max: 66_000 })).map(([piece, length]) => {
      const repeated = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
      return repeated;
    });
    fc.assert(
      fc.property(long, (user) => expectSameBits(prompt("", "", user), { text: user, refused: false })),
      { numRuns: 12 },
    );
  });

  it("folds and classes every code point as the reference does, between letters and before an accent", () => {
    // One at a time, because one that the host must normalise would hide what the kernel does to the others.
    for (const [first, last, step] of POINTS) {
      for (let point = first; point <= last; point += step) {
        const character = String.fromCodePoint(point);
        const asked = prompt(`${character}\u0301`, "", `a${character}b`);
        expect(kernel.sketch(asked, NO_ANSWER)).toEqual(referenceSketch(asked, NO_ANSWER, NO_PHRASES));
      }
    }
  });

  it("sees no difference between the composed and the decomposed form of a text", () => {
    fc.assert(
      fc.property(text, text, (user, answer) => {
        const sketchOf = (form: "NFC" | "NFD") =>
          kernel.sketch(prompt(user.normalize(form), "", user.normalize(form)), {
            text: answer.normalize(form),
            refused: false,
          });
        expect(sketchOf("NFD")).toEqual(sketchOf("NFC"));
      }),
      { numRuns: 500 },
    );
  });
});
