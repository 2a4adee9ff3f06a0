import { parseEmbedded } from "../embedded-json.ts";
import { asList, asObject, field, nonEmpty } from "../json-values.ts";
import type { JsonObject } from "../json-values.ts";
import { attributesOf } from "./otlp-values.ts";

/** An event of a span, or a log record, with its name and its contents as a plain object. */
export interface NamedEvent {
  readonly name: string;
  readonly contents: JsonObject;
}

/** The event that carries all of a request's contents (conventions since 1.37). */
export const DETAILS_EVENT = "gen_ai.client.inference.operation.details";

/** What the events of one span say about its messages, under the names that `otlp.yaml` looks for. */
export interface MessageEvents {
  readonly input?: readonly unknown[];
  readonly output?: readonly unknown[];
  readonly prompt?: unknown;
  readonly completion?: unknown;
}

const ROLE_EVENT = /^gen_ai\.(system|user|assistant|tool)\.message$/;

/** Tells whether an event belongs to a conversation. */
export function isMessageEvent(name: string): boolean {
  return ROLE_EVENT.test(name) || name === "gen_ai.choice" || name.startsWith("gen_ai.content.");
}

/** The events of a span as named events. */
export function spanEvents(events: unknown): readonly NamedEvent[] {
  return asList(events).flatMap((event) => {
    const name = nonEmpty(field(event, "name"));
    return name === undefined ? [] : [{ name, contents: attributesOf(field(event, "attributes")) }];
  });
}

/** Puts message events together: the older `gen_ai.user.message`, `gen_ai.choice`, and OpenLIT's `gen_ai.content.*`. */
export function messagesOf(events: readonly NamedEvent[]): MessageEvents {
  const input: unknown[] = [];
  const output: unknown[] = [];
  let prompt: unknown;
  let completion: unknown;
  for (const { name, contents } of events) {
    const role = ROLE_EVENT.exec(name)?.[1];
    if (role !== undefined)
      input.push({ role: nonEmpty(contents["role"]) ?? role, content: blocks(contents["content"]) });
    if (name === "gen_ai.choice") output.push({ ...contents, message: choiceMessage(contents["message"]) });
    if (name === "gen_ai.content.prompt") prompt ??= labelled(contents["gen_ai.prompt"]);
    if (name === "gen_ai.content.completion") completion ??= contents["gen_ai.completion"];
  }
  return {
    ...(input.length > 0 ? { input } : {}),
    ...(output.length > 0 ? { output } : {}),
    ...(prompt === undefined ? {} : { prompt }),
    ...(completion === undefined ? {} : { completion }),
  };
}

/** Content that is a list of blocks inside a string; any other string is the text itself. */
function blocks(content: unknown): unknown {
  if (typeof content !== "string" || !content.startsWith("[{")) return content;
  const list = parseEmbedded(content);
  return Array.isArray(list) && list.every((item) => asObject(item) !== undefined) ? list : content;
}

function choiceMessage(message: unknown): unknown {
  const inner =
    typeof message === "string" && message.startsWith("{")
      ? (parseEmbedded(message) ?? message)
      : blocks(message);
  return asObject(inner) === undefined ? { role: "assistant", content: inner } : inner;
}

/** OpenLIT writes a conversation as lines "role: text"; a line without a role goes on with the one before. */
function labelled(prompt: unknown): unknown {
  if (typeof prompt !== "string") return prompt;
  const messages: { role: string; content: string }[] = [];
  for (const line of prompt.split("\n")) {
    const match = /^(user|assistant|system|developer|tool): ?/.exec(line);
    const last = messages.at(-1);
    if (match !== null) messages.push({ role: match[1] ?? "user", content: line.slice(match[0].length) });
    else if (last === undefined) return prompt;
    else last.content += `\n${line}`;
  }
  return messages;
}
