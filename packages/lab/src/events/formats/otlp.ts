import { EventBuilder } from "../event-builder.ts";
import { asList, asObject, field, nonEmpty } from "../json-values.ts";
import type { JsonObject } from "../json-values.ts";
import type { LogFormat } from "./log-format.ts";
import { unlike } from "./not-an-object.ts";
import { logViews } from "./otlp-logs.ts";
import { spanViews } from "./otlp-spans.ts";
import { attributesOf } from "./otlp-values.ts";

/**
 * OTLP/JSON traces and logs with GenAI attributes of every generation (present and older `gen_ai.*`,
 * OpenInference `llm.*`, OpenLLMetry's numbered ones, Langfuse's), whole or as bare resources, spans, or
 * flattened attributes. Source: log-formats.md, section 3.
 */
export const otlp: LogFormat = {
  name: "otlp",
  resemblance: (record) => {
    if (pick(record, "resourceSpans", "resource_spans", "resourceLogs", "resource_logs") !== undefined)
      return 1;
    if (pick(record, "scopeSpans", "scope_spans", "scopeLogs", "scope_logs") !== undefined) return 1;
    return isBareSpan(record) ? 0.9 : 0;
  },
  isPiece: () => false,
  open: ({ mapping, nowMs }) => {
    const builder = new EventBuilder(mapping, nowMs);
    return {
      format: "otlp",
      read: (record, place) => {
        const views = viewsOf(record);
        if (views === undefined) return [unlike(place, "OTLP", "resourceSpans, resourceLogs or attributes")];
        return views.map((view, part) => builder.build(view, place, part));
      },
      finish: () => [],
      fields: () => builder.fields(),
    };
  },
};

function viewsOf(record: unknown): readonly JsonObject[] | undefined {
  const spans = pick(record, "resourceSpans", "resource_spans");
  const logs = pick(record, "resourceLogs", "resource_logs");
  if (spans !== undefined || logs !== undefined) {
    return [...asList(spans).flatMap(ofResource), ...asList(logs).flatMap(ofResource)];
  }
  if (
    pick(record, "scopeSpans", "scope_spans", "instrumentationLibrarySpans", "scopeLogs", "scope_logs") !==
    undefined
  ) {
    return ofResource(record);
  }
  return isBareSpan(record) ? spanViews([bareSpan(record as JsonObject)], {}) : undefined;
}

function ofResource(resource: unknown): readonly JsonObject[] {
  const attributes = attributesOf(field(field(resource, "resource"), "attributes"));
  const scopes = asList(pick(resource, "scopeSpans", "scope_spans", "instrumentationLibrarySpans"));
  const spans = scopes.flatMap((scope) => asList(field(scope, "spans")));
  const logScopes = asList(pick(resource, "scopeLogs", "scope_logs"));
  const records = logScopes.flatMap((scope) => asList(pick(scope, "logRecords", "log_records")));
  return [...spanViews(spans, attributes), ...logViews(records, attributes)];
}

/** One span without its envelope, or its attributes only. */
function isBareSpan(record: unknown): boolean {
  const attributes = field(record, "attributes");
  if (typeof attributes !== "object" || attributes === null) return false;
  if (nonEmpty(field(record, "name")) !== undefined || nonEmpty(field(record, "spanName")) !== undefined)
    return true;
  return field(record, "spanId") !== undefined || field(record, "span_id") !== undefined;
}

function bareSpan(record: JsonObject): JsonObject {
  return { ...record, name: field(record, "name") ?? field(record, "spanName") };
}

function pick(record: unknown, ...keys: readonly string[]): unknown {
  const object = asObject(record);
  const key = keys.find((candidate) => object !== undefined && Object.hasOwn(object, candidate));
  return key === undefined ? undefined : object?.[key];
}
