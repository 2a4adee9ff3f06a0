import { asList, field, fieldAt } from "../json-values.ts";
import type { JsonObject } from "../json-values.ts";
import { GrowingText } from "./growing-text.ts";
import type { EventStream } from "./stream-assembler.ts";

/** Tells whether a record is a chunk of an OpenAI Chat Completions stream. */
export function isChatChunk(event: JsonObject): boolean {
  return (
    field(event, "object") === "chat.completion.chunk" ||
    asList(field(event, "choices")).some((choice) => field(choice, "delta") !== undefined)
  );
}

interface OpenChat {
  readonly first: JsonObject;
  readonly text: GrowingText;
  usage: unknown;
  finish: unknown;
  refused: boolean;
}

/** Assembles Chat Completions chunks; a chunk of another id begins the next response. Padding (`obfuscation`) is left out. */
export class ChatStream implements EventStream {
  #open: OpenChat | undefined;

  push(event: JsonObject): readonly JsonObject[] {
    const id = field(event, "id");
    const other = this.#open !== undefined && id !== "" && field(this.#open.first, "id") !== id;
    const done = other ? this.finish() : [];
    this.#open ??= {
      first: event,
      text: new GrowingText(),
      usage: undefined,
      finish: undefined,
      refused: false,
    };
    for (const choice of asList(field(event, "choices"))) {
      this.#open.text.append(String(field(choice, "index") ?? 0), fieldAt(choice, "delta", "content"));
      this.#open.finish = field(choice, "finish_reason") ?? this.#open.finish;
      if (typeof fieldAt(choice, "delta", "refusal") === "string") this.#open.refused = true;
    }
    this.#open.usage = field(event, "usage") ?? this.#open.usage;
    return done;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  finish(): readonly JsonObject[] {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return [];
    const { id, created, model } = open.first;
    const texts = open.text.texts();
    const choices = (texts.length === 0 ? [""] : texts).map((content, index) => ({
      index,
      finish_reason: open.finish,
      message: { role: "assistant", content, ...(open.refused ? { refusal: "refused" } : {}) },
    }));
    return [{ id, object: "chat.completion", created, model, choices, usage: open.usage }];
  }
}
