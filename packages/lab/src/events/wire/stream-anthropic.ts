import { asObject, field, fieldAt } from "../json-values.ts";
import type { JsonObject } from "../json-values.ts";
import { GrowingText } from "./growing-text.ts";
import type { EventStream } from "./stream-assembler.ts";

const EVENT_TYPES: ReadonlySet<unknown> = new Set([
  "message_start",
  "content_block_start",
  "content_block_delta",
  "content_block_stop",
  "message_delta",
  "message_stop",
  "ping",
]);

/** Tells whether a record is an event of an Anthropic Messages stream. */
export function isAnthropicEvent(event: JsonObject): boolean {
  return EVENT_TYPES.has(field(event, "type"));
}

interface OpenMessage {
  readonly start: JsonObject;
  readonly text: GrowingText;
  readonly signatures: GrowingText;
  /** Blocks of redacted thinking. */
  readonly redacted: JsonObject[];
  usage: JsonObject;
  stop: JsonObject;
}

/**
 * Assembles an Anthropic Messages stream. A second `message_start` before the stop means that the first half
 * was cut off by a retry: it is dropped. Counts of `message_delta` replace those of `message_start`; Bedrock
 * writes the true ones into the last event.
 */
export class AnthropicStream implements EventStream {
  #open: OpenMessage | undefined;

  push(event: JsonObject): readonly JsonObject[] {
    const type = field(event, "type");
    if (type === "message_start") {
      const start = asObject(field(event, "message")) ?? {};
      this.#open = {
        start,
        text: new GrowingText(),
        signatures: new GrowingText(),
        redacted: [],
        usage: asObject(field(start, "usage")) ?? {},
        stop: {},
      };
      return [];
    }
    const open = this.#open;
    if (open === undefined) return [];
    const block = String(field(event, "index") ?? 0);
    if (type === "content_block_start") {
      const started = asObject(field(event, "content_block"));
      open.text.append(block, textOf(started));
      if (started !== undefined && field(started, "type") === "redacted_thinking")
        open.redacted.push(started);
    }
    if (type === "content_block_delta") {
      open.text.append(block, textOf(field(event, "delta")));
      open.signatures.append(block, fieldAt(event, "delta", "signature"));
    }
    if (type === "message_delta") {
      open.usage = { ...open.usage, ...asObject(field(event, "usage")) };
      open.stop = { ...open.stop, ...asObject(field(event, "delta")) };
    }
    if (type !== "message_stop") return [];
    open.usage = { ...open.usage, ...bedrockCounts(event) };
    return this.finish();
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  finish(): readonly JsonObject[] {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return [];
    const content = [
      ...open.signatures.texts().map((signature) => ({ type: "thinking", signature })),
      ...open.redacted,
      ...open.text.texts().map((text) => ({ type: "text", text })),
    ];
    return [{ ...open.start, ...open.stop, type: "message", content, usage: open.usage }];
  }
}

function textOf(part: unknown): unknown {
  const type = field(part, "type");
  return type === "text" || type === "text_delta" ? field(part, "text") : undefined;
}

function bedrockCounts(event: JsonObject): JsonObject {
  const input = fieldAt(event, "amazon-bedrock-invocationMetrics", "inputTokenCount");
  const output = fieldAt(event, "amazon-bedrock-invocationMetrics", "outputTokenCount");
  return {
    ...(input === undefined ? {} : { input_tokens: input }),
    ...(output === undefined ? {} : { output_tokens: output }),
  };
}
