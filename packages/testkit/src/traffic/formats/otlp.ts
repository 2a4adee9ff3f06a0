import type { LoggedRequest } from "./logged-request.ts";
import type { WireExchange } from "./wire-json.ts";

/** One OTLP/JSON TracesData line with one GenAI span (log-formats.md, section 3). */
export function otlp(logged: LoggedRequest): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: [text("service.name", "gateway")] },
        scopeSpans: [{ scope: { name: "gateway" }, spans: [span(logged)] }],
      },
    ],
  };
}

function span(logged: LoggedRequest): object {
  const { account, network, exchange } = logged;
  const content = exchangeParts(exchange);
  return {
    traceId: hex(logged.requestId, 32),
    spanId: hex(`${logged.requestId}s`, 16),
    parentSpanId: "",
    name: `chat ${exchange.model}`,
    kind: 3,
    startTimeUnixNano: `${logged.timeMs}000000`,
    endTimeUnixNano: `${logged.timeMs + logged.durationMs}000000`,
    attributes: [
      text("gen_ai.operation.name", "chat"),
      text("gen_ai.provider.name", exchange.provider),
      text("gen_ai.request.model", exchange.model),
      text("gen_ai.response.id", logged.requestId),
      text("gen_ai.conversation.id", logged.session),
      text("user.id", account.account),
      text("client.address", network.ip),
      text("user_agent.original", account.userAgent),
      { key: "gen_ai.usage.input_tokens", value: { intValue: String(exchange.inputTokens) } },
      { key: "gen_ai.usage.output_tokens", value: { intValue: String(exchange.outputTokens) } },
      ...(content.system === null
        ? []
        : [text("gen_ai.system_instructions", JSON.stringify([{ type: "text", content: content.system }]))]),
      text("gen_ai.input.messages", JSON.stringify(content.input)),
      text("gen_ai.output.messages", JSON.stringify(logged.status === 200 ? content.output : [])),
    ],
    status: { code: logged.status === 200 ? 1 : 2 },
  };
}

function exchangeParts(exchange: WireExchange): { system: string | null; input: object[]; output: object[] } {
  const draft = exchange.draft;
  const messages = draft.messages.map((content, index) => ({
    role: index % 2 === 0 ? "user" : "assistant",
    parts: [{ type: "text", content }],
  }));
  const output = [
    { role: "assistant", parts: [{ type: "text", content: draft.answer }], finish_reason: "stop" },
  ];
  return { system: draft.system, input: messages, output };
}

function text(key: string, stringValue: string): object {
  return { key, value: { stringValue } };
}

/** Hexadecimal id of the wanted length made from another id. */
function hex(id: string, length: number): string {
  return Buffer.from(id, "utf8").toString("hex").padEnd(length, "0").slice(-length);
}
