import { asList, field, fieldAt, nonEmpty } from "../json-values.ts";
import type { JsonObject } from "../json-values.ts";
import { GrowingText } from "./growing-text.ts";
import type { EventStream } from "./stream-assembler.ts";

/** Tells whether a record is a chunk of `streamGenerateContent`; a whole response has the same shape. */
export function isGeminiChunk(event: JsonObject): boolean {
  return Array.isArray(field(event, "candidates")) && field(event, "request") === undefined;
}

interface OpenResponse {
  readonly id: unknown;
  last: JsonObject;
  readonly text: GrowingText;
  /** Parts that only carry a thought signature. */
  readonly signatures: { readonly thoughtSignature: string }[];
  finishReason: unknown;
}

/** Assembles Gemini chunks by `responseId`; counts are cumulative, so the last chunk's stand. */
export class GeminiStream implements EventStream {
  #open: OpenResponse | undefined;

  push(event: JsonObject): readonly JsonObject[] {
    const id = field(event, "responseId");
    // Without an id, a finish reason is the only sign that a response has ended.
    const ended = id === undefined && this.#open?.finishReason !== undefined;
    const done = this.#open !== undefined && (this.#open.id !== id || ended) ? this.finish() : [];
    this.#open ??= { id, last: event, text: new GrowingText(), signatures: [], finishReason: undefined };
    this.#open.last = { ...this.#open.last, ...event };
    for (const candidate of asList(field(event, "candidates"))) {
      const block = String(field(candidate, "index") ?? 0);
      for (const part of asList(fieldAt(candidate, "content", "parts"))) {
        if (field(part, "thought") !== true) this.#open.text.append(block, field(part, "text"));
        const signature = nonEmpty(field(part, "thoughtSignature") ?? field(part, "thought_signature"));
        if (signature !== undefined) this.#open.signatures.push({ thoughtSignature: signature });
      }
      this.#open.finishReason = field(candidate, "finishReason") ?? this.#open.finishReason;
    }
    return done;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  finish(): readonly JsonObject[] {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return [];
    const texts = open.text.texts();
    const candidates = (texts.length === 0 ? [""] : texts).map((text, index) => ({
      content: { role: "model", parts: index === 0 ? [{ text }, ...open.signatures] : [{ text }] },
      finishReason: open.finishReason,
    }));
    return [{ ...open.last, candidates }];
  }
}
