import { EventBuilder } from "../event-builder.ts";
import type { FormatName } from "../format-names.ts";
import { asObject, field, fieldAt, nonEmpty } from "../json-values.ts";
import type { JsonObject } from "../json-values.ts";
import type { Place, ReadResult, RecordReader } from "../record-reader.ts";
import { sniffProvider } from "../wire/any-wire.ts";
import { assembleStream } from "../wire/assemble-stream.ts";
import { isStreamEvent, StreamAssembler } from "../wire/stream-assembler.ts";
import type { Provider } from "../wire/wire-text.ts";
import { exchangesOf, urlHost } from "./exchange.ts";
import type { Exchange } from "./exchange.ts";
import type { LogFormat, ReaderContext } from "./log-format.ts";
import { notAnObject, unlike } from "./not-an-object.ts";

/** Provider JSON without an envelope: recorded exchanges, batch lines, bare bodies, and events of streams. */
export const WIRE_LOGS: readonly LogFormat[] = (["anthropic", "openai", "gemini"] as const).map(
  (provider) => ({
    name: provider,
    resemblance: (record: unknown): number => (providerOf(record) === provider ? 0.9 : 0),
    isPiece: (record: unknown): boolean => {
      const object = asObject(record);
      return object !== undefined && isStreamEvent(object);
    },
    open: (context: ReaderContext): RecordReader => new WireLogReader(provider, context),
  }),
);

/** Reads one provider's records; an exchange with another provider in between is read by that provider's rules. */
class WireLogReader implements RecordReader {
  readonly format: FormatName;
  readonly #provider: Provider;
  readonly #builder: EventBuilder;
  readonly #streams: StreamAssembler = new StreamAssembler();
  #streamPlace: Place | undefined;

  constructor(provider: Provider, context: ReaderContext) {
    this.format = provider;
    this.#provider = provider;
    this.#builder = new EventBuilder(context.mapping, context.nowMs);
  }

  read(record: unknown, place: Place): readonly ReadResult[] {
    const object = asObject(record);
    if (object === undefined) return [notAnObject(place)];
    if (isStreamEvent(object)) return this.#follow(object, place);
    const exchanges = exchangesOf(object);
    if (exchanges !== undefined) {
      return exchanges.map((exchange, part) => this.#builder.build(this.#view(exchange), place, part));
    }
    const bare = bareExchange(object);
    if (bare === undefined) return [unlike(place, this.#provider, "request or response")];
    return [this.#builder.build({ ...this.#view(bare), requestId: idOf(object) }, place)];
  }

  finish(): readonly ReadResult[] {
    const place = this.#streamPlace;
    this.#streamPlace = undefined;
    return place === undefined ? [] : this.#whole(this.#streams.finish(), place);
  }

  fields(): ReturnType<EventBuilder["fields"]> {
    return this.#builder.fields();
  }

  #follow(event: JsonObject, place: Place): readonly ReadResult[] {
    const begun = this.#streamPlace ?? place;
    const done = this.#whole(this.#streams.push(event), begun);
    // After a response has ended, whatever is open was begun by the event at hand.
    this.#streamPlace = !this.#streams.isOpen ? undefined : done.length > 0 ? place : begun;
    return done;
  }

  #whole(responses: readonly JsonObject[], place: Place): readonly ReadResult[] {
    return responses.map((response, part) =>
      this.#builder.build({ response, provider: this.#provider }, place, part),
    );
  }

  #view(exchange: Exchange): JsonObject {
    const provider =
      hostProvider(exchange.url) ?? sniffProvider(exchange.request, exchange.response) ?? this.#provider;
    return {
      ...exchange,
      response: assembleStream(exchange.response) ?? exchange.response,
      provider,
      urlModel: /\/(?:models|deployments)\/([^/:?#]{1,256})/.exec(exchange.url)?.[1],
    };
  }
}

const HOSTS: readonly (readonly [RegExp, Provider])[] = [
  [/^api\.anthropic\.com$/, "anthropic"],
  [/^(?:generativelanguage|[a-z0-9-]*aiplatform)\.googleapis\.com$/, "gemini"],
  [/^(?:api\.openai\.com|openrouter\.ai|[a-z0-9-]+\.(?:openai|cognitiveservices)\.azure\.com)$/, "openai"],
];

function hostProvider(url: string): Provider | undefined {
  const host = urlHost(url);
  return HOSTS.find(([pattern]) => pattern.test(host))?.[1];
}

/** A batch line, or a body that stands alone, as an exchange with an empty side. */
function bareExchange(record: JsonObject): Exchange | undefined {
  const nothing = { url: "", requestHeaders: {}, responseHeaders: {} };
  if (nonEmpty(field(record, "custom_id")) !== undefined) {
    const input = asObject(field(record, "body")) ?? asObject(field(record, "params"));
    if (input !== undefined) return { ...nothing, request: input, response: undefined };
    const answer = field(record, "response");
    const message = fieldAt(answer, "body") ?? fieldAt(record, "result", "message");
    const status = field(answer, "status_code");
    const failed = field(record, "error") ?? field(record, "result") ?? answer;
    if (message === undefined && failed === undefined) return undefined;
    return {
      ...nothing,
      request: undefined,
      response: message,
      ...(typeof status === "number" ? { status } : {}),
    };
  }
  if (isRequest(record)) return { ...nothing, request: record, response: undefined };
  return isResponse(record) ? { ...nothing, request: undefined, response: record } : undefined;
}

function isRequest(record: JsonObject): boolean {
  if (field(record, "contents") !== undefined) return true;
  if (field(record, "model") === undefined || isResponse(record)) return false;
  return ["messages", "input", "prompt"].some((key) => field(record, key) !== undefined);
}

function isResponse(record: JsonObject): boolean {
  const type = field(record, "type");
  const object = field(record, "object");
  return (
    (type === "message" && field(record, "content") !== undefined) ||
    object === "chat.completion" ||
    object === "text_completion" ||
    object === "response" ||
    Array.isArray(field(record, "choices")) ||
    Array.isArray(field(record, "candidates")) ||
    asObject(field(record, "promptFeedback")) !== undefined ||
    ((type === "error" || object === "error") && asObject(field(record, "error")) !== undefined)
  );
}

/** The provider's id of a batch result; a batch's `custom_id` is unique in its batch only. */
function idOf(record: JsonObject): unknown {
  return fieldAt(record, "response", "request_id");
}

function providerOf(record: unknown): Provider | undefined {
  const object = asObject(record);
  if (object === undefined) return undefined;
  if (isStreamEvent(object)) return streamProvider(object);
  const exchanges = exchangesOf(object);
  const exchange = exchanges === undefined ? bareExchange(object) : exchanges.at(-1);
  if (exchange === undefined) return undefined;
  const batch = field(object, "params") !== undefined || field(object, "result") !== undefined;
  if (field(object, "custom_id") !== undefined) return batch ? "anthropic" : "openai";
  const response = assembleStream(exchange.response) ?? exchange.response;
  return hostProvider(exchange.url) ?? sniffProvider(exchange.request, response);
}

function streamProvider(event: JsonObject): Provider | undefined {
  if (field(event, "candidates") !== undefined) return "gemini";
  if (field(event, "choices") !== undefined) return "openai";
  const type = nonEmpty(field(event, "type"));
  if (type === undefined) return undefined;
  return type.startsWith("response.") ? "openai" : "anthropic";
}
