import { describe, expect, it } from "vitest";
import { readAnthropicResponse } from "./anthropic.ts";
import { readResponse } from "./any-wire.ts";
import { readBedrockResponse } from "./bedrock.ts";
import { readGeminiResponse } from "./gemini.ts";
import { readOpenAiResponse } from "./openai.ts";

describe("Anthropic responses", () => {
  it("show text blocks only and add up cached input", () => {
    const read = readAnthropicResponse({
      type: "message",
      model: "m",
      content: [
        { type: "thinking", thinking: "hidden" },
        { type: "text", text: "A" },
        { type: "tool_use" },
        { type: "text", text: "B" },
      ],
      usage: {
        input_tokens: 3,
        cache_read_input_tokens: 1111,
        cache_creation_input_tokens: 418,
        output_tokens: 33,
      },
    });
    expect(read).toEqual({
      response: { text: "A\nB", refused: false },
      model: "m",
      inputTokens: 1532,
      outputTokens: 33,
    });
  });

  it("are refused by stop_reason refusal", () => {
    expect(readAnthropicResponse({ content: [], stop_reason: "refusal" }).response.refused).toBe(true);
  });
});

describe("OpenAI responses", () => {
  it("of several choices are joined", () => {
    const choices = [{ message: { content: "A" } }, { message: { content: [{ type: "text", text: "B" }] } }];
    expect(readOpenAiResponse({ choices }).response.text).toBe("A\nB");
  });

  it.each([
    ["a refusal in the message", { choices: [{ message: { content: null, refusal: "No." } }] }],
    ["a content filter", { choices: [{ finish_reason: "content_filter", message: { content: "" } }] }],
    ["a refusal block", { output: [{ type: "message", content: [{ type: "refusal", refusal: "No." }] }] }],
    ["an incomplete response", { output: [], incomplete_details: { reason: "content_filter" } }],
  ])("are refused by %s", (_, body) => {
    expect(readOpenAiResponse(body).response).toEqual({ text: "", refused: true });
  });

  it("of the Responses API leave out reasoning and tool calls", () => {
    const output = [
      { type: "reasoning", summary: [{ type: "summary_text", text: "hidden" }] },
      { type: "message", role: "assistant", content: [{ type: "output_text", text: "A" }] },
      { type: "function_call", arguments: "{}" },
    ];
    expect(readOpenAiResponse({ output, usage: { input_tokens: 1, output_tokens: 2 } })).toMatchObject({
      response: { text: "A" },
      inputTokens: 1,
      outputTokens: 2,
    });
  });

  it("may be output lines of a batch", () => {
    const line = {
      custom_id: "1",
      response: { status_code: 200, body: { model: "m", choices: [{ message: { content: "A" } }] } },
    };
    expect(readOpenAiResponse(line)).toMatchObject({ response: { text: "A" }, model: "m" });
  });
});

describe("Gemini responses", () => {
  it("leave out thoughts and count them as output", () => {
    const read = readGeminiResponse({
      candidates: [{ content: { parts: [{ text: "hidden", thought: true }, { text: "A" }] } }],
      usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 7, thoughtsTokenCount: 11 },
      modelVersion: "m",
    });
    expect(read).toEqual({
      response: { text: "A", refused: false },
      model: "m",
      inputTokens: 5,
      outputTokens: 18,
    });
  });

  it.each([
    ["a blocked prompt", { promptFeedback: { blockReason: "SAFETY" } }],
    ["a blocked candidate", { candidates: [{ finishReason: "PROHIBITED_CONTENT" }] }],
  ])("are refused by %s", (_, body) => {
    expect(readGeminiResponse(body).response.refused).toBe(true);
  });
});

describe("Bedrock responses", () => {
  it("of Converse leave out reasoning", () => {
    const content = [{ reasoningContent: { reasoningText: { text: "hidden" } } }, { text: "A" }];
    const body = {
      output: { message: { content } },
      stopReason: "guardrail_intervened",
      usage: { inputTokens: 1, cacheReadInputTokens: 2 },
    };
    expect(readBedrockResponse(body)).toMatchObject({
      response: { text: "A", refused: true },
      inputTokens: 3,
    });
  });

  it.each([
    ["Titan", { results: [{ outputText: "A" }] }],
    ["Llama", { generation: "A" }],
    ["Mistral", { outputs: [{ text: "A" }] }],
    ["Cohere", { generations: [{ text: "A" }] }],
  ])("of %s have their answer under a name of their own", (_, body) => {
    expect(readResponse(body).response.text).toBe("A");
  });
});

describe("responses of whatever provider", () => {
  it.each([
    ["bare text", "A"],
    ["a JSON string", '{"choices":[{"message":{"content":"A"}}]}'],
    [
      "OpenTelemetry output messages",
      [
        {
          role: "assistant",
          parts: [
            { type: "reasoning", content: "hidden" },
            { type: "text", content: "A" },
          ],
        },
      ],
    ],
    ["one message", { role: "assistant", content: "A" }],
    ["a choice event", { index: 0, message: { role: "assistant", content: "A" } }],
    [
      "an SSE text",
      'data: {"object":"chat.completion.chunk","id":"1","choices":[{"index":0,"delta":{"content":"A"}}]}\r\n\r\ndata: [DONE]\r\n',
    ],
  ])("may be %s", (_, body) => {
    expect(readResponse(body).response).toEqual({ text: "A", refused: false });
  });
});
