import { parseTimestamp } from "../timestamp.ts";
import { BASE64 } from "../text-forms.ts";

/** Why a text is no pattern. */
export interface PatternProblem {
  /** In UTF-16 code units from the start. */
  readonly offset: number;
  /** What is wrong and what would make it right. */
  readonly message: string;
}

export type TokenKind =
  | "word"
  /** A word that the language keeps for itself. */
  | "keyword"
  | "integer"
  | "float"
  | "string"
  | "hex"
  | "binary"
  | "timestamp"
  | "boolean"
  | "symbol"
  | "end";

export interface Token {
  readonly kind: TokenKind;
  /** As it stands in the pattern; of a string what it means, without quotes and escapes. */
  readonly text: string;
  readonly offset: number;
}

/**
 * Cuts a STIX pattern into tokens (STIX 2.1 section 9.2 and its grammar), in time linear in the text. Space and
 * comments vanish. The last token is of kind "end".
 */
export function patternTokens(pattern: string): readonly Token[] | PatternProblem {
  const tokens: Token[] = [];
  let offset = 0;
  for (;;) {
    offset = afterSpace(pattern, offset);
    if (offset < 0) return { offset: pattern.length, message: "A comment /* does not end." };
    if (offset === pattern.length) return [...tokens, { kind: "end", text: "", offset }];
    const found = tokenAt(pattern, offset);
    if ("message" in found) return found;
    tokens.push(found.token);
    offset = found.end;
  }
}

interface Found {
  readonly token: Token;
  readonly end: number;
}

const KEYWORDS: ReadonlySet<string> = new Set([
  "AND",
  "OR",
  "NOT",
  "FOLLOWEDBY",
  "LIKE",
  "MATCHES",
  "ISSUPERSET",
  "ISSUBSET",
  "EXISTS",
  "LAST",
  "IN",
  "START",
  "STOP",
  "SECONDS",
  "WITHIN",
  "REPEATS",
  "TIMES",
]);

const SYMBOLS: readonly string[] = [
  "==",
  "!=",
  "<>",
  "<=",
  ">=",
  "=",
  "<",
  ">",
  ":",
  ".",
  ",",
  "(",
  ")",
  "[",
  "]",
  "*",
];

// Sticky: each looks at one place only and goes on from there once.
const SPACE = /[ \t\r\n\v\f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*/y;
const WORD = /[a-zA-Z_][a-zA-Z0-9_-]*/y;
const NUMBER = /[+-]?(?:[0-9]*\.[0-9]+|0|[1-9][0-9]*)/y;

function afterSpace(pattern: string, from: number): number {
  let offset = from;
  for (;;) {
    // Most tokens begin at once; the expressions are for the others.
    if (isGraphic(pattern.charCodeAt(offset))) return offset;
    offset += matchAt(SPACE, pattern, offset).length;
    if (pattern.startsWith("//", offset)) {
      while (offset < pattern.length && pattern[offset] !== "\n" && pattern[offset] !== "\r") offset += 1;
    } else if (pattern.startsWith("/*", offset)) {
      const end = pattern.indexOf("*/", offset + 2);
      if (end < 0) return -1;
      offset = end + 2;
    } else {
      return offset;
    }
  }
}

function tokenAt(pattern: string, offset: number): Found | PatternProblem {
  const character = pattern[offset]!;
  if (character === "'") return quoted(pattern, { offset, prefix: "" });
  if (pattern[offset + 1] === "'" && (character === "h" || character === "b" || character === "t")) {
    return quoted(pattern, { offset, prefix: character });
  }
  const word = matchAt(WORD, pattern, offset);
  if (word !== "") {
    const kind = KEYWORDS.has(word) ? "keyword" : word === "true" || word === "false" ? "boolean" : "word";
    return { token: { kind, text: word, offset }, end: offset + word.length };
  }
  const number = matchAt(NUMBER, pattern, offset);
  if (number !== "") {
    const kind = number.includes(".") ? "float" : "integer";
    return { token: { kind, text: number, offset }, end: offset + number.length };
  }
  const two = pattern.slice(offset, offset + 2);
  const symbol = SYMBOLS.includes(two) ? two : SYMBOLS.includes(character) ? character : undefined;
  if (symbol !== undefined)
    return { token: { kind: "symbol", text: symbol, offset }, end: offset + symbol.length };
  return { offset, message: "This character has no place in a pattern." };
}

function quoted(
  pattern: string,
  { offset, prefix }: { readonly offset: number; readonly prefix: "" | "h" | "b" | "t" },
): Found | PatternProblem {
  const parts: string[] = [];
  let from = offset + prefix.length + 1;
  let end = from;
  while (pattern[end] !== "'") {
    if (end >= pattern.length) return { offset, message: "A string does not end; close it with '." };
    if (pattern[end] === "\\") {
      const escaped = pattern[end + 1];
      if (escaped !== "'" && escaped !== "\\") {
        return { offset: end, message: "A backslash in a string escapes ' or \\ only; write it as \\\\." };
      }
      parts.push(pattern.slice(from, end), escaped);
      end += 2;
      from = end;
    } else {
      end += 1;
    }
  }
  parts.push(pattern.slice(from, end));
  return literal({ prefix, text: parts.join(""), offset, end: end + 1 });
}

function literal(found: {
  readonly prefix: "" | "h" | "b" | "t";
  readonly text: string;
  readonly offset: number;
  readonly end: number;
}): Found | PatternProblem {
  const { prefix, text, offset, end } = found;
  switch (prefix) {
    case "":
      return { token: { kind: "string", text, offset }, end };
    case "h":
      if (text.length % 2 === 0 && /^[a-fA-F0-9]*$/.test(text))
        return { token: { kind: "hex", text, offset }, end };
      return { offset, message: "h'…' must hold an even number of hexadecimal digits." };
    case "b":
      if (BASE64.test(text)) return { token: { kind: "binary", text, offset }, end };
      return { offset, message: "b'…' must hold base64 with padding." };
    case "t":
      if (parseTimestamp(text) !== undefined) return { token: { kind: "timestamp", text, offset }, end };
      return { offset, message: "t'…' must hold a timestamp in UTC, such as t'2026-01-31T12:00:00Z'." };
  }
}

/** ASCII that is neither space nor the beginning of a comment. */
function isGraphic(code: number): boolean {
  return code > 0x20 && code < 0x7f && code !== 0x2f;
}

function matchAt(sticky: RegExp, text: string, offset: number): string {
  sticky.lastIndex = offset;
  return sticky.exec(text)?.[0] ?? "";
}
