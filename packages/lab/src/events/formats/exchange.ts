import { asList, asObject, field } from "../json-values.ts";
import type { JsonObject } from "../json-values.ts";
import { unpacked } from "../embedded-json.ts";

/** One recorded HTTP exchange, or a pair of request and response bodies. */
export interface Exchange {
  readonly request: unknown;
  readonly response: unknown;
  /** Empty where the record names none. */
  readonly url: string;
  readonly status?: number;
  /** By lower-case name; of several values the first. */
  readonly requestHeaders: JsonObject;
  readonly responseHeaders: JsonObject;
}

/**
 * The exchanges of a record: a cassette (`interactions`), one interaction, or a pair `{request, response}`.
 * Undefined where the record is none of these.
 */
export function exchangesOf(record: unknown): readonly Exchange[] | undefined {
  const interactions = field(record, "interactions");
  if (Array.isArray(interactions)) {
    return interactions.filter((item) => asObject(field(item, "request")) !== undefined).map(exchangeOf);
  }
  if (asObject(field(record, "request")) === undefined || field(record, "response") === undefined)
    return undefined;
  return [exchangeOf(record)];
}

/** The host of a URL, empty where there is none. */
export function urlHost(url: string): string {
  return /^[a-z]+:\/\/([^/?#:]{1,255})/.exec(url)?.[1] ?? "";
}

function exchangeOf(record: unknown): Exchange {
  const request = field(record, "request");
  const response = field(record, "response");
  const status = statusOf(response);
  return {
    request: bodyOf(request),
    response: bodyOf(response),
    url: urlOf(request),
    ...(status === undefined ? {} : { status }),
    requestHeaders: headersOf(request),
    responseHeaders: headersOf(response),
  };
}

/** A message is HTTP if it has what only HTTP has; else it is the body itself. */
function isHttp(message: unknown): boolean {
  return (
    field(message, "headers") !== undefined ||
    field(message, "parsed_body") !== undefined ||
    field(message, "body") !== undefined ||
    urlOf(message) !== ""
  );
}

function bodyOf(message: unknown): unknown {
  if (!isHttp(message)) return message;
  const body = field(message, "parsed_body") ?? field(message, "body");
  const text = field(body, "string");
  return typeof text === "string" ? text : typeof body === "string" ? (unpacked(body) ?? body) : body;
}

function urlOf(message: unknown): string {
  const url = field(message, "uri") ?? field(message, "url");
  return typeof url === "string" ? url : "";
}

function statusOf(response: unknown): number | undefined {
  const status = field(response, "status");
  const code = field(status, "code") ?? field(response, "code") ?? field(response, "status_code") ?? status;
  return typeof code === "number" ? code : undefined;
}

function headersOf(message: unknown): JsonObject {
  const headers: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(asObject(field(message, "headers")) ?? {})) {
    headers[name.toLowerCase()] = Array.isArray(value) ? asList(value)[0] : value;
  }
  return headers;
}
