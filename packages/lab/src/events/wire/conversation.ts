import { asList, asObject, field, fieldAt, nonEmpty } from "../json-values.ts";
import type { PromptText } from "../request-event.ts";

/** Block types that carry shown text; every other named type (tool results, images, reasoning) carries none. */
const TEXT_TYPES: ReadonlySet<unknown> = new Set(["text", "input_text", "output_text"]);

const SYSTEM_ROLES: ReadonlySet<unknown> = new Set(["system", "developer"]);

/**
 * Reads the sketched parts out of a conversation.
 *
 * `system` is the given texts and then those of messages of role system or developer, in order. A user
 * message counts if it has text. Everything empty is left out before joining with "\n".
 *
 * @param system contents (a string, a block or a list of blocks) that stand outside of the messages
 * @param messages the provider's list of messages, or one message
 */
export function promptOf(system: readonly unknown[], messages: unknown): PromptText {
  const systemTexts = system.map(contentText);
  let firstUser = "";
  let lastUser = "";
  let userTurns = 0;
  for (const message of Array.isArray(messages) ? (messages as unknown[]) : [messages]) {
    const role = roleOf(message);
    if (SYSTEM_ROLES.has(role)) systemTexts.push(messageText(message));
    if (role !== "user") continue;
    const text = messageText(message);
    if (text === "") continue;
    if (userTurns === 0) firstUser = text;
    lastUser = text;
    userTurns++;
  }
  return { system: joined(systemTexts), firstUser, lastUser, userTurns };
}

/** The shown text of a message's content: a string, one block, or a list of blocks joined by "\n". */
export function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  if (Array.isArray(content)) return joined((content as unknown[]).map(blockText));
  const parts = field(content, "parts");
  return parts === undefined ? blockText(content) : contentText(Array.isArray(parts) ? parts : [parts]);
}

/** The text of one message, wherever its format keeps it (`content`, Gemini `parts`, OpenInference `contents`). */
export function messageText(message: unknown): string {
  if (typeof message === "string") return message;
  const inner = unwrapped(message);
  for (const key of ["content", "parts", "contents"]) {
    const content = field(inner, key);
    if (content !== undefined && content !== null) return contentText(content);
  }
  return nonEmpty(field(inner, "text")) ?? "";
}

function roleOf(message: unknown): unknown {
  if (typeof message === "string") return "user";
  const inner = unwrapped(message);
  const role = field(inner, "role");
  // Gemini lets a single-turn request leave the role out.
  if (role === undefined && field(inner, "parts") !== undefined) return "user";
  return role === "human" ? "user" : role;
}

/** Some instrumentations wrap a message as `{message: {…}}`. */
function unwrapped(message: unknown): unknown {
  const inner = field(message, "message");
  return field(message, "role") === undefined && asObject(inner) !== undefined ? inner : message;
}

function blockText(block: unknown): string {
  if (typeof block === "string") return block;
  if (field(block, "thought") === true) return "";
  const type = field(block, "type");
  if (type !== undefined && type !== null && !TEXT_TYPES.has(type)) return "";
  const text = nonEmpty(field(block, "text"));
  if (text !== undefined) return text;
  // OpenTelemetry writes {type: "text", content}; Bedrock guards a text as {guardContent: {text: {text}}}.
  if (TEXT_TYPES.has(type)) return nonEmpty(field(block, "content")) ?? "";
  const guarded = nonEmpty(fieldAt(block, "guardContent", "text", "text"));
  if (guarded !== undefined) return guarded;
  const wrapped = field(block, "message_content");
  return TEXT_TYPES.has(field(wrapped, "type")) || field(wrapped, "type") === undefined
    ? (nonEmpty(field(wrapped, "text")) ?? "")
    : "";
}

/** Joins the texts that are not empty by "\n". */
export function joined(texts: readonly string[]): string {
  if (texts.length === 1) return texts[0] ?? "";
  return texts.filter((text) => text !== "").join("\n");
}

/** The user texts of a bare prompt: a string, or a list of strings. */
export function promptOfStrings(system: readonly unknown[], prompt: unknown): PromptText {
  const texts =
    typeof prompt === "string" ? [prompt] : asList(prompt).filter((item) => typeof item === "string");
  return promptOf(system, texts);
}
