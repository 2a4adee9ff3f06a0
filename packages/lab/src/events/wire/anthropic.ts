import { field, fieldAt, nonEmpty, sumOf } from "../json-values.ts";
import { contentText, promptOf } from "./conversation.ts";
import { wireResponse } from "./wire-text.ts";
import type { WireRequest, WireResponse } from "./wire-text.ts";

/**
 * Reads an Anthropic Messages request, or a line of a message batch (`{custom_id, params}`).
 * Source: Messages API reference; tool results, images, documents and thinking blocks are not user text.
 */
export function readAnthropicRequest(body: unknown): WireRequest {
  const request = field(body, "messages") === undefined ? (field(body, "params") ?? body) : body;
  const model = nonEmpty(field(request, "model"));
  return {
    prompt: promptOf([field(request, "system")], field(request, "messages")),
    ...(model === undefined ? {} : { model }),
  };
}

/**
 * Reads an Anthropic message, or the result of a batch line. Input tokens are the sum of `input_tokens`,
 * `cache_read_input_tokens` and `cache_creation_input_tokens`; `stop_reason: "refusal"` is a refusal.
 */
export function readAnthropicResponse(body: unknown): WireResponse {
  const message = fieldAt(body, "result", "message") ?? body;
  const usage = field(message, "usage");
  return wireResponse({
    text: contentText(field(message, "content")),
    refused: field(message, "stop_reason") === "refusal",
    model: nonEmpty(field(message, "model")),
    inputTokens: sumOf(
      field(usage, "input_tokens"),
      field(usage, "cache_read_input_tokens"),
      field(usage, "cache_creation_input_tokens"),
    ),
    outputTokens: sumOf(field(usage, "output_tokens")),
  });
}
