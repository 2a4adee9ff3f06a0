import { describe, expect, it } from "vitest";
import { asObject } from "../json-values.ts";
import { readResponse } from "./any-wire.ts";
import { eventsOf } from "./server-sent-events.ts";
import { StreamAssembler } from "./stream-assembler.ts";

const start = (id: string): object => ({
  type: "message_start",
  message: { id, model: "m", usage: { input_tokens: 5, output_tokens: 1 } },
});
const delta = (text: string): object => ({
  type: "content_block_delta",
  index: 0,
  delta: { type: "text_delta", text },
});
const stop = { type: "message_stop" };

function responsesOf(events: readonly object[]): readonly unknown[] {
  const assembler = new StreamAssembler();
  return [...events.flatMap((event) => assembler.push(asObject(event) ?? {})), ...assembler.finish()];
}

describe("streams", () => {
  it("of Anthropic drop the first half of a message that starts again", () => {
    const whole = responsesOf([start("first"), delta("lost"), start("second"), delta("A"), delta("B"), stop]);
    expect(whole).toHaveLength(1);
    expect(whole[0]).toMatchObject({ id: "second", content: [{ type: "text", text: "AB" }] });
  });

  it("that end without a stop still give what came", () => {
    expect(responsesOf([start("one"), delta("A")])).toMatchObject([{ id: "one", content: [{ text: "A" }] }]);
  });

  it("on Bedrock take the true counts from the last event", () => {
    const metrics = { inputTokenCount: 571, outputTokenCount: 281 };
    const chunks = [
      start("one"),
      delta("A"),
      { ...stop, "amazon-bedrock-invocationMetrics": metrics },
      "[DONE]",
    ];
    expect(readResponse(chunks)).toMatchObject({
      response: { text: "A" },
      inputTokens: 571,
      outputTokens: 281,
    });
  });

  it("of Converse and of Titan are put together", () => {
    const converse = [
      { messageStart: { role: "assistant" } },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { text: "A" } } },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { text: "B" } } },
      { messageStop: { stopReason: "end_turn" } },
      { metadata: { usage: { inputTokens: 3, outputTokens: 4 } }, messageStop: {} },
    ];
    expect(readResponse(converse)).toMatchObject({
      response: { text: "AB" },
      inputTokens: 3,
      outputTokens: 4,
    });
    expect(readResponse([{ outputText: "A" }, { outputText: "B" }]).response.text).toBe("AB");
  });

  it("of different responses in a row are kept apart", () => {
    const chunk = (id: string, content: string): object => ({
      object: "chat.completion.chunk",
      id,
      choices: [{ index: 0, delta: { content } }],
    });
    const gemini = (responseId: string, text: string): object => ({
      responseId,
      candidates: [{ content: { parts: [{ text }] } }],
    });
    const ids = responsesOf([
      chunk("1", "A"),
      chunk("1", "B"),
      chunk("2", "C"),
      gemini("3", "D"),
      gemini("4", "E"),
      start("5"),
      stop,
    ]);
    expect(ids.map((response) => asObject(response)?.["id"] ?? asObject(response)?.["responseId"])).toEqual([
      "1",
      "2",
      "3",
      "4",
      "5",
    ]);
  });

  it("of the Responses API that break off give their deltas", () => {
    const cut = [
      { type: "response.created", response: { id: "r", model: "m" } },
      { type: "response.output_text.delta", output_index: 0, delta: "A" },
      { type: "response.output_text.delta", output_index: 0, delta: "B" },
    ];
    expect(readResponse(cut)).toMatchObject({ response: { text: "AB" }, model: "m" });
  });
});

describe("event streams", () => {
  it("may have CR LF, comments, several data lines and no last blank line", () => {
    expect(eventsOf(': hi\r\nevent: x\r\ndata: {"a":\r\ndata: 1}\r\n\r\ndata:{"b":2}')).toEqual([
      { a: 1 },
      { b: 2 },
    ]);
  });
});
