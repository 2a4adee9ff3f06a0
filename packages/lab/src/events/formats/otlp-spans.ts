import { unpacked } from "../embedded-json.ts";
import { asList, field, nonEmpty } from "../json-values.ts";
import type { JsonObject } from "../json-values.ts";
import { numberedList } from "./numbered-attributes.ts";
import { DETAILS_EVENT, messagesOf, spanEvents } from "./otlp-messages.ts";
import { attributesOf, idText } from "./otlp-values.ts";

/** Operations that ask no model themselves; what they wrap has spans of its own. */
const NO_MODEL_OPERATIONS: ReadonlySet<unknown> = new Set([
  "invoke_agent",
  "create_agent",
  "invoke_workflow",
  "execute_tool",
  "retrieval",
  "chain",
  "tool",
  "agent",
]);

const MODEL_ATTRIBUTES = [
  "gen_ai.request.model",
  "gen_ai.response.model",
  "llm.model_name",
  "langfuse.observation.model.name",
] as const;

/**
 * The spans that are requests to a model, as views for the table `otlp.yaml`. A span that wraps another
 * request of the same list is left out.
 */
export function spanViews(spans: readonly unknown[], resource: JsonObject): readonly JsonObject[] {
  const requests = spans
    .map((span) => ({ span, attributes: attributesOf(field(span, "attributes")) }))
    .filter(({ attributes }) => isRequest(attributes));
  const parents = new Set(
    requests.map(({ span }) => idText(field(span, "parentSpanId") ?? field(span, "parent_span_id"))),
  );
  return requests
    .filter(({ span }) => {
      const id = idText(field(span, "spanId") ?? field(span, "span_id"));
      return id === undefined || !parents.has(id);
    })
    .map(({ span, attributes }) => viewOf(span, attributes, resource));
}

/** Attributes and the lists put together from them, as the table names them. */
export function contentsOf(attributes: JsonObject): JsonObject {
  return {
    attributes,
    indexed: {
      prompt: numberedList(attributes, "gen_ai.prompt."),
      completion: numberedList(attributes, "gen_ai.completion."),
    },
    openinference: {
      input: numberedList(attributes, "llm.input_messages."),
      output: numberedList(attributes, "llm.output_messages."),
    },
    refused: refusedOf(attributes["gen_ai.response.finish_reasons"]),
  };
}

/** The request id of a span: `trace/span`, so that a log record about the same span has the same id. */
export function spanRequestId(record: unknown): string | undefined {
  const trace = idText(field(record, "traceId") ?? field(record, "trace_id"));
  const span = idText(field(record, "spanId") ?? field(record, "span_id"));
  return trace === undefined || span === undefined ? undefined : `${trace}/${span}`;
}

function isRequest(attributes: JsonObject): boolean {
  const operation = attributes["gen_ai.operation.name"];
  if (NO_MODEL_OPERATIONS.has(operation)) return false;
  const kind = nonEmpty(attributes["openinference.span.kind"]);
  if (kind !== undefined) return kind.toUpperCase() === "LLM";
  const observation = nonEmpty(attributes["langfuse.observation.type"]);
  if (observation !== undefined) return observation.toLowerCase() === "generation";
  return (
    MODEL_ATTRIBUTES.some((name) => nonEmpty(attributes[name]) !== undefined) ||
    attributes["gen_ai.input.messages"] !== undefined ||
    numberedList(attributes, "gen_ai.prompt.") !== undefined
  );
}

function viewOf(span: unknown, attributes: JsonObject, resource: JsonObject): JsonObject {
  const events = spanEvents(field(span, "events"));
  return {
    ...contentsOf(attributes),
    startTimeUnixNano: field(span, "startTimeUnixNano") ?? field(span, "start_time_unix_nano"),
    requestId: spanRequestId(span),
    resource,
    details: events.find((event) => event.name === DETAILS_EVENT)?.contents,
    messageEvents: messagesOf(events),
  };
}

function refusedOf(reasons: unknown): true | undefined {
  const list = unpacked(reasons);
  const refused = (Array.isArray(list) ? asList(list) : [list]).some(
    (reason) => reason === "content_filter" || reason === "refusal" || reason === "SAFETY",
  );
  return refused ? true : undefined;
}
