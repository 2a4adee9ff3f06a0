import { asObject, field, nonEmpty } from "../json-values.ts";
import { unpacked } from "../embedded-json.ts";

/** Most tokens kept of one side of a request; of more, the last ones. */
export const MOST_REASONING_TOKENS = 64;

/** Shorter strings are placeholders, not tokens. */
const SHORTEST_TOKEN = 24;
/** Gemini's documentation names these for clients that have no signature of their own (Thought signatures, FAQ). */
const DUMMIES: ReadonlySet<string> = new Set([
  "context_engineering_is_the_way_to_go",
  "skip_thought_signature_validator",
]);
const DEEPEST = 16;

/**
 * Opaque reasoning tokens in a request or response body, in the order of the JSON: `signature` of Anthropic thinking
 * blocks (also inside Bedrock's `reasoningText` and OpenRouter's `reasoning_details`), `data` of
 * `redacted_thinking`, Gemini `thoughtSignature` and `thought_signature`, `encrypted_content` of OpenAI reasoning
 * items. Only where conversations have content: not in arguments of tools, documents or schemas, nor in JSON that a user
 * or a model wrote as text.
 */
export function reasoningTokens(body: unknown): readonly string[] {
  const found: string[] = [];
  collect(unpacked(body), 0, found);
  return found.slice(-MOST_REASONING_TOKENS);
}

/** Keys under which a body keeps conversations, messages and blocks. */
const CONTAINERS: readonly string[] = [
  ...["body", "params", "request", "response", "result", "messages", "contents", "input", "output"],
  ...["choices", "candidates", "message", "content", "parts", "tool_calls", "thinking_blocks"],
  ...["reasoning_details", "reasoningContent", "reasoningText", "provider_specific_fields", "extra_content"],
  "google",
];

/** Keys under which a log may keep a whole body, or a list of messages, as JSON in a string; under the others, strings are text. */
const BODIES: ReadonlySet<string> = new Set([
  "body",
  "params",
  "request",
  "response",
  "result",
  "messages",
  "contents",
]);

function collect(value: unknown, depth: number, found: string[]): void {
  if (depth > DEEPEST) return;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) collect(item, depth + 1, found);
    return;
  }
  const object = asObject(value);
  if (object === undefined) return;
  add(tokenOf(object), found);
  if (TOOLS.has(field(object, "type"))) return;
  for (const key of CONTAINERS) {
    const inner = field(object, key);
    if (typeof inner === "object") collect(inner, depth + 1, found);
    else if (typeof inner === "string" && BODIES.has(key) && EMBEDDED.test(inner.slice(0, 64)))
      collect(unpacked(inner), depth + 1, found);
  }
}

/** Blocks whose content is a tool's. */
const TOOLS: ReadonlySet<unknown> = new Set([
  "tool_use",
  "server_tool_use",
  "tool_result",
  "function_call_output",
]);

/** JSON that a log keeps in a string: a list, or an object. */
const EMBEDDED = /^\s*(?:\[\s*\{|\{\s*")/;

function tokenOf(block: object): unknown {
  const type = field(block, "type");
  if (type === "redacted_thinking") return field(block, "data");
  const encrypted = field(block, "encrypted_content");
  // Results of Anthropic's web search have such a key too, but are no reasoning.
  if (encrypted !== undefined && type === "reasoning") return encrypted;
  return field(block, "signature") ?? field(block, "thoughtSignature") ?? field(block, "thought_signature");
}

function add(token: unknown, found: string[]): void {
  const text = nonEmpty(token);
  if (text !== undefined && text.length >= SHORTEST_TOKEN && !DUMMIES.has(text)) found.push(text);
}
