import { EventBuilder } from "../event-builder.ts";
import { asObject, field } from "../json-values.ts";
import type { LogFormat } from "./log-format.ts";
import { notAnObject } from "./not-an-object.ts";

/** The envelope of contracts.md, section 1. */
export const stillwatch: LogFormat = {
  name: "stillwatch",
  resemblance: (record) => {
    if (typeof field(record, "time") !== "string" || asObject(field(record, "request")) === undefined)
      return 0;
    return typeof field(record, "account") === "string" ? 1 : 0.6;
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
