import { HASH_FORMS } from "../tables/nested-shapes.ts";
import { parseTimestamp } from "../timestamp.ts";
import { patternTokens, type PatternProblem, type Token, type TokenKind } from "./pattern-tokens.ts";

/** How deep parentheses may stand inside one another. */
export const MAX_PATTERN_DEPTH = 64;

/**
 * Says whether a text is a pattern of STIX Patterning (STIX 2.1 section 9), in time linear in the text. Beyond the
 * grammar: comparisons joined by AND speak of one object type (9.6), no qualifier stands twice at an observation, START
 * lies before STOP, REPEATS and WITHIN are above zero (9.5.1), and a hash has the length of its algorithm.
 *
 * Not checked: regular expressions after MATCHES, addresses after ISSUBSET and ISSUPERSET, and whether an object type
 * has the property.
 *
 * @returns undefined where it is one
 */
export function checkPattern(pattern: string): PatternProblem | undefined {
  const tokens = patternTokens(pattern);
  if ("message" in tokens) return tokens;
  try {
    const reader = new Reader(tokens);
    observations(reader, MAX_PATTERN_DEPTH);
    reader.take("end", "Only AND, OR, FOLLOWEDBY or a qualifier may follow an observation.");
    return undefined;
  } catch (thrown) {
    if (thrown instanceof NotAPattern) return { offset: thrown.offset, message: thrown.message };
    throw thrown;
  }
}

/** Leaves the descent from any depth; never leaves this file. */
class NotAPattern extends Error {
  readonly offset: number;

  constructor(token: Token, message: string) {
    super(message);
    this.offset = token.offset;
  }
}

/** The place in the tokens that the descent has reached. */
class Reader {
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get here(): Token {
    // The token "end" is never passed.
    return this.#tokens[this.#index]!;
  }

  isAt(...texts: readonly string[]): boolean {
    const { kind, text } = this.here;
    return (kind === "symbol" || kind === "keyword") && texts.includes(text);
  }

  /** Passes a keyword or symbol if it stands here. */
  passes(...texts: readonly string[]): boolean {
    if (!this.isAt(...texts)) return false;
    this.#index += 1;
    return true;
  }

  expect(text: string, message: string): void {
    if (!this.passes(text)) throw new NotAPattern(this.here, message);
  }

  take(kind: TokenKind | readonly TokenKind[], message: string): Token {
    const token = this.here;
    if (!(typeof kind === "string" ? kind === token.kind : kind.includes(token.kind))) {
      throw new NotAPattern(token, message);
    }
    if (token.kind !== "end") this.#index += 1;
    return token;
  }
}

/** AND binds more tightly than OR, OR than FOLLOWEDBY; for telling patterns from other texts that makes no difference. */
function observations(reader: Reader, depthLeft: number): void {
  do observation(reader, depthLeft);
  while (reader.passes("AND", "OR", "FOLLOWEDBY"));
}

function observation(reader: Reader, depthLeft: number): void {
  const start = reader.here;
  if (reader.passes("[")) {
    comparisons(reader, depthLeft - 1);
    reader.expect("]", "An observation must end with ] here, or go on with AND or OR.");
  } else if (reader.passes("(")) {
    if (depthLeft === 0)
      throw new NotAPattern(start, `Parentheses stand more than ${MAX_PATTERN_DEPTH} deep.`);
    observations(reader, depthLeft - 1);
    reader.expect(")", "A parenthesis is not closed here.");
  } else {
    throw new NotAPattern(start, "An observation must begin here, with [ or (.");
  }
  qualifiers(reader);
}

function qualifiers(reader: Reader): void {
  const seen = new Set<string>();
  for (;;) {
    const token = reader.here;
    if (!reader.passes("START", "WITHIN", "REPEATS")) return;
    if (seen.has(token.text)) throw new NotAPattern(token, `${token.text} stands twice at one observation.`);
    seen.add(token.text);
    if (token.text === "START") startStop(reader, token);
    else if (token.text === "WITHIN") {
      aboveZero(reader.take(["integer", "float"], "WITHIN needs a number of seconds."), "WITHIN");
      reader.expect("SECONDS", "The number after WITHIN must be followed by SECONDS.");
    } else {
      aboveZero(reader.take("integer", "REPEATS needs a whole number."), "REPEATS");
      reader.expect("TIMES", "The number after REPEATS must be followed by TIMES.");
    }
  }
}

function startStop(reader: Reader, start: Token): void {
  const from = reader.take("timestamp", "START needs a timestamp, such as t'2026-01-31T12:00:00Z'.");
  reader.expect("STOP", "START … must be followed by STOP.");
  const to = reader.take("timestamp", "STOP needs a timestamp, such as t'2026-01-31T12:00:00Z'.");
  if (parseTimestamp(from.text)! >= parseTimestamp(to.text)!)
    throw new NotAPattern(start, "START must lie before STOP.");
}

