import { asList, asObject, field, fieldAt, nonEmpty, sumOf } from "../json-values.ts";
import { contentText, joined, promptOf, promptOfStrings } from "./conversation.ts";
import { wireResponse } from "./wire-text.ts";
import type { WireRequest, WireResponse } from "./wire-text.ts";

/**
 * Reads an OpenAI request: Chat Completions (`messages`), Responses (`instructions`, `input`), legacy
 * completions (`prompt`), or a batch line around one of them (`{custom_id, method, url, body}`).
 * Items of `input` without a role (tool calls and their outputs, reasoning) are not text.
 */
export function readOpenAiRequest(body: unknown): WireRequest {
  const request = asObject(field(body, "body")) ?? body;
  const model = nonEmpty(field(request, "model"));
  const system = [field(request, "instructions")];
  const messages = field(request, "messages") ?? field(request, "input");
  return {
    prompt:
      messages === undefined || messages === null
        ? promptOfStrings(system, field(request, "prompt"))
        : promptOf(system, messages),
    ...(model === undefined ? {} : { model }),
  };
}

/**
 * Reads an OpenAI response: Chat Completions, Responses, legacy completions, or the output line of a batch.
 * Several choices are joined by "\n". Refused: a choice has a `refusal` or finished by `content_filter`, an
 * output message has a refusal block, or the response is incomplete by `content_filter`.
 */
export function readOpenAiResponse(body: unknown): WireResponse {
  const response = asObject(fieldAt(body, "response", "body")) ?? asObject(field(body, "body")) ?? body;
  const choices = asList(field(response, "choices"));
  const messages = asList(field(response, "output")).filter((item) => field(item, "type") === "message");
  const usage = field(response, "usage");
  return wireResponse({
    text: joined([
      ...choices.map(choiceText),
      ...messages.map((message) => contentText(field(message, "content"))),
    ]),
    refused:
      choices.some(choiceRefused) ||
      messages.some(messageRefused) ||
      fieldAt(response, "incomplete_details", "reason") === "content_filter",
    model: nonEmpty(field(response, "model")),
    inputTokens: sumOf(field(usage, "prompt_tokens") ?? field(usage, "input_tokens")),
    outputTokens: sumOf(field(usage, "completion_tokens") ?? field(usage, "output_tokens")),
  });
}

function choiceText(choice: unknown): string {
  return contentText(fieldAt(choice, "message", "content") ?? field(choice, "text"));
}

function choiceRefused(choice: unknown): boolean {
  return (
    field(choice, "finish_reason") === "content_filter" ||
    nonEmpty(fieldAt(choice, "message", "refusal")) !== undefined
  );
}

function messageRefused(message: unknown): boolean {
  return asList(field(message, "content")).some((block) => field(block, "type") === "refusal");
}
