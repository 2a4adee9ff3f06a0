import { normalisedText } from "./normalised-text.ts";
import { hashToken, tokensOf } from "./tokens.ts";

/** A pattern of tokens: every piece in turn, one of the options of each. A token is its hash. */
export type PhrasePattern = readonly PatternPiece[];
export type PatternPiece = bigint | readonly PhrasePattern[];

/** What `{n}` stands for: the counts that task lists and scales are asked for in. */
const COUNTS = [
  2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 20, 24, 25, 30, 32, 40, 50, 60, 64, 80, 100, 200, 500, 1000,
];
const COUNT_CHOICE = `(${COUNTS.join("|")})`;

const MOST_NESTING = 8;

/**
 * Reads a phrase with alternatives `(a|b|)`, which may nest and may be empty; `{n}` is one of a fixed list of
 * numbers. Brackets part tokens: `think(ing|)` is the token think and perhaps the token ing. Returns undefined
 * where brackets do not match.
 */
export function parsePattern(source: string): PhrasePattern | undefined {
  const reader = {
    rest: normalisedText(source.replaceAll("{n}", COUNT_CHOICE)),
    hashes: new Map<string, bigint>(),
  };
  const options = readOptions(reader, 0);
  return options === undefined || reader.rest !== "" ? undefined : onlyOption(options);
}

/** The fewest and the most tokens of a phrase that the pattern stands for. */
export function patternLength(pattern: PhrasePattern): { readonly least: number; readonly most: number } {
  let least = 0;
  let most = 0;
  for (const piece of pattern) {
    const lengths = typeof piece === "bigint" ? [{ least: 1, most: 1 }] : piece.map(patternLength);
    least += Math.min(...lengths.map((length) => length.least));
    most += Math.max(...lengths.map((length) => length.most));
  }
  return { least, most };
}

/** Positions at which a phrase of the pattern may end that begins at `from` in a sequence of token hashes. */
export function patternEnds(
  pattern: PhrasePattern,
  hashes: readonly bigint[],
  from: number,
): ReadonlySet<number> {
  let ends = new Set([from]);
  for (const piece of pattern) {
    const next = [...ends].flatMap((end) => {
      if (typeof piece === "bigint") return hashes[end] === piece ? [end + 1] : [];
      return piece.flatMap((option) => [...patternEnds(option, hashes, end)]);
    });
    ends = new Set(next);
    if (ends.size === 0) break;
  }
  return ends;
}

/** `hashes` remembers tokens, most of which stand in several alternatives. */
type Reader = { rest: string; readonly hashes: Map<string, bigint> };

function hashOf(reader: Reader, token: string): bigint {
  let hash = reader.hashes.get(token);
  if (hash === undefined) reader.hashes.set(token, (hash = hashToken(token)));
  return hash;
}

function readOptions(reader: Reader, depth: number): PhrasePattern[] | undefined {
  if (depth > MOST_NESTING) return undefined;
  const options: PhrasePattern[] = [];
  let current: PatternPiece[] = [];
  for (;;) {
    const literal = /^[^(|)]*/.exec(reader.rest)?.[0] ?? "";
    current.push(...tokensOf(literal).map((token) => hashOf(reader, token)));
    const bracket = reader.rest[literal.length];
    reader.rest = reader.rest.slice(literal.length);
    if (bracket === undefined || bracket === ")") return [...options, current];
    reader.rest = reader.rest.slice(1);
    if (bracket === "|") {
      options.push(current);
      current = [];
      continue;
    }
    const inner = readOptions(reader, depth + 1);
    if (inner === undefined || reader.rest[0] !== ")") return undefined;
    reader.rest = reader.rest.slice(1);
    current.push(inner);
  }
}

function onlyOption(options: readonly PhrasePattern[]): PhrasePattern {
  const [only] = options;
  return options.length === 1 && only !== undefined ? only : [options];
}
