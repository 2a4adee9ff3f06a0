import { HASH_FORMS } from "../tables/nested-shapes.ts";
import type { Token } from "./pattern-tokens.ts";
import { NotAPattern, type TokenReader } from "./token-reader.ts";

/** How deep parentheses may stand inside one another. */
export const MAX_PATTERN_DEPTH = 64;

/**
 * Reads what stands between [ and ].
 *
 * @param depthLeft - how many more parentheses may open inside one another
 * @returns the object types that could match: of AND those of both sides, of OR those of either
 */
export function comparisons(reader: TokenReader, depthLeft: number): ReadonlySet<string> {
  const types = new Set<string>();
  do {
    for (const type of conjunction(reader, depthLeft)) types.add(type);
  } while (reader.passes("OR"));
  return types;
}

function conjunction(reader: TokenReader, depthLeft: number): ReadonlySet<string> {
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

function comparison(reader: TokenReader, depthLeft: number): ReadonlySet<string> {
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

function objectPath(reader: TokenReader): ObjectPath {
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

function propertyName(reader: TokenReader): string {
  const name = reader.take(["word", "string"], "The name of a property must stand here.");
  if (name.kind === "word" && name.text.includes("-")) {
    throw new NotAPattern(name, "A name with a hyphen must stand in quotes, such as 'SHA-256'.");
  }
  return name.text;
}

const ORDERABLE = ["integer", "float", "string", "hex", "binary", "timestamp"] as const;
const PRIMITIVE = [...ORDERABLE, "boolean"] as const;

function propertyTest(reader: TokenReader, path: ObjectPath): void {
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

function setOfValues(reader: TokenReader, path: ObjectPath): void {
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