function aboveZero(number: Token, qualifier: string): void {
  if (!(Number(number.text) > 0))
    throw new NotAPattern(number, `The number after ${qualifier} must be above zero.`);
}

/** @returns the object types that could match: of AND those of both sides, of OR those of either */
function comparisons(reader: Reader, depthLeft: number): ReadonlySet<string> {
  const types = new Set<string>();
  do {
    for (const type of conjunction(reader, depthLeft)) types.add(type);
  } while (reader.passes("OR"));
  return types;
}

function conjunction(reader: Reader, depthLeft: number): ReadonlySet<string> {
  let types = comparison(reader, depthLeft);
  for (;;) {
    const and = reader.here;
    if (!reader.passes("AND")) return types;
    const others = comparison(reader, depthLeft);
    types = new Set([...smaller(types, others)].filter((type) => types.has(type) && others.has(type)));
    if (types.size === 0) {
      throw new NotAPattern(
        and,
        "AND inside [ ] must join comparisons of one object type; use [ … ] AND [ … ].",
      );
    }
  }
}

function comparison(reader: Reader, depthLeft: number): ReadonlySet<string> {
  const start = reader.here;
  if (reader.passes("(")) {
    if (depthLeft <= 0)
      throw new NotAPattern(start, `Parentheses stand more than ${MAX_PATTERN_DEPTH} deep.`);
    const types = comparisons(reader, depthLeft - 1);
    reader.expect(")", "A parenthesis is not closed here.");
    return types;
  }
  const isNegated = reader.passes("NOT");
  if (reader.passes("EXISTS")) return new Set([objectPath(reader).type]);
  if (isNegated) throw new NotAPattern(start, "NOT stands after the path, or before EXISTS.");
  const path = objectPath(reader);
  reader.passes("NOT");
  propertyTest(reader, path);
  return new Set([path.type]);
}

interface ObjectPath {
  readonly type: string;
  /** The algorithm, where the path leads to a hash. */
  readonly hash: string | undefined;
}

function objectPath(reader: Reader): ObjectPath {
  const type = reader.take("word", "A path must begin here: an object type, a colon and a property.");
  reader.expect(":", "An object type must be followed by a colon and a property.");
  let before = "";
  let last = propertyName(reader);
  for (;;) {
    if (reader.passes(".")) {
      before = last;
      last = propertyName(reader);
    } else if (reader.passes("[")) {
      if (!reader.passes("*")) reader.take("integer", "[ ] in a path must hold a whole number or *.");
      reader.expect("]", "The index in a path must end with ].");
      before = "";
      last = "";
    } else {
      return { type: type.text, hash: before.endsWith("hashes") ? last : undefined };
    }
  }
}

function propertyName(reader: Reader): string {
  const name = reader.take(["word", "string"], "The name of a property must stand here.");
  if (name.kind === "word" && name.text.includes("-")) {
    throw new NotAPattern(name, "A name with a hyphen must stand in quotes, such as 'SHA-256'.");
  }
  return name.text;
}

const ORDERABLE = ["integer", "float", "string", "hex", "binary", "timestamp"] as const;
const PRIMITIVE = [...ORDERABLE, "boolean"] as const;

function propertyTest(reader: Reader, path: ObjectPath): void {
  const operator = reader.here;
  if (reader.passes("=", "==", "!=", "<>")) {
    checkHash(
      path,
      reader.take(PRIMITIVE, `${operator.text} needs a value; strings stand in single quotes.`),
    );
  } else if (reader.passes("<", "<=", ">", ">=")) {
    reader.take(
      ORDERABLE,
      `${operator.text} needs a value that has an order: a number, string, or timestamp.`,
    );
  } else if (reader.passes("IN")) {
    setOfValues(reader, path);
  } else if (reader.passes("LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET")) {
    reader.take("string", `${operator.text} needs a string in single quotes.`);
  } else {
    throw new NotAPattern(
      operator,
      "A comparison must stand here: =, !=, <, >, IN, LIKE, MATCHES, ISSUBSET …",
    );
  }
}

function setOfValues(reader: Reader, path: ObjectPath): void {
  reader.expect("(", "IN needs a set of values in parentheses.");
  if (reader.passes(")")) return;
  do checkHash(path, reader.take(PRIMITIVE, "A value must stand here; strings stand in single quotes."));
  while (reader.passes(","));
  reader.expect(")", "The set must end with ) here, or go on with a comma.");
}

function checkHash(path: ObjectPath, value: Token): void {
  const form = path.hash === undefined ? undefined : HASH_FORMS.get(path.hash);
  if (form !== undefined && value.kind === "string" && !form.test(value.text)) {
    throw new NotAPattern(value, `A ${path.hash} must be ${form.wanted}.`);
  }
}

function smaller<Element>(one: ReadonlySet<Element>, other: ReadonlySet<Element>): ReadonlySet<Element> {
  return one.size < other.size ? one : other;
}
