import { EventBuilder } from "../event-builder.ts";
import { asList, asObject, field, fieldAt, nonEmpty, sumOf } from "../json-values.ts";
import type { JsonObject } from "../json-values.ts";
import { exchangesOf, urlHost } from "./exchange.ts";
import type { Exchange } from "./exchange.ts";
import type { LogFormat } from "./log-format.ts";
import { unlike } from "./not-an-object.ts";

/** HTTP status behind the error codes that the log names (Bedrock runtime API, "Common errors"). */
const ERROR_STATUS: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  ModelErrorException: 424,
  ModelNotReadyException: 429,
  ModelTimeoutException: 408,
  ResourceNotFoundException: 404,
  ServiceQuotaExceededException: 400,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
  ValidationException: 400,
};

/**
 * AWS Bedrock ModelInvocationLog: InvokeModel and Converse, whole or as a list of chunks; and recorded
 * exchanges with the Bedrock runtime.
 */
export const bedrock: LogFormat = {
  name: "bedrock",
  resemblance: (record) => {
    if (field(record, "schemaType") === "ModelInvocationLog") return 1;
    const exchanges = exchangesOf(record);
    if (exchanges?.some((exchange) => urlHost(exchange.url).startsWith("bedrock-runtime."))) return 1;
    return field(record, "modelId") !== undefined && asObject(field(record, "input")) !== undefined ? 0.8 : 0;
  },
  isPiece: () => false,
  open: ({ mapping, nowMs }) => {
    const builder = new EventBuilder(mapping, nowMs);
    return {
      format: "bedrock",
      read: (record, place) => {
        const exchanges = exchangesOf(record);
        if (exchanges !== undefined) {
          return exchanges.map((exchange, part) =>
            builder.build(viewOfExchange(exchange, place.fileTimeMs), place, part),
          );
        }
        if (
          asObject(field(record, "input")) === undefined &&
          asObject(field(record, "output")) === undefined
        ) {
          return [unlike(place, "Bedrock", "input or output")];
        }
        return [builder.build(viewOfLog(record as JsonObject), place)];
      },
      finish: () => [],
      fields: () => builder.fields(),
    };
  },
};

function viewOfLog(record: JsonObject): JsonObject {
  const input = field(record, "input");
  const error = nonEmpty(field(record, "errorCode"));
  return {
    ...record,
    inputTokens: sumOf(
      field(input, "inputTokenCount"),
      field(input, "cacheReadInputTokenCount"),
      field(input, "cacheWriteInputTokenCount"),
    ),
    status: error === undefined ? 200 : ERROR_STATUS[error],
    guardrailAction: intervened(fieldAt(record, "output", "outputBodyJson")),
  };
}

/** A guardrail that blocked writes its action on the body, or on chunks of a stream. */
function intervened(body: unknown): string | undefined {
  const parts = Array.isArray(body) ? asList(body) : [body];
  return parts.some((part) => field(part, "amazon-bedrock-guardrailAction") === "INTERVENED")
    ? "INTERVENED"
    : undefined;
}

function viewOfExchange(exchange: Exchange, fileTimeMs: number): JsonObject {
  return {
    timestamp: new Date(fileTimeMs).toISOString(),
    modelId: decodedModel(exchange.url),
    status: exchange.status,
    input: { inputBodyJson: exchange.request },
    output: { outputBodyJson: exchange.response },
  };
}

function decodedModel(url: string): string | undefined {
  const model = /\/model\/([^/?#]{1,512})\//.exec(url)?.[1];
  return model?.replaceAll("%3A", ":").replaceAll("%2F", "/");
}
