import { textNestsDeeperThan } from "./json-nesting.ts";

/** JSON strings longer than this inside a record stay text. */
const MAX_EMBEDDED = 64 * 1024 * 1024;

/**
 * Parses JSON that a log keeps inside a string (an object or a list, encoded once or twice).
 * Returns undefined where the text is no such JSON or nests too deep; never throws.
 */
export function parseEmbedded(text: string): unknown {
  let current = text;
  for (let layer = 0; layer < 2; layer++) {
    const value = parseOnce(current);
    if (typeof value !== "string") return typeof value === "object" && value !== null ? value : undefined;
    current = value;
  }
  const last = parseOnce(current);
  return typeof last === "object" && last !== null ? last : undefined;
}

/** The parsed value where a string holds a JSON object or list, else the value itself. */
export function unpacked(value: unknown): unknown {
  return typeof value === "string" ? (parseEmbedded(value) ?? value) : value;
}

function parseOnce(text: string): unknown {
  if (text.length > MAX_EMBEDDED || !/^\s*["[{]/.test(text.slice(0, 256))) return undefined;
  if (textNestsDeeperThan(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
