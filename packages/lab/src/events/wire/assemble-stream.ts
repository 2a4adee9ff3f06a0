import { asObject } from "../json-values.ts";
import type { JsonObject } from "../json-values.ts";
import { eventsOf, isEventStream } from "./server-sent-events.ts";
import { StreamAssembler } from "./stream-assembler.ts";

/**
 * Puts the events of one stream together to the response they carry: the text of an event stream, or a list
 * of events. Undefined where the value is neither. Of several responses the last one counts.
 */
export function assembleStream(value: unknown): JsonObject | undefined {
  if (typeof value === "string") return isEventStream(value) ? assembled(eventsOf(value)) : undefined;
  return Array.isArray(value) ? assembled(value as unknown[]) : undefined;
}

function assembled(events: readonly unknown[]): JsonObject | undefined {
  const assembler = new StreamAssembler();
  let last: JsonObject | undefined;
  for (const event of events) {
    const object = asObject(event);
    if (object === undefined) continue;
    for (const response of assembler.push(object)) last = response;
  }
  for (const response of assembler.finish()) last = response;
  return last;
}
