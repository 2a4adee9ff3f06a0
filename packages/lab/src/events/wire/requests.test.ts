import { describe, expect, it } from "vitest";
import { readAnthropicRequest } from "./anthropic.ts";
import { readRequest, sniffProvider } from "./any-wire.ts";
import { readGeminiRequest } from "./gemini.ts";
import { readOpenAiRequest } from "./openai.ts";

const text = (value: string): object => ({ type: "text", text: value });

describe("Anthropic requests", () => {
  it("have a system prompt as text or as blocks", () => {
    expect(readAnthropicRequest({ system: "Be kind.", messages: [] }).prompt.system).toBe("Be kind.");
    expect(
      readAnthropicRequest({ system: [text("Be kind."), text(""), text("Be brief.")] }).prompt.system,
    ).toBe("Be kind.\nBe brief.");
  });

  it("count only user messages that have text; tool results, images and thinking have none", () => {
    const { prompt } = readAnthropicRequest({
      messages: [
        { role: "user", content: [{ type: "image", source: {} }, text("One"), text("two")] },
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: "hm" },
            { type: "tool_use", id: "t", input: {} },
          ],
        },
        {
          role: "user",
          content: [{ type: "tool_result", tool_use_id: "t", content: [text("secret of the tool")] }],
        },
        { role: "user", content: "Three" },
        { role: "user", content: [{ type: "document", source: { type: "text", data: "page" } }] },
      ],
    });
    expect(prompt).toEqual({ system: "", firstUser: "One\ntwo", lastUser: "Three", userTurns: 2 });
  });

  it("may be lines of a message batch", () => {
    const { prompt, model } = readAnthropicRequest({
      custom_id: "x",
      params: { model: "m", messages: [{ role: "user", content: "Hi" }] },
    });
    expect([prompt.firstUser, model]).toEqual(["Hi", "m"]);
  });
});

describe("OpenAI requests", () => {
  it("join system and developer messages, and take content as text or blocks", () => {
    const { prompt } = readOpenAiRequest({
      messages: [
        { role: "system", content: "A" },
        { role: "developer", content: [text("B")] },
        { role: "user", content: [text("Q1"), { type: "image_url", image_url: {} }] },
        { role: "assistant", content: "answer" },
        { role: "tool", tool_call_id: "t", content: "result" },
        { role: "user", content: "Q2" },
      ],
    });
    expect(prompt).toEqual({ system: "A\nB", firstUser: "Q1", lastUser: "Q2", userTurns: 2 });
  });

  it("of the Responses API take instructions, and items with a role only", () => {
    const { prompt } = readOpenAiRequest({
      instructions: "A",
      input: [
        {
          role: "user",
          content: [
            { type: "input_text", text: "Q1" },
            { type: "input_image", image_url: "x" },
          ],
        },
        { type: "reasoning", summary: [{ type: "summary_text", text: "hidden" }] },
        { type: "function_call_output", call_id: "c", output: "result" },
        { type: "message", role: "user", content: "Q2" },
      ],
    });
    expect(prompt).toEqual({ system: "A", firstUser: "Q1", lastUser: "Q2", userTurns: 2 });
    expect(readOpenAiRequest({ input: "Just text" }).prompt.firstUser).toBe("Just text");
  });

  it("of the legacy completions API have a prompt", () => {
    expect(readOpenAiRequest({ prompt: "Once upon" }).prompt).toEqual({
      system: "",
      firstUser: "Once upon",
      lastUser: "Once upon",
      userTurns: 1,
    });
    expect(readOpenAiRequest({ prompt: ["a", "b"] }).prompt.userTurns).toBe(2);
  });

  it("may be lines of a batch", () => {
    const body = { model: "m", messages: [{ role: "user", content: "Hi" }] };
    expect(
      readOpenAiRequest({ custom_id: "1", method: "POST", url: "/v1/chat/completions", body }).prompt
        .firstUser,
    ).toBe("Hi");
  });
});

describe("Gemini requests", () => {
  it("leave out thoughts, function responses and the model's turns", () => {
    const { prompt } = readGeminiRequest({
      systemInstruction: { parts: [{ text: "A" }, { text: "B" }] },
      contents: [
        { role: "user", parts: [{ text: "Q1" }, { inlineData: {} }, { text: "more" }] },
        { role: "model", parts: [{ text: "hidden", thought: true }, { text: "answer" }] },
        { role: "user", parts: [{ functionResponse: { response: { text: "result" } } }] },
        { parts: [{ text: "Q2" }] },
      ],
    });
    expect(prompt).toEqual({ system: "A\nB", firstUser: "Q1\nmore", lastUser: "Q2", userTurns: 2 });
  });
});

describe("requests of whatever provider", () => {
  it.each([
    ["a JSON string", '{"messages":[{"role":"user","content":"Hi"}]}'],
    ["a list of messages", [{ role: "user", content: "Hi" }]],
    ["one message", { role: "user", content: "Hi" }],
    ["bare text", "Hi"],
    ["a prompt", { prompt: "Hi" }],
    ["OpenTelemetry parts", [{ role: "user", parts: [{ type: "text", content: "Hi" }] }]],
    [
      "OpenInference contents",
      [{ message: { role: "user", contents: [{ message_content: { type: "text", text: "Hi" } }] } }],
    ],
    [
      "guarded Bedrock text",
      { messages: [{ role: "user", content: [{ guardContent: { text: { text: "Hi" } } }] }] },
    ],
    ["Titan", { inputText: "Hi" }],
  ])("may be %s", (_, body) => {
    expect(readRequest(body).prompt).toMatchObject({ firstUser: "Hi", userTurns: 1 });
  });

  it("keep a text that merely looks like JSON", () => {
    expect(readRequest("[not json").prompt.firstUser).toBe("[not json");
  });

  it("are told apart by their shape", () => {
    expect(sniffProvider({ contents: [] }, undefined)).toBe("gemini");
    expect(sniffProvider({ messages: [], system: "x" }, undefined)).toBe("anthropic");
    expect(
      sniffProvider({ messages: [{ role: "user", content: [{ type: "tool_result" }] }] }, undefined),
    ).toBe("anthropic");
    expect(sniffProvider({ messages: [] }, undefined)).toBe("openai");
    expect(sniffProvider({ input: "x" }, undefined)).toBe("openai");
    expect(sniffProvider({ messages: [] }, { type: "message", content: [] })).toBe("anthropic");
    expect(sniffProvider({}, {})).toBeUndefined();
  });
});
