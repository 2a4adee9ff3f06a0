import { asObject, field, nonEmpty } from "../json-values.ts";
import type { JsonObject } from "../json-values.ts";
import { DETAILS_EVENT, isMessageEvent, messagesOf } from "./otlp-messages.ts";
import type { NamedEvent } from "./otlp-messages.ts";
import { contentsOf, spanRequestId } from "./otlp-spans.ts";
import { anyValue, attributesOf } from "./otlp-values.ts";

/**
 * Requests among log records, as views for the table `otlp.yaml`: records with all of a request's contents,
 * and the older single messages, which are put together by their span.
 */
export function logViews(records: readonly unknown[], resource: JsonObject): readonly JsonObject[] {
  const views: JsonObject[] = [];
  const bySpan = new Map<string, LogRecord[]>();
  for (const record of records) {
    const read = logRecord(record);
    if (read.name === DETAILS_EVENT) views.push(viewOf([read], resource));
    if (!isMessageEvent(read.name)) continue;
    const span = spanRequestId(record) ?? `without a span ${String(bySpan.size)}`;
    const group = bySpan.get(span);
    if (group === undefined) bySpan.set(span, [read]);
    else group.push(read);
  }
  for (const group of bySpan.values()) views.push(viewOf(group, resource));
  return views;
}

interface LogRecord extends NamedEvent {
  readonly record: unknown;
  readonly attributes: JsonObject;
}

function logRecord(record: unknown): LogRecord {
  const attributes = attributesOf(field(record, "attributes"));
  const body = asObject(anyValue(field(record, "body"))) ?? {};
  const name =
    nonEmpty(field(record, "eventName") ?? field(record, "event_name")) ?? nonEmpty(attributes["event.name"]);
  return { record, attributes, name: name ?? "", contents: { ...attributes, ...body } };
}

function viewOf(group: readonly LogRecord[], resource: JsonObject): JsonObject {
  const first = group[0];
  const whole = first?.name === DETAILS_EVENT;
  return {
    ...contentsOf(first?.attributes ?? {}),
    timeUnixNano: field(first?.record, "timeUnixNano"),
    observedTimeUnixNano: field(first?.record, "observedTimeUnixNano"),
    requestId: spanRequestId(first?.record),
    resource,
    details: whole ? first.contents : undefined,
    messageEvents: messagesOf(group),
  };
}
