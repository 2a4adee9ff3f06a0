import { readdirSync, readFileSync } from "node:fs";
import type { Rates } from "../detectors/harvest-intent/harvest-intent.ts";
import { phrasesOf } from "../sketches/load-phrases.ts";
import type { PhraseAutomaton } from "../sketches/phrase-automaton.ts";
import { referenceSketch } from "../sketches/reference.ts";
import { INTENT_BITS, SHAPE_BITS, type Sketch } from "../sketches/sketch.ts";

/** A request of a case: its last user text, and the answer where the case gives one. */
export interface CaseText {
  readonly text: string;
  readonly answer: string | undefined;
}

/** Sketches texts by the reference, with the shipped phrases. */
export function sketchTexts(texts: readonly CaseText[]): readonly Sketch[] {
  return texts.map(({ text, answer }) =>
    referenceSketch(
      { system: "", firstUser: text, lastUser: text, userTurns: 1 },
      { text: answer ?? "", refused: false },
      shippedPhrases(),
    ),
  );
}

/** Share of the sketches that show each intent. */
export function intentRates(sketches: readonly Sketch[]): Rates {
  return rates(sketches, INTENT_BITS, (sketch) => sketch.intents);
}

/** Share of the sketches whose answer has each shape. */
export function shapeRates(sketches: readonly Sketch[]): Rates {
  return rates(sketches, SHAPE_BITS, (sketch) => sketch.shape);
}

function rates(
  sketches: readonly Sketch[],
  names: Readonly<Record<string, number>>,
  of: (sketch: Sketch) => number,
): Rates {
  return Object.fromEntries(
    Object.entries(names).map(([name, bit]) => [
      name,
      sketches.filter((sketch) => (of(sketch) & bit) !== 0).length / Math.max(1, sketches.length),
    ]),
  );
}

const FOLDER = new URL("../../intents/", import.meta.url);
let held: PhraseAutomaton | undefined;

/** The reference reads an automaton's phrases only, so that its tables need not be compiled. */
function shippedPhrases(): PhraseAutomaton {
  held ??= {
    phrases: readdirSync(FOLDER)
      .filter((name) => name.endsWith(".yaml"))
      .sort()
      .flatMap((name) => phrasesOf(name, readFileSync(new URL(name, FOLDER), "utf8"))),
    filter: new Uint8Array(0),
    slots: new BigUint64Array(0),
  };
  return held;
}
