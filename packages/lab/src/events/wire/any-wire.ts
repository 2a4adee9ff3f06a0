import { unpacked } from "../embedded-json.ts";
import { asList, asObject, field, fieldAt, nonEmpty, sumOf } from "../json-values.ts";
import { readAnthropicRequest, readAnthropicResponse } from "./anthropic.ts";
import { assembleStream } from "./assemble-stream.ts";
import { isBedrockResponse, readBedrockResponse } from "./bedrock.ts";
import { contentText, joined, messageText, promptOf, promptOfStrings } from "./conversation.ts";
import { readGeminiRequest, readGeminiResponse } from "./gemini.ts";
import { readOpenAiRequest, readOpenAiResponse } from "./openai.ts";
import { reasoningTokens } from "./reasoning-tokens.ts";
import { isEventStream } from "./server-sent-events.ts";
import { NO_PROMPT, wireResponse } from "./wire-text.ts";
import type { Provider, WireRequest, WireResponse } from "./wire-text.ts";

/**
 * Reads request JSON of the named provider, or of whatever provider it looks like: also a JSON string, a
 * bare list of messages, a bare prompt, and the shapes that gateways and tracers make of them. Never throws.
 */
export function readRequest(body: unknown, provider?: Provider): WireRequest {
  const value = unpacked(body);
  const request = requestOf(value, provider);
  const presented = reasoningTokens(value);
  return presented.length === 0 ? request : { ...request, presented };
}

function requestOf(value: unknown, provider: Provider | undefined): WireRequest {
  if (typeof value === "string") return { prompt: promptOfStrings([], value) };
  if (provider === "anthropic") return readAnthropicRequest(value);
  if (provider === "openai") return readOpenAiRequest(value);
  if (provider === "gemini") return readGeminiRequest(value);
  if (Array.isArray(value)) return { prompt: promptOf([], value) };
  if (field(value, "contents") !== undefined) return readGeminiRequest(value);
  const inner = asObject(field(value, "params")) ?? asObject(field(value, "body")) ?? value;
  const model = nonEmpty(field(inner, "model"));
  return { prompt: anyPrompt(inner), ...(model === undefined ? {} : { model }) };
}

/**
 * Reads response JSON of the named provider, or of whatever provider it looks like: also a JSON string, the
 * text of an event stream, a list of its events, a list of messages, or bare text. Never throws.
 */
export function readResponse(body: unknown, provider?: Provider): WireResponse {
  const value = typeof body === "string" && isEventStream(body) ? body : unpacked(body);
  const whole = assembleStream(value) ?? value;
  const response = responseOf(whole, provider);
  const issued = reasoningTokens(whole);
  return issued.length === 0 ? response : { ...response, issued };
}

function responseOf(whole: unknown, provider: Provider | undefined): WireResponse {
  if (typeof whole === "string") return wireResponse({ text: whole, refused: false });
  if (provider === "anthropic") return readAnthropicResponse(whole);
  if (provider === "openai") return readOpenAiResponse(whole);
  if (provider === "gemini") return readGeminiResponse(whole);
  if (Array.isArray(whole)) return readMessages(whole as unknown[]);
  return readSniffedResponse(whole);
}

/** The provider whose request or response this looks like; undefined where it looks like none. */
export function sniffProvider(request: unknown, response: unknown): Provider | undefined {
  if (field(request, "contents") !== undefined || isGeminiResponse(response)) return "gemini";
  if (isOpenAiResponse(response)) return "openai";
  if (isAnthropicResponse(response)) return "anthropic";
  if (field(request, "input") !== undefined || field(request, "instructions") !== undefined) return "openai";
  if (field(request, "messages") === undefined) return undefined;
  const anthropic =
    field(request, "system") !== undefined || field(request, "anthropic_version") !== undefined;
  return anthropic || hasAnthropicBlocks(request) ? "anthropic" : "openai";
}

function anyPrompt(body: unknown): WireRequest["prompt"] {
  const system = [field(body, "system"), field(body, "instructions"), field(body, "system_prompt")];
  const messages = field(body, "messages") ?? field(body, "input");
  if (messages !== undefined && messages !== null) return promptOf(system, unpacked(messages));
  if (field(body, "role") !== undefined) return promptOf(system, body);
  const prompt = field(body, "prompt") ?? field(body, "inputText") ?? field(body, "message");
  if (prompt === undefined) return system.some((part) => nonEmpty(part)) ? promptOf(system, []) : NO_PROMPT;
  const inner = unpacked(prompt);
  return typeof inner === "object" && inner !== null
    ? promptOf(system, inner)
    : promptOfStrings(system, inner);
}

function readSniffedResponse(body: unknown): WireResponse {
  if (isGeminiResponse(body)) return readGeminiResponse(body);
  if (isOpenAiResponse(body)) return readOpenAiResponse(body);
  if (isBedrockResponse(body) && !isAnthropicResponse(body)) return readBedrockResponse(body);
  if (isAnthropicResponse(body)) return readAnthropicResponse(body);
  const inner = asObject(field(body, "body")) ?? asObject(fieldAt(body, "response", "body"));
  if (inner !== undefined) return readOpenAiResponse(inner);
  return readMessages([body]);
}

/** Answers as messages: OpenTelemetry output messages, choices of an event, `{role, content}`. */
function readMessages(messages: readonly unknown[]): WireResponse {
  const shown = messages.filter((message) => {
    const role = field(message, "role") ?? fieldAt(message, "message", "role");
    return role === undefined || role === null || role === "assistant" || role === "model";
  });
  const finish = messages.map((message) => field(message, "finish_reason") ?? field(message, "finishReason"));
  const usage = field(messages[0], "usage_metadata");
  return wireResponse({
    text: joined(shown.map(answerText)),
    refused: finish.some((reason) => reason === "content_filter" || reason === "refusal"),
    inputTokens: sumOf(field(usage, "prompt_token_count")),
    outputTokens: sumOf(field(usage, "candidates_token_count"), field(usage, "thoughts_token_count")),
  });
}

function answerText(message: unknown): string {
  const inner = field(message, "message");
  if (inner === undefined || asObject(inner) !== undefined) return messageText(message);
  return contentText(unpacked(inner));
}

function isGeminiResponse(body: unknown): boolean {
  return Array.isArray(field(body, "candidates")) || asObject(field(body, "promptFeedback")) !== undefined;
}

function isOpenAiResponse(body: unknown): boolean {
  return Array.isArray(field(body, "choices")) || Array.isArray(field(body, "output"));
}

function isAnthropicResponse(body: unknown): boolean {
  if (asObject(fieldAt(body, "result", "message")) !== undefined) return true;
  const content = field(body, "content");
  return (
    (field(body, "type") === "message" && content !== undefined) ||
    (Array.isArray(content) && field(body, "stop_reason") !== undefined)
  );
}

function hasAnthropicBlocks(request: unknown): boolean {
  return asList(field(request, "messages")).some((message) =>
    asList(field(message, "content")).some((block) => {
      const type = field(block, "type");
      return type === "tool_use" || type === "tool_result" || type === "thinking";
    }),
  );
}
