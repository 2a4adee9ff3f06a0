import { describe, expect, it } from "vitest";
import { FILE_TIME_MS, readingOf, readingOfLines } from "../reading.fixture.ts";

const REQUEST = { model: "m", messages: [{ role: "user", content: "Hi" }] };

describe("provider JSON without an envelope", () => {
  it("takes the account from what the client declared, else unknown; and the time from the file", async () => {
    const { events, fields } = await readingOfLines([
      { ...REQUEST, system: "x", metadata: { user_id: "u" } },
      { ...REQUEST, system: "x" },
    ]);
    expect(events.map((event) => [event.account, event.timeMs, event.requestId])).toEqual([
      ["u", FILE_TIME_MS, "log.ndjson:1"],
      ["unknown", FILE_TIME_MS, "log.ndjson:2"],
    ]);
    expect(fields["time"]).toEqual({ from: "$file-time", origin: "derived" });
    expect(fields["account"]?.origin).toBe("derived");
  });

  it("takes time and ids from headers where an exchange has them", async () => {
    const { format, events } = await readingOfLines([
      {
        request: {
          method: "POST",
          url: "https://api.anthropic.com/v1/messages",
          headers: { "User-Agent": ["sdk"] },
          body: JSON.stringify(REQUEST),
        },
        response: {
          status: 529,
          headers: {
            Date: "Thu, 14 Aug 2025 01:11:01 GMT",
            "Request-Id": "req_1",
            "Anthropic-Organization-Id": "org",
          },
          body: '{"type":"error","error":{"type":"overloaded_error"}}',
        },
      },
    ]);
    expect(format).toBe("anthropic");
    expect(events).toMatchObject([
      {
        timeMs: Date.UTC(2025, 7, 14, 1, 11, 1),
        requestId: "req_1",
        organization: "org",
        client: { userAgent: "sdk" },
        status: 529,
        prompt: { firstUser: "Hi" },
      },
    ]);
  });

  it("of Anthropic batches has its text in params and in result", async () => {
    const { format, events } = await readingOfLines([
      { custom_id: "1", params: REQUEST },
      {
        custom_id: "1",
        result: {
          type: "succeeded",
          message: { id: "msg", type: "message", content: [{ type: "text", text: "Hello" }] },
        },
      },
    ]);
    expect(format).toBe("anthropic");
    expect(events).toMatchObject([{ prompt: { firstUser: "Hi" } }, { response: { text: "Hello" } }]);
  });

  it("may be a raw event stream", async () => {
    const stream =
      'event: message_start\ndata: {"type":"message_start","message":{"id":"msg","model":"m"}}\n\nevent: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}\n\nevent: message_stop\ndata: {"type":"message_stop"}\n\n';
    const { format, events, rejections } = await readingOf(Buffer.from(stream));
    expect([format, rejections]).toEqual(["anthropic", []]);
    expect(events).toMatchObject([{ requestId: "msg", response: { text: "Hello" } }]);
  });

  it("names a streamed response without an id by the line on which it begins", async () => {
    const chunk = (text: string, finishReason?: string): object => ({
      candidates: [{ content: { parts: [{ text }] }, finishReason }],
    });
    const { events } = await readingOfLines([chunk("A"), chunk("B", "STOP"), chunk("C"), chunk("D")]);
    expect(events.map((event) => [event.requestId, event.response.text])).toEqual([
      ["log.ndjson:1", "AB"],
      ["log.ndjson:3", "CD"],
    ]);
  });

  it("rejects records of something else between its own", async () => {
    const { rejections } = await readingOfLines([REQUEST, REQUEST, { level: "info" }]);
    expect(rejections).toMatchObject([{ line: 3 }]);
  });
});
