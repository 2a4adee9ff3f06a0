import { EventBuilder } from "../event-builder.ts";
import { field, nonEmpty } from "../json-values.ts";
import type { JsonObject } from "../json-values.ts";
import type { LogFormat } from "./log-format.ts";
import { unlike } from "./not-an-object.ts";

/** Helicone request rows; the provider's names are mapped to the wire readers, all others are recognised by shape. */
export const helicone: LogFormat = {
  name: "helicone",
  resemblance: (record) => {
    const marks = [
      "request_created_at",
      "request_body",
      "response_body",
      "helicone_user",
      "proxy_key_id",
      "target_url",
    ];
    const found = marks.filter((mark) => field(record, mark) !== undefined).length;
    return field(record, "request_created_at") === undefined ? 0 : found >= 2 ? 1 : 0.3;
  },
  isPiece: () => false,
  open: ({ mapping, nowMs }) => {
    const builder = new EventBuilder(mapping, nowMs);
    return {
      format: "helicone",
      read: (record, place) => {
        if (field(record, "request_id") === undefined && field(record, "request_body") === undefined) {
          return [unlike(place, "Helicone", "request_id or request_body")];
        }
        return [builder.build({ ...(record as JsonObject), provider: providerOf(record) }, place)];
      },
      finish: () => [],
      fields: () => builder.fields(),
    };
  },
};

function providerOf(record: unknown): string | undefined {
  const name = nonEmpty(field(record, "provider"))?.toUpperCase();
  if (name === "ANTHROPIC") return "anthropic";
  if (name === "OPENAI" || name === "AZURE" || name === "OPENROUTER") return "openai";
  return name === "GOOGLE" || name === "GEMINI" || name === "VERTEX" ? "gemini" : undefined;
}
