import { asList, asObject, field, fieldAt, nonEmpty, sumOf } from "../json-values.ts";
import { contentText, joined } from "./conversation.ts";
import { wireResponse } from "./wire-text.ts";
import type { WireResponse } from "./wire-text.ts";

/** Keys under which the models on Bedrock that have a body of their own keep the answer (Titan, Llama, Mistral, Cohere, AI21). */
const ANSWER_KEYS = ["outputText", "generation", "generated_text", "completion"] as const;
const ANSWER_LISTS = ["results", "outputs", "generations", "completions"] as const;

/** Tells whether JSON is a Converse response, or the body of a Bedrock model that no other reader knows. */
export function isBedrockResponse(body: unknown): boolean {
  return (
    asObject(fieldAt(body, "output", "message")) !== undefined ||
    ANSWER_KEYS.some((key) => typeof field(body, key) === "string") ||
    ANSWER_LISTS.some((key) => asList(field(body, key)).length > 0)
  );
}

/**
 * Reads a Bedrock Converse response or the answer of a model with its own body. Refused:
 * `stopReason` is `guardrail_intervened` or `content_filtered`.
 */
export function readBedrockResponse(body: unknown): WireResponse {
  const message = fieldAt(body, "output", "message");
  const usage = field(body, "usage");
  const stop = field(body, "stopReason");
  return wireResponse({
    text: message === undefined ? answerOf(body) : contentText(field(message, "content")),
    refused: stop === "guardrail_intervened" || stop === "content_filtered",
    inputTokens: sumOf(
      field(usage, "inputTokens"),
      field(usage, "cacheReadInputTokens"),
      field(usage, "cacheWriteInputTokens"),
    ),
    outputTokens: sumOf(field(usage, "outputTokens")),
  });
}

function answerOf(body: unknown): string {
  for (const key of ANSWER_KEYS) {
    const text = nonEmpty(field(body, key));
    if (text !== undefined) return text;
  }
  for (const key of ANSWER_LISTS) {
    const texts = asList(field(body, key)).map(
      (item) =>
        nonEmpty(field(item, "outputText")) ??
        nonEmpty(field(item, "text")) ??
        nonEmpty(fieldAt(item, "data", "text")) ??
        "",
    );
    if (texts.length > 0) return joined(texts);
  }
  return "";
}
