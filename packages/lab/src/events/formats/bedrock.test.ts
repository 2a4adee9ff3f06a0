import { describe, expect, it } from "vitest";
import { readingOf, readingOfLines } from "../reading.fixture.ts";

const RECORD = {
  schemaType: "ModelInvocationLog",
  schemaVersion: "1.0",
  timestamp: "2026-01-05T10:00:00Z",
  accountId: "111122223333",
  identity: { arn: "arn:aws:sts::111122223333:assumed-role/app/botocore-session-1767600000" },
  region: "eu-west-1",
  requestId: "r-1",
  modelId: "anthropic.claude-3-haiku-20240307-v1:0",
};

const said = (text: string): object => ({ role: "user", content: [{ type: "text", text }] });

function stream(...last: unknown[]): unknown[] {
  const delta = (text: string): object => ({
    type: "content_block_delta",
    index: 0,
    delta: { type: "text_delta", text },
  });
  const start = { type: "message_start", message: { id: "m", usage: { input_tokens: 0, output_tokens: 0 } } };
  return [start, delta("Sor"), delta("ry."), { type: "content_block_stop", index: 0 }, ...last];
}

describe("Bedrock invocation logs", () => {
  it("join the text pieces of a streamed answer", async () => {
    const metrics = { inputTokenCount: 571, outputTokenCount: 281 };
    const { events, format } = await readingOfLines([
      {
        ...RECORD,
        operation: "InvokeModelWithResponseStream",
        input: {
          inputBodyJson: { anthropic_version: "bedrock-2023-05-31", messages: [said("Hi")] },
          inputTokenCount: 571,
        },
        output: {
          outputBodyJson: stream({ type: "message_stop", "amazon-bedrock-invocationMetrics": metrics }),
          outputTokenCount: 281,
        },
      },
    ]);
    expect(format).toBe("bedrock");
    expect(events).toMatchObject([
      {
        timeMs: Date.UTC(2026, 0, 5, 10),
        account: "arn:aws:sts::111122223333:assumed-role/app",
        organization: "111122223333",
        model: RECORD.modelId,
        prompt: { firstUser: "Hi" },
        response: { text: "Sorry.", refused: false },
        inputTokens: 571,
        outputTokens: 281,
        status: 200,
      },
    ]);
  });

  it("take a guardrail's action on any chunk for a refusal, also where the chunks end with a bare [DONE]", async () => {
    const { events, rejections } = await readingOfLines([
      {
        ...RECORD,
        system: "some text",
        messages: { content: { content: { error: "stray" } } },
        input: { inputBodyJson: { messages: [said("Hi")] }, inputTokenCount: 0 },
        output: {
          outputBodyJson: stream(
            {
              type: "message_delta",
              delta: { stop_reason: "end_turn" },
              "amazon-bedrock-guardrailAction": "INTERVENED",
            },
            "[DONE]",
          ),
          outputTokenCount: 0,
        },
      },
    ]);
    expect(rejections).toEqual([]);
    expect(events).toMatchObject([
      { prompt: { system: "", userTurns: 1 }, response: { text: "Sorry.", refused: true } },
    ]);
  });

  it("read guarded prompts of Converse, and see its intervention", async () => {
    const content = [
      { guardContent: { text: { text: "A source.", qualifiers: ["grounding_source"] } } },
      { guardContent: { text: { text: "A question?", qualifiers: ["query"] } } },
    ];
    const { events } = await readingOfLines([
      {
        ...RECORD,
        operation: "Converse",
        input: { inputBodyJson: { messages: [{ role: "user", content }] }, inputTokenCount: 0 },
        output: {
          outputBodyJson: {
            output: { message: { role: "assistant", content: [{ text: "Blocked." }] } },
            stopReason: "guardrail_intervened",
            usage: {},
          },
          outputTokenCount: 0,
        },
      },
    ]);
    expect(events).toMatchObject([
      { prompt: { firstUser: "A source.\nA question?" }, response: { text: "Blocked.", refused: true } },
    ]);
  });

  it("leave out documents that lie in S3, and add cached input", async () => {
    const document = { document: { format: "pdf", name: "n", source: { s3Uri: "s3://bucket/key" } } };
    const { events } = await readingOfLines([
      {
        ...RECORD,
        operation: "ConverseStream",
        modelId:
          "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0",
        input: {
          inputBodyJson: {
            system: [{ text: "Be kind." }],
            messages: [
              { role: "user", content: [document] },
              { role: "user", content: [{ text: "Go on" }] },
            ],
          },
          inputTokenCount: 4,
          cacheReadInputTokenCount: 10,
          cacheWriteInputTokenCount: 1,
        },
        output: {
          outputBodyJson: { output: { message: { content: [document, { text: "Yes" }] } } },
          outputTokenCount: 2,
        },
      },
    ]);
    expect(events).toMatchObject([
      {
        prompt: { system: "Be kind.", firstUser: "Go on", userTurns: 1 },
        response: { text: "Yes" },
        inputTokens: 15,
        outputTokens: 2,
      },
    ]);
  });

  it("have no text where bodies lie in S3 objects of their own, and a status where the call failed", async () => {
    const { events, rejections } = await readingOfLines([
      {
        ...RECORD,
        errorCode: "ThrottlingException",
        input: { inputBodyS3Path: "s3://b/k", inputTokenCount: 9 },
        output: {},
      },
    ]);
    expect(rejections).toEqual([]);
    expect(events).toMatchObject([
      { prompt: { userTurns: 0 }, response: { text: "" }, inputTokens: 9, status: 429 },
    ]);
  });

  it("may be wide-spaced on one line, or pretty-printed over many", async () => {
    const record = {
      ...RECORD,
      input: { inputBodyJson: { messages: [said("Hi")] } },
      output: { outputBodyJson: {} },
    };
    const wide = JSON.stringify(record).replaceAll(":{", ":      {").replaceAll(",", ",      ");
    expect((await readingOf(Buffer.from(`${wide}\n${wide}\n`))).events).toHaveLength(2);
    const pretty = JSON.stringify(record, null, 4);
    expect((await readingOf(Buffer.from(`${pretty}\n${pretty}\n`))).events).toHaveLength(2);
  });
});
