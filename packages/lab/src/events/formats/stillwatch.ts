import { EventBuilder } from "../event-builder.ts";
import { asObject, field } from "../json-values.ts";
import type { LogFormat } from "./log-format.ts";
import { notAnObject } from "./not-an-object.ts";

const PROVIDERS: ReadonlySet<unknown> = new Set(["anthropic", "openai", "gemini"]);

/** The envelope of contracts.md, section 1. */
export const stillwatch: LogFormat = {
  name: "stillwatch",
  resemblance: (record) => {
    const request = field(record, "request");
    if (typeof field(record, "time") !== "string" || request === undefined) return 0;
    const account = typeof field(record, "account") === "string";
    const whole = asObject(request) !== undefined;
    if (account && whole) return 1;
    // A spoilt envelope must not be taken for a provider's bare exchange, which needs no account.
    if (account || PROVIDERS.has(field(record, "provider"))) return 0.95;
    return whole ? 0.6 : 0;
  },
  isPiece: () => false,
  open: ({ mapping, nowMs }) => {
    const builder = new EventBuilder(mapping, nowMs);
    return {
      format: "stillwatch",
      read: (record, place) =>
        asObject(record) === undefined ? [notAnObject(place)] : [builder.build(record, place)],
      finish: () => [],
      fields: () => builder.fields(),
    };
  },
};
