import type { PromptText, ResponseText } from "../events/request-event.ts";
import { languageTable } from "./language-table.ts";
import { PART_BITS, SKETCH_LAYOUT } from "./layout.ts";
import { encodedPart, normalisedPart } from "./normalised-text.ts";
import type { PhraseAutomaton } from "./phrase-automaton.ts";
import { SIGNATURE_BANDS, SIGNATURE_LENGTH } from "./sketch.ts";
import type { Sketch } from "./sketch.ts";
import { instantiateWasm } from "./wasm-instance.ts";

/** Turns the text of a request into integers. */
export interface SketchKernel {
  sketch(prompt: PromptText, response: ResponseText): Sketch;
}

/** What the sketching half of `dist/kernel.wasm` exports. Texts need not be aligned; `out` needs 8 bytes. */
export interface SketchExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Memory that is never given back; may grow, and so detach views of, the linear memory. */
  alloc(size: number): number;
  set_phrases(filter: number, filterBytes: number, slots: number, slotCount: number): void;
  set_languages(table: number): void;
  sketch_row(
    system: number,
    systemLength: number,
    first: number,
    firstLength: number,
    last: number,
    lastLength: number,
    response: number,
    responseLength: number,
    refused: number,
    normalisedMask: number,
    out: number,
  ): number;
}

/** A kernel with a WASM instance of its own. */
export function loadKernel(wasmBytes: Uint8Array, phrases: PhraseAutomaton): SketchKernel {
  const wasm = instantiateSketchKernel(wasmBytes);
  installVocabulary(wasm, phrases);
  return kernelOver(wasm);
}

/** An instance of `dist/kernel.wasm`; its other exports are there too. */
export function instantiateSketchKernel(wasmBytes: Uint8Array): SketchExports {
  return instantiateWasm(wasmBytes) as SketchExports;
}

/** Copies a compiled automaton and the function words into an instance; `sketch_row` finds them from then on. */
export function installVocabulary(wasm: SketchExports, phrases: PhraseAutomaton): void {
  const filter = wasm.alloc(phrases.filter.length);
  const slots = wasm.alloc(phrases.slots.byteLength);
  const languages = languageTable();
  const languagesAt = wasm.alloc(languages.length);
  new Uint8Array(wasm.memory.buffer).set(phrases.filter, filter);
  new BigUint64Array(wasm.memory.buffer, slots, phrases.slots.length).set(phrases.slots);
  new Uint8Array(wasm.memory.buffer).set(languages, languagesAt);
  wasm.set_languages(languagesAt);
  wasm.set_phrases(filter, phrases.filter.length, slots, phrases.slots.length / 2);
}

/** Reads what `sketch_row` wrote at `out`; copies, so that the row may be overwritten. */
function readSketch(buffer: ArrayBuffer, out: number): Sketch {
  const view = new DataView(buffer, out, SKETCH_LAYOUT.size);
  const bands = view.getUint32(SKETCH_LAYOUT.hasSignature, true) === 0 ? 0 : SIGNATURE_BANDS;
  const segments = view.getUint32(SKETCH_LAYOUT.segmentCount, true);
  const answered = view.getUint32(SKETCH_LAYOUT.answerSegmentCount, true);
  return {
    textHash: view.getBigUint64(SKETCH_LAYOUT.textHash, true),
    systemHash: view.getBigUint64(SKETCH_LAYOUT.systemHash, true),
    promptTokens: view.getUint32(SKETCH_LAYOUT.promptTokens, true),
    responseTokens: view.getUint32(SKETCH_LAYOUT.responseTokens, true),
    signature: new Uint8Array(buffer, out + SKETCH_LAYOUT.signature, SIGNATURE_LENGTH).slice(),
    bands: new BigUint64Array(buffer, out + SKETCH_LAYOUT.bands, bands).slice(),
    segments: new BigUint64Array(buffer, out + SKETCH_LAYOUT.segments, segments).slice(),
    answerSegments: new BigUint64Array(buffer, out + SKETCH_LAYOUT.answerSegments, answered).slice(),
    intents: view.getUint32(SKETCH_LAYOUT.intents, true),
    shape: view.getUint32(SKETCH_LAYOUT.shape, true),
    language: view.getUint32(SKETCH_LAYOUT.language, true),
  };
}

/** Three bytes a UTF-16 unit at most, NFC at most threefold; and room for a block of 64 behind the end. */
const PART_ROOM = 4 * 65_536 + 64;

function kernelOver(wasm: SketchExports): SketchKernel {
  const out = wasm.alloc(SKETCH_LAYOUT.size);
  const at = {
    system: wasm.alloc(PART_ROOM),
    firstUser: wasm.alloc(PART_ROOM),
    lastUser: wasm.alloc(PART_ROOM),
    response: wasm.alloc(PART_ROOM),
  };

  function row(parts: Parts, refused: boolean, normalisedMask: number): number {
    const memory = new Uint8Array(wasm.memory.buffer);
    for (const part of PARTS) memory.set(parts[part], at[part]);
    return wasm.sketch_row(
      at.system,
      parts.system.length,
      at.firstUser,
      parts.firstUser.length,
      at.lastUser,
      parts.lastUser.length,
      at.response,
      parts.response.length,
      Number(refused),
      normalisedMask,
      out,
    );
  }

  return {
    sketch(prompt: PromptText, response: ResponseText): Sketch {
      const parts: Parts = {
        system: encodedPart(prompt.system),
        firstUser: encodedPart(prompt.firstUser),
        lastUser: encodedPart(prompt.lastUser),
        response: encodedPart(response.text),
      };
      const needed = row(parts, response.refused, 0);
      if (needed !== 0) {
        for (const part of PARTS)
          if ((needed & PART_BITS[part]) !== 0) parts[part] = normalisedPart(parts[part]);
        row(parts, response.refused, needed);
      }
      return readSketch(wasm.memory.buffer, out);
    },
  };
}

type Parts = Record<keyof typeof PART_BITS, Uint8Array>;
const PARTS = ["system", "firstUser", "lastUser", "response"] as const;
