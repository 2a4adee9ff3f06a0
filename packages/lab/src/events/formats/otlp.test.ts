import { describe, expect, it } from "vitest";
import { readingOfLines } from "../reading.fixture.ts";
import { numberedList } from "./numbered-attributes.ts";
import { anyValue, attributesOf, idText } from "./otlp-values.ts";

const NANOS = "1767600000123456789";
const text = (key: string, value: string): object => ({ key, value: { stringValue: value } });
const LLM = [text("gen_ai.operation.name", "chat"), text("gen_ai.request.model", "m")];
const SAID = text(
  "gen_ai.input.messages",
  JSON.stringify([{ role: "user", parts: [{ type: "text", content: "Hi" }] }]),
);

function span(change: object): object {
  return {
    traceId: "5b8efff798038103d269b633813fc60c",
    spanId: "eee19b7ec3c1b174",
    startTimeUnixNano: NANOS,
    name: "chat m",
    kind: 3,
    attributes: [...LLM, SAID],
    status: {},
    ...change,
  };
}

const spans = (...list: object[]): object => ({
  resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ spans: list }] }],
});

describe("OTLP spans", () => {
  it("of a resource line without its envelope are read, between lines of logs", async () => {
    const resource = { attributes: [text("service.name", "agent")] };
    const { format, events, rejections } = await readingOfLines([
      {
        resource,
        scopeSpans: [
          {
            scope: { name: "agent" },
            spans: [
              span({ traceId: "jPTe/iWSTaCL7oH6aPJ76g==", spanId: "jtiuCvsDU1M=", kind: "SPAN_KIND_CLIENT" }),
            ],
          },
        ],
      },
      {
        resource,
        scopeLogs: [
          {
            logRecords: [
              {
                timeUnixNano: NANOS,
                severityNumber: "SEVERITY_NUMBER_INFO",
                eventName: "agent.message.appended",
                body: { kvlistValue: { values: [text("type", "message")] } },
              },
            ],
          },
        ],
      },
    ]);
    expect([format, rejections]).toEqual(["otlp", []]);
    expect(events).toMatchObject([
      {
        timeMs: 1767600000123,
        requestId: "8cf4defe25924da08bee81fa68f27bea/8ed8ae0afb035353",
        model: "m",
        prompt: { firstUser: "Hi" },
      },
    ]);
  });

  it("of agents, tools and wrappers are no requests", async () => {
    const wrapped = span({ spanId: "aaaaaaaaaaaaaaaa", parentSpanId: "EEE19B7EC3C1B174" });
    const agent = span({
      spanId: "bbbbbbbbbbbbbbbb",
      attributes: [text("gen_ai.operation.name", "invoke_agent"), text("gen_ai.request.model", "m")],
    });
    const tool = span({
      spanId: "cccccccccccccccc",
      attributes: [text("gen_ai.operation.name", "execute_tool")],
    });
    const http = span({ spanId: "dddddddddddddddd", attributes: [text("http.request.method", "POST")] });
    const { events, rejections } = await readingOfLines([spans(span({}), wrapped, agent, tool, http)]);
    expect(events.map((event) => event.requestId.split("/")[1])).toEqual(["aaaaaaaaaaaaaaaa"]);
    expect(rejections).toEqual([]);
  });

  it("may have messages as a kvlist, and counts mixed as numbers and strings", async () => {
    const message = {
      kvlistValue: {
        values: [
          text("role", "user"),
          {
            key: "parts",
            value: {
              arrayValue: {
                values: [{ kvlistValue: { values: [text("type", "text"), text("content", "Hi")] } }],
              },
            },
          },
        ],
      },
    };
    const attributes = [
      ...LLM,
      { key: "gen_ai.input.messages", value: { arrayValue: { values: [message] } } },
      { key: "gen_ai.usage.input_tokens", value: { intValue: 3 } },
      { key: "gen_ai.usage.output_tokens", value: { intValue: "4" } },
    ];
    const { events } = await readingOfLines([spans(span({ attributes, parentSpanId: "" }))]);
    expect(events).toMatchObject([
      { prompt: { firstUser: "Hi", userTurns: 1 }, inputTokens: 3, outputTokens: 4 },
    ]);
  });

  it("name their user in several ways, and say that it is declared", async () => {
    const { events, fields } = await readingOfLines([
      spans(
        span({
          attributes: [
            ...LLM,
            text("user.id", "u"),
            text("session.id", "s"),
            text("client.address", "203.0.113.9"),
            text("user_agent.original", "sdk"),
          ],
        }),
      ),
    ]);
    expect(events).toMatchObject([
      { account: "u", session: "s", client: { ip: "203.0.113.9", userAgent: "sdk" } },
    ]);
    expect(fields["account"]).toEqual({ from: "attributes['user.id']", origin: "declared" });
  });

  it("refused by a finish reason are refused", async () => {
    const reasons = {
      key: "gen_ai.response.finish_reasons",
      value: { arrayValue: { values: [{ stringValue: "content_filter" }] } },
    };
    expect(
      (await readingOfLines([spans(span({ attributes: [...LLM, reasons] }))])).events[0]?.response.refused,
    ).toBe(true);
  });
});

