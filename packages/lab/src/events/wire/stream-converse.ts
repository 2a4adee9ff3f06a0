import { field, fieldAt } from "../json-values.ts";
import type { JsonObject } from "../json-values.ts";
import { GrowingText } from "./growing-text.ts";
import type { EventStream } from "./stream-assembler.ts";

const EVENT_KEYS = [
  "messageStart",
  "contentBlockStart",
  "contentBlockDelta",
  "contentBlockStop",
  "messageStop",
];

/** Tells whether a record is an event of a Bedrock ConverseStream, or a chunk of a Bedrock model's own stream. */
export function isConverseEvent(event: JsonObject): boolean {
  return (
    EVENT_KEYS.some((key) => Object.hasOwn(event, key)) ||
    field(event, "amazon-bedrock-invocationMetrics") !== undefined ||
    chunkText(event) !== undefined
  );
}

/** Assembles a ConverseStream, or the text chunks of Titan (`outputText`) and Llama (`generation`), to a Converse response. */
export class ConverseStream implements EventStream {
  #text: GrowingText = new GrowingText();
  #signatures: GrowingText = new GrowingText();
  #stopReason: unknown;
  #usage: unknown;
  #any = false;

  push(event: JsonObject): readonly JsonObject[] {
    this.#any = true;
    const block = String(fieldAt(event, "contentBlockDelta", "contentBlockIndex") ?? 0);
    this.#text.append(block, fieldAt(event, "contentBlockDelta", "delta", "text"));
    this.#text.append("chunks", chunkText(event));
    this.#signatures.append(
      block,
      fieldAt(event, "contentBlockDelta", "delta", "reasoningContent", "signature"),
    );
    this.#stopReason = fieldAt(event, "messageStop", "stopReason") ?? this.#stopReason;
    this.#usage = fieldAt(event, "metadata", "usage") ?? metrics(event) ?? this.#usage;
    return [];
  }

  get isOpen(): boolean {
    return this.#any;
  }

  finish(): readonly JsonObject[] {
    if (!this.#any) return [];
    const content = [
      ...this.#signatures
        .texts()
        .map((signature) => ({ reasoningContent: { reasoningText: { signature } } })),
      ...this.#text.texts().map((text) => ({ text })),
    ];
    this.#any = false;
    return [
      {
        output: { message: { role: "assistant", content } },
        stopReason: this.#stopReason,
        usage: this.#usage,
      },
    ];
  }
}

function chunkText(event: JsonObject): unknown {
  const text = field(event, "outputText") ?? field(event, "generation");
  return typeof text === "string" ? text : undefined;
}

function metrics(event: JsonObject): JsonObject | undefined {
  const counts = field(event, "amazon-bedrock-invocationMetrics");
  if (counts === undefined) return undefined;
  return { inputTokens: field(counts, "inputTokenCount"), outputTokens: field(counts, "outputTokenCount") };
}
