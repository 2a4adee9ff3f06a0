import { asObject, field, nonEmpty } from "../json-values.ts";
import type { JsonObject } from "../json-values.ts";
import { GrowingText } from "./growing-text.ts";
import type { EventStream } from "./stream-assembler.ts";

/** Tells whether a record is an event of an OpenAI Responses stream. */
export function isResponsesEvent(event: JsonObject): boolean {
  return nonEmpty(field(event, "type"))?.startsWith("response.") === true;
}

const ENDS: ReadonlySet<unknown> = new Set(["response.completed", "response.incomplete", "response.failed"]);

/** Follows a Responses stream: its closing event holds the whole response; a cut stream gives what its deltas say. */
export class ResponsesStream implements EventStream {
  #start: JsonObject | undefined;
  #text: GrowingText = new GrowingText();
  #reasoning: unknown[] = [];

  push(event: JsonObject): readonly JsonObject[] {
    const type = field(event, "type");
    const whole = asObject(field(event, "response"));
    if (ENDS.has(type) && whole !== undefined) {
      this.#start = undefined;
      return [whole];
    }
    if (type === "response.created") {
      const cut = this.finish();
      this.#start = whole ?? {};
      this.#text = new GrowingText();
      this.#reasoning = [];
      return cut;
    }
    if (type === "response.output_text.delta") {
      this.#text.append(String(field(event, "output_index") ?? 0), field(event, "delta"));
    }
    const item = field(event, "item");
    if (type === "response.output_item.done" && field(item, "type") === "reasoning")
      this.#reasoning.push(item);
    return [];
  }

  get isOpen(): boolean {
    return this.#start !== undefined;
  }

  finish(): readonly JsonObject[] {
    const start = this.#start;
    this.#start = undefined;
    if (start === undefined) return [];
    const content = this.#text.texts().map((text) => ({ type: "output_text", text }));
    return [{ ...start, output: [...this.#reasoning, { type: "message", role: "assistant", content }] }];
  }
}
