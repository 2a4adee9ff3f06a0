import { asList, field, fieldAt, nonEmpty, sumOf } from "../json-values.ts";
import { contentText, joined, promptOf } from "./conversation.ts";
import { wireResponse } from "./wire-text.ts";
import type { WireRequest, WireResponse } from "./wire-text.ts";

/** Finish reasons that mean the answer was withheld (Gemini API reference, `FinishReason`). */
const BLOCKED: ReadonlySet<unknown> = new Set([
  "SAFETY",
  "RECITATION",
  "BLOCKLIST",
  "PROHIBITED_CONTENT",
  "SPII",
  "IMAGE_SAFETY",
]);

/** Reads a Gemini `generateContent` request, or a batch line around it (`{key, request}`). Thought parts are not text. */
export function readGeminiRequest(body: unknown): WireRequest {
  const request = field(body, "contents") === undefined ? (field(body, "request") ?? body) : body;
  const model = nonEmpty(field(request, "model"));
  const system =
    field(request, "systemInstruction") ??
    field(request, "system_instruction") ??
    fieldAt(request, "config", "system_instruction");
  return {
    prompt: promptOf([system], field(request, "contents")),
    ...(model === undefined ? {} : { model }),
  };
}

/**
 * Reads a Gemini response. Output tokens are candidates and thoughts together, as other providers count
 * them. Refused: `promptFeedback.blockReason`, or a candidate finished by a blocking reason.
 */
export function readGeminiResponse(body: unknown): WireResponse {
  const response = field(body, "candidates") === undefined ? (field(body, "response") ?? body) : body;
  const candidates = asList(field(response, "candidates"));
  const usage = field(response, "usageMetadata") ?? field(response, "usage_metadata");
  return wireResponse({
    text: joined(candidates.map((candidate) => contentText(field(candidate, "content")))),
    refused:
      nonEmpty(fieldAt(response, "promptFeedback", "blockReason")) !== undefined ||
      candidates.some((candidate) => BLOCKED.has(field(candidate, "finishReason"))),
    model: nonEmpty(field(response, "modelVersion")),
    inputTokens: sumOf(field(usage, "promptTokenCount") ?? field(usage, "prompt_token_count")),
    outputTokens: sumOf(
      field(usage, "candidatesTokenCount") ?? field(usage, "candidates_token_count"),
      field(usage, "thoughtsTokenCount") ?? field(usage, "thoughts_token_count"),
    ),
  });
}
