import { describe, expect, it } from "vitest";
import { makeAccount } from "../population.ts";
import { randomFrom } from "../random.ts";
import type { Draft, Wire } from "../traffic-part.ts";
import type { LogFormat } from "./log-line.ts";
import { accountAs, logLine } from "./log-line.ts";
import { wireExchange } from "./wire-json.ts";

const calendar = { start: Date.UTC(2026, 8, 7), days: 4, release: Date.UTC(2026, 8, 9) };
const timeMs = Date.UTC(2026, 8, 8, 10, 30, 15, 250);
const draft: Draft = {
  system: "Be brief.",
  messages: ["Hello", "Hi", "And now?"],
  answer: "Now this.",
  refused: false,
};

describe("a line in each log format", () => {
  it("keeps the envelope's request as the provider's own JSON, history included", () => {
    for (const wire of ["anthropic", "openai.chat", "openai.responses", "gemini"] as const) {
      const row = written("stillwatch", wire);
      expect(row["time"]).toBe("2026-09-08T10:30:15.250Z");
      const text = JSON.stringify(row["request"]);
      for (const part of ["Be brief.", "Hello", "Hi", "And now?"]) expect(text).toContain(part);
      expect(JSON.stringify(row["response"])).toContain("Now this.");
    }
  });

  it("writes LiteLLM's times with a space, six decimals and no zone, as its fixture has them", () => {
    const row = written("litellm", "openai.chat");
    expect(row["startTime"]).toBe("2026-09-08 10:30:15.250000");
    expect(row["endTime"]).toBe("2026-09-08 10:30:17.250000");
    expect(row["messages"]).toHaveLength(4);
  });

  it("writes Bedrock's principal, and a body without a model", () => {
    const row = written("bedrock", "anthropic");
    const input = row["input"] as { inputBodyJson: Record<string, unknown> };
    expect((row["identity"] as { arn: string }).arn).toMatch(/^arn:aws:iam::\d{12}:user\/acct_/);
    expect(input.inputBodyJson["model"]).toBeUndefined();
    expect(input.inputBodyJson["messages"]).toHaveLength(3);
  });

  it("writes OTLP ids as hex of the right length and counts as decimal strings", () => {
    const line = JSON.stringify(written("otlp", "openai.chat"));
    expect(line).toMatch(/"traceId":"[0-9a-f]{32}","spanId":"[0-9a-f]{16}"/);
    expect(line).toMatch(/"gen_ai.usage.input_tokens","value":\{"intValue":"\d+"\}/);
  });

  it("marks a refusal in each provider's own way", () => {
    const marks = (["anthropic", "openai.chat", "openai.responses", "gemini"] as const).map((wire) =>
      JSON.stringify(written("stillwatch", wire, { ...draft, refused: true })["response"]),
    );
    expect(marks[0]).toContain('"stop_reason":"refusal"');
    expect(marks[1]).toContain('"refusal":"Now this."');
    expect(marks[2]).toContain('"type":"refusal"');
    expect(marks[3]).toContain('"finishReason":"SAFETY"');
  });
});

function written(format: LogFormat, wire: Wire, said: Draft = draft): Record<string, unknown> {
  const random = randomFrom(4);
  const account = accountAs(format, { ...makeAccount(random, calendar), wire });
  const exchange = wireExchange(random, account, timeMs, said, { presented: [], issued: undefined });
  const network = account.network(random);
  const line = logLine(format, {
    timeMs,
    requestId: "req_0123456789abcdefghij",
    session: "sess_1",
    status: 200,
    account,
    network,
    exchange,
    durationMs: 2000,
  });
  return JSON.parse(line) as Record<string, unknown>;
}
