import { parseTimestamp } from "../timestamp.ts";
import { comparisons, MAX_PATTERN_DEPTH } from "./comparisons.ts";
import { patternTokens, type PatternProblem, type Token } from "./pattern-tokens.ts";
import { NotAPattern, TokenReader } from "./token-reader.ts";

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
    const reader = new TokenReader(tokens);
    observations(reader, MAX_PATTERN_DEPTH);
    reader.take("end", "Only AND, OR, FOLLOWEDBY or a qualifier may follow an observation.");
    return undefined;
  } catch (thrown) {
    if (thrown instanceof NotAPattern) return { offset: thrown.offset, message: thrown.message };
    throw thrown;
  }
}

/** AND binds more tightly than OR, OR than FOLLOWEDBY; for telling patterns from other texts that makes no difference. */
function observations(reader: TokenReader, depthLeft: number): void {
  do observation(reader, depthLeft);
  while (reader.passes("AND", "OR", "FOLLOWEDBY"));
}

function observation(reader: TokenReader, depthLeft: number): void {
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

function qualifiers(reader: TokenReader): void {
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

function startStop(reader: TokenReader, start: Token): void {
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
