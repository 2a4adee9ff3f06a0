import { describe, expect, it } from "vitest";
import { haveVectors, vectorText } from "../official-schemas.fixture.ts";
import { checkPattern } from "./check-pattern.ts";
import { MAX_PATTERN_DEPTH } from "./comparisons.ts";

const GOOD = [
  "[a-b:c = 1]",
  "[a:b.c[0].'d-e'[*].f != -1.5]",
  "[a:b == true OR a:b <> false]",
  "[a:b IN ()]",
  "[a:b NOT IN (1, 'a', h'00', t'2026-01-01T00:00:00Z', b'AAA=', .5, +3)]",
  "[NOT EXISTS a:b AND EXISTS a:c]",
  "[a:b NOT = 1 AND (a:c LIKE 'x%' OR a:d MATCHES '^x$')]",
  "[a:b ISSUBSET '192.0.2.0/24' OR a:b ISSUPERSET '192.0.2.1']",
  "[a:b = 1] FOLLOWEDBY ([c:d = 2] OR [e:f = 3]) REPEATS 2 TIMES WITHIN 0.5 SECONDS",
  "[a:b = 1] START t'2026-01-01T00:00:00Z' STOP t'2026-01-01T00:00:00.1Z'",
  "([a:b = 1] WITHIN 5 SECONDS) WITHIN 9 SECONDS",
  "/* a comment */ [a:b = 1 // another\n]",
  "\u00a0[a:b\u2003= 'it\\'s \\\\']\n",
  "[file:hashes.'SHA-256' IN ('" + "a".repeat(64) + "') OR file:hashes.custom = 'x']",
  "[a:hashes[0].MD5 = 'of a list, so no hash by name']",
  "[(a:b = 1 OR c:d = 2) AND (c:e = 3 OR f:g = 4)]",
];

const BAD: readonly (readonly [pattern: string, at: string, message: RegExp])[] = [
  ["", "", /observation must begin/],
  ["a:b = 1", "a:b", /observation must begin/],
  ["[a:b = 1", "", /must end with \]/],
  ["[a:b = 1]]", "]", /Only AND/],
  ["([a:b = 1]", "", /parenthesis is not closed/],
  ["[(a:b = 1]", "]", /parenthesis is not closed/],
  ["[]", "]", /path must begin/],
  ["[a:b]", "]", /comparison must stand/],
  ["[a.b = 1]", ".b", /colon/],
  ["[a: = 1]", "= 1", /name of a property/],
  ["[a:b-c = 1]", "b-c", /hyphen must stand in quotes/],
  ["[a:b[x] = 1]", "x]", /whole number or \*/],
  ["[a:b[0 = 1]", "= 1", /must end with \]/],
  ["[a:b. = 1]", "= 1", /name of a property/],
  ["[a:b = ]", "]", /needs a value/],
  ['[a:b = "x"]', '"x"', /no place/],
  ["[a:b = x]", "x]", /needs a value/],
  ["[a:b = 'x]", "'x]", /does not end/],
  ["[a:b = 'C:\\Windows']", "\\W", /escapes ' or/],
  ["[a:b = 01]", "1]", /must end with \]/],
  ["[a:b > true]", "true", /has an order/],
  ["[a:b LIKE 1]", "1]", /needs a string/],
  ["[a:b MATCHES h'00']", "h'00'", /needs a string/],
  ["[a:b IN 1]", "1]", /set of values/],
  ["[a:b IN (1 2)]", "2)", /comma/],
  ["[a:b IN (1,)]", ")]", /value must stand/],
  ["[NOT a:b = 1]", "NOT", /NOT stands after/],
  ["[a:b = 1 and a:c = 2]", "and", /must end with \]/],
  ["[a:b = 1] and [a:c = 2]", "and", /Only AND/],
  ["[a:b = 1 FOLLOWEDBY a:c = 2]", "FOLLOWEDBY", /must end with \]/],
  ["[a:b = 1] AND", "", /observation must begin/],
  ["[a:b = 1 AND c:d = 2]", "AND", /one object type/],
  ["[a:b = 1 AND (c:d = 2 OR e:f = 3)]", "AND", /one object type/],
  ["[a:b = h'abc']", "h'abc'", /even number/],
  ["[a:b = b'AAA']", "b'AAA'", /base64/],
  ["[a:b = t'2026-02-30T00:00:00Z']", "t'2026", /timestamp/],
  ["[a:b = 1] WITHIN 5", "", /followed by SECONDS/],
  ["[a:b = 1] WITHIN 0 SECONDS", "0 S", /above zero/],
  ["[a:b = 1] WITHIN -5 SECONDS", "-5", /above zero/],
  ["[a:b = 1] REPEATS 1.5 TIMES", "1.5", /whole number/],
  ["[a:b = 1] REPEATS 0 TIMES", "0 T", /above zero/],
  ["[a:b = 1] REPEATS 2", "", /followed by TIMES/],
  ["[a:b = 1] WITHIN 1 SECONDS WITHIN 2 SECONDS", "WITHIN 2", /stands twice/],
  ["[a:b = 1] REPEATS 1 TIMES WITHIN 1 SECONDS REPEATS 2 TIMES", "REPEATS 2", /stands twice/],
  ["[a:b = 1] START t'2026-01-01T00:00:00Z'", "", /followed by STOP/],
  ["[a:b = 1] START '2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00Z'", "'2026-01-01", /needs a timestamp/],
  ["[a:b = 1] START t'2026-01-01T00:00:00Z' STOP t'2026-01-01T00:00:00Z'", "START", /before STOP/],
  ["[file:hashes.MD5 = 'abc']", "'abc'", /MD5 must be 32/],
  ["[file:hashes.'SHA-256' IN ('" + "a".repeat(64) + "', 'x')]", "'x'", /SHA-256 must be 64/],
  ["[x:content_ref.hashes.'SHA-1' != 'zz']", "'zz'", /SHA-1 must be 40/],
  ["[a:b = 1] /* open", "", /comment/],
];

describe("checkPattern", () => {
  it.each(GOOD)("takes %s", (pattern) => {
    expect(checkPattern(pattern)).toBeUndefined();
  });

  it.each(BAD)("refuses %s at its place", (pattern, at, message) => {
    const offset = at === "" ? pattern.length : pattern.lastIndexOf(at);
    expect(checkPattern(pattern)).toEqual({ offset, message: expect.stringMatching(message) });
  });

  it("reads parentheses up to a depth", () => {
    const nested = (depth: number): string => `${"(".repeat(depth)}[a:b = 1]${")".repeat(depth)}`;
    expect(checkPattern(nested(MAX_PATTERN_DEPTH))).toBeUndefined();
    expect(checkPattern(nested(MAX_PATTERN_DEPTH + 1))?.message).toMatch(/deep/);
    expect(checkPattern(`[${"(".repeat(100_000)}`)?.message).toMatch(/deep/);
  });

  it("reads a pattern of a hundred thousand comparisons", () => {
    const comparisons = Array.from({ length: 100_000 }, (_, index) => `type${index}:a = ${index}`);
    expect(checkPattern(`[${comparisons.join(" OR ")}]`)).toBeUndefined();
    expect(checkPattern(`[${comparisons.join(" OR ")} AND b:a = 1]`)?.message).toMatch(/one object type/);
  });

  it.runIf(haveVectors())("takes every example of the standard", () => {
    const examples = vectorText("stix-patterns/spec_examples_v21.txt")
      .split("\n")
      .filter((line) => line !== "");
    expect(examples).toHaveLength(23);
    expect(examples.filter((example) => checkPattern(example) !== undefined)).toEqual([]);
  });
});