describe("OTLP log records", () => {
  const ids = { traceId: "5b8efff798038103d269b633813fc60c", spanId: "eee19b7ec3c1b174" };
  const logs = (...logRecords: object[]): object => ({
    resourceLogs: [{ resource: {}, scopeLogs: [{ logRecords }] }],
  });

  it("with the details of a request are requests, under the id of their span", async () => {
    const { events } = await readingOfLines([
      logs({
        ...ids,
        timeUnixNano: NANOS,
        eventName: "gen_ai.client.inference.operation.details",
        attributes: [
          ...LLM,
          SAID,
          text(
            "gen_ai.output.messages",
            '[{"role":"assistant","parts":[{"type":"text","content":"Hello"}]}]',
          ),
        ],
      }),
    ]);
    expect(events).toMatchObject([
      {
        requestId: `${ids.traceId}/${ids.spanId}`,
        model: "m",
        prompt: { firstUser: "Hi" },
        response: { text: "Hello" },
      },
    ]);
  });

  it("of single messages are put together by their span", async () => {
    const body = (values: object[]): object => ({ kvlistValue: { values } });
    const { events } = await readingOfLines([
      logs(
        {
          ...ids,
          timeUnixNano: NANOS,
          attributes: [text("event.name", "gen_ai.system.message")],
          body: body([text("content", "Be kind.")]),
        },
        {
          ...ids,
          timeUnixNano: NANOS,
          attributes: [text("event.name", "gen_ai.user.message")],
          body: body([text("content", "Hi")]),
        },
        {
          ...ids,
          timeUnixNano: NANOS,
          attributes: [text("event.name", "gen_ai.choice")],
          body: body([{ key: "message", value: body([text("content", "Hello")]) }]),
        },
        { ...ids, timeUnixNano: NANOS, attributes: [text("event.name", "something.else")] },
      ),
    ]);
    expect(events).toMatchObject([
      { prompt: { system: "Be kind.", firstUser: "Hi" }, response: { text: "Hello" } },
    ]);
  });
});

describe("OTLP values", () => {
  it("are plain JSON afterwards", () => {
    expect(
      anyValue({ arrayValue: { values: [{ intValue: "7" }, { boolValue: true }, { doubleValue: 0.5 }] } }),
    ).toEqual([7, true, 0.5]);
    expect(attributesOf({ "a.b": 1 })).toMatchObject({ "a.b": 1 });
  });

  it("that nest beyond measure do not exhaust the stack", () => {
    let value: object = { stringValue: "x" };
    for (let depth = 0; depth < 5000; depth++) value = { arrayValue: { values: [value] } };
    expect(() => anyValue(value)).not.toThrow();
  });

  it("of ids are hex, whatever they were written in", () => {
    expect(idText("EEE19B7EC3C1B174")).toBe("eee19b7ec3c1b174");
    expect(idText("jtiuCvsDU1M=")).toBe("8ed8ae0afb035353");
    expect(idText({ type: "Buffer", data: [185, 4] })).toBe("b904");
    expect(idText("")).toBeUndefined();
  });

  it("under numbers become lists in the order of the numbers", () => {
    const attributes = {
      "p.10.role": "b",
      "p.2.role": "a",
      "p.2.content.0.text": "x",
      "p.tokens": 3,
      "p.1.__proto__.polluted": 1,
    };
    expect(numberedList(attributes, "p.")).toMatchObject([
      {},
      { role: "a", content: [{ text: "x" }] },
      { role: "b" },
    ]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(numberedList(attributes, "q.")).toBeUndefined();
  });
});
