import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readingOf } from "./reading.fixture.ts";
import { MOST_REASONING_TOKENS, reasoningTokens } from "./wire/reasoning-tokens.ts";

async function reasoningIn(
  file: string,
): Promise<{ issued: readonly string[]; presented: readonly string[] }[]> {
  const { events } = await readingOf(readFileSync(new URL(`./samples/${file}`, import.meta.url)), {}, file);
  return events.map((event) => event.reasoning ?? { issued: [], presented: [] });
}

describe("reasoning tokens of real samples", () => {
  it.each([
    "anthropic/messages.thinking-signature-two-turns.json",
    "anthropic/messages.redacted-thinking.json",
    "anthropic/messages.tool-use-with-thinking.json",
    "bedrock/converse-wire.reasoning-signature.json",
  ])("in %s are issued by the first answer and presented by the second request", async (file) => {
    const [first, second] = await reasoningIn(file);
    expect(first?.issued.length).toBeGreaterThan(0);
    expect(second?.presented).toEqual(first?.issued);
  });

  it.each([
    "anthropic/stream.thinking-signature.ndjson",
    "anthropic/messages.thinking-stream-sse.json",
    "gemini/response.function-call-thought-signature.json",
    "gemini/stream.thought-signature-on-empty-text.ndjson",
    "openai/responses.encrypted-reasoning.json",
    "openai/responses.stream-encrypted-reasoning.ndjson",
    "openai/openrouter-chat.reasoning-signature.json",
  ])("in %s are found in the answer", async (file) => {
    const all = await reasoningIn(file);
    expect(all.some((reasoning) => reasoning.issued.length > 0)).toBe(true);
  });

  it("are absent where nothing was reasoned", async () => {
    const [first] = await reasoningIn("anthropic/response.tool-use.json");
    expect(first).toEqual({ issued: [], presented: [] });
  });
});

const TOKEN = "EqkECkgIBxABGAIqQHq1oS";
const token = (n: number): string => `${TOKEN}${String(n).padStart(8, "0")}`;

describe("reasoning tokens", () => {
  it("are found in JSON that stands in a string", () => {
    const messages = JSON.stringify([
      { role: "assistant", content: [{ type: "thinking", signature: token(1) }] },
    ]);
    expect(reasoningTokens({ messages })).toEqual([token(1)]);
    expect(reasoningTokens(JSON.stringify({ messages }))).toEqual([token(1)]);
  });

  it("are not looked for in JSON that somebody wrote as text", () => {
    const quoted = JSON.stringify([{ type: "thinking", signature: token(1) }]);
    expect(reasoningTokens({ messages: [{ role: "user", content: quoted }] })).toEqual([]);
    expect(reasoningTokens({ input: quoted, output: quoted })).toEqual([]);
    expect(
      reasoningTokens({ body: JSON.stringify({ messages: [{ role: "user", content: quoted }] }) }),
    ).toEqual([]);
  });

  it("are not looked for in arguments of tools, in results of a web search or among documented dummies", () => {
    const content = [
      { type: "tool_use", input: { signature: token(1) } },
      { type: "web_search_result", encrypted_content: token(2) },
      { thoughtSignature: "context_engineering_is_the_way_to_go" },
      { type: "thinking", signature: "short" },
      { type: "thinking", signature: 7 },
    ];
    expect(reasoningTokens({ messages: [{ role: "assistant", content }] })).toEqual([]);
  });

  it("of a long history are the last ones, in order", () => {
    const content = Array.from({ length: 100 }, (_, n) => ({ type: "thinking", signature: token(n) }));
    const found = reasoningTokens({ messages: [{ role: "assistant", content }] });
    expect([found.length, found[0], found.at(-1)]).toEqual([MOST_REASONING_TOKENS, token(36), token(99)]);
  });

  it("do not make deep nesting dangerous", () => {
    let nested: unknown = { signature: token(1) };
    for (let depth = 0; depth < 100_000; depth++) nested = { content: [nested] };
    expect(reasoningTokens(nested)).toEqual([]);
  });
});
