import type { FieldSource, Mapping } from "./mapping.ts";
import { placeId, RecordFields } from "./record-fields.ts";
import type { FieldOrigins, Place, ReadResult, Rejection } from "./record-reader.ts";
import type { ClientObservation, Origin, ReasoningTokens } from "./request-event.ts";
import { DAY_MS } from "./times.ts";
import { readRequest, readResponse } from "./wire/any-wire.ts";
import type { Provider, WireRequest, WireResponse } from "./wire/wire-text.ts";

/** Earliest time that is believed: 2000-01-01T00:00:00Z. */
export const EARLIEST_MS = 946_684_800_000;

/** How far ahead of the clock a time may lie. */
export const MAX_AHEAD_MS: number = DAY_MS;

/** Fills events from records through a format's table, and remembers which places were used. */
export class EventBuilder {
  readonly #mapping: Mapping;
  readonly #latestMs: number;
  readonly #used: Map<FieldSource, number> = new Map<FieldSource, number>();

  /** @param nowMs the clock, epoch milliseconds */
  constructor(mapping: Mapping, nowMs: number) {
    this.#mapping = mapping;
    this.#latestMs = nowMs + MAX_AHEAD_MS;
  }

  /**
   * @param view the record, or what a format's reader has made of it
   * @param part number of the request within its record, where a record holds several
   */
  build(view: unknown, place: Place, part = 0): ReadResult {
    const record = new RecordFields(this.#mapping, view, place, part);
    const timeMs = record.number("time");
    const account = record.text("account");
    const rejection = record.missing() ?? this.#untimely(timeMs, place);
    if (rejection !== undefined) return rejection;
    if (timeMs === undefined || account === undefined) {
      return { line: place.line, reason: "the mapping has no place for time or account; add one" };
    }
    const request = requestOf(record);
    const answer = readResponse(record.value("response"), providerOf(record.text("provider")));
    const model = record.text("model") ?? answer.model ?? request.model;
    const inputTokens = record.number("input_tokens") ?? answer.inputTokens;
    const outputTokens = record.number("output_tokens") ?? answer.outputTokens;
    const status = record.number("status");
    const refused = answer.response.refused || record.value("refused") === true;
    const event = {
      timeMs,
      requestId: record.text("request_id") ?? placeId(place, part),
      account,
      ...optionalTexts(record),
      client: clientOf(record),
      ...(model === undefined ? {} : { model }),
      ...(status === undefined ? {} : { status }),
      prompt: request.prompt,
      response: { text: answer.response.text, refused },
      ...(inputTokens === undefined ? {} : { inputTokens }),
      ...(outputTokens === undefined ? {} : { outputTokens }),
      ...reasoningOf(request, answer),
    };
    for (const source of record.used) this.#used.set(source, (this.#used.get(source) ?? 0) + 1);
    return event;
  }

  /** The places used so far; a field read from several has the weakest origin among them. */
  fields(): FieldOrigins {
    const origins: Record<string, { from: string; origin: Origin }> = {};
    for (const [name, sources] of this.#mapping.fields) {
      const used = sources.filter((source) => this.#used.has(source));
      if (used.length === 0) continue;
      const weakest = WEAKEST_FIRST.find((origin) => used.some((source) => source.origin === origin));
      origins[name] = { from: used.map((source) => source.path).join(" | "), origin: weakest ?? "observed" };
    }
    return origins;
  }

  #untimely(timeMs: number | undefined, place: Place): Rejection | undefined {
    if (timeMs === undefined) return undefined;
    if (timeMs < EARLIEST_MS) {
      return {
        line: place.line,
        field: "time",
        reason: "the time lies before 2000; check its unit and its zone",
      };
    }
    if (timeMs > this.#latestMs) {
      return {
        line: place.line,
        field: "time",
        reason: "the time lies in the future; check its unit, its zone and this machine's clock",
      };
    }
    return undefined;
  }
}

const WEAKEST_FIRST: readonly Origin[] = ["derived", "declared", "observed"];

const TEXT_FIELDS = [
  ["organization", "organization"],
  ["api_key", "apiKey"],
  ["session", "session"],
] as const;

const CLIENT_FIELDS = [
  ["client.ip", "ip"],
  ["client.asn", "asn"],
  ["client.country", "country"],
  ["client.user_agent", "userAgent"],
  ["client.tls", "tls"],
] as const;

function requestOf(record: RecordFields): WireRequest {
  const provider = providerOf(record.text("provider"));
  const messages = record.value("messages");
  const system = record.value("system");
  if (messages !== undefined) {
    const request = readRequest({ system, messages });
    if (request.prompt.userTurns > 0 || request.prompt.system !== "") return request;
  }
  const request = readRequest(record.value("request"), provider);
  if (system === undefined || request.prompt.system !== "") return request;
  return { ...request, prompt: { ...request.prompt, system: readRequest({ system }).prompt.system } };
}

function reasoningOf(request: WireRequest, answer: WireResponse): { reasoning?: ReasoningTokens } {
  const { presented = [] } = request;
  const { issued = [] } = answer;
  return presented.length + issued.length === 0 ? {} : { reasoning: { issued, presented } };
}

function optionalTexts(record: RecordFields): { organization?: string; apiKey?: string; session?: string } {
  const texts: { organization?: string; apiKey?: string; session?: string } = {};
  for (const [name, key] of TEXT_FIELDS) {
    const text = record.text(name);
    if (text !== undefined) texts[key] = text;
  }
  return texts;
}

function clientOf(record: RecordFields): ClientObservation {
  const client: Record<string, unknown> = {};
  for (const [name, key] of CLIENT_FIELDS) {
    const value = record.value(name);
    if (value !== undefined) client[key] = value;
  }
  return client as ClientObservation;
}

function providerOf(name: string | undefined): Provider | undefined {
  return name === "anthropic" || name === "openai" || name === "gemini" ? name : undefined;
}
