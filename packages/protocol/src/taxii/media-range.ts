/** One element of an `Accept` header, or the whole of a `Content-Type` header. Names are in lower case. */
export interface MediaRange {
  readonly type: string;
  readonly subtype: string;
  /** Without `q`. Values keep their case. */
  readonly parameters: ReadonlyMap<string, string>;
  /** 0 to 1; 1 where none is given. */
  readonly quality: number;
}

/** Longer headers are no headers of ours. */
const LONGEST = 4096;

/** Space and tab (OWS of RFC 9110). */
const SPACE = /[ \t]*/y;
const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
/** A quoted string; one alternative per character, so it is linear. */
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const QUALITY = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

/**
 * Reads media ranges (RFC 9110, sections 8.3.1 and 12.5.1) from left to right in one pass. Elements that are malformed
 * are left out, and so is everything where the header is longer than 4,096 characters.
 */
export function parseMediaRanges(header: string): readonly MediaRange[] {
  if (header.length > LONGEST) return [];
  const ranges: MediaRange[] = [];
  const reader = { header, at: 0 };
  while (reader.at < header.length) {
    const range = readRange(reader);
    const atComma = skipTo(reader);
    if (range !== undefined && atComma.clean) ranges.push(range);
  }
  return ranges;
}

interface Reader {
  readonly header: string;
  at: number;
}

function readRange(reader: Reader): MediaRange | undefined {
  take(reader, SPACE);
  const type = take(reader, TOKEN)?.[0];
  if (type === undefined || !takeCharacter(reader, "/")) return undefined;
  const subtype = take(reader, TOKEN)?.[0];
  if (subtype === undefined) return undefined;
  const parameters = new Map<string, string>();
  let quality = 1;
  for (;;) {
    take(reader, SPACE);
    if (!takeCharacter(reader, ";")) break;
    take(reader, SPACE);
    const name = take(reader, TOKEN)?.[0].toLowerCase();
    // RFC 9110 lets a parameter be empty: "a/b;;c=d".
    if (name === undefined) continue;
    if (!takeCharacter(reader, "=")) return undefined;
    const value = take(reader, TOKEN)?.[0] ?? take(reader, QUOTED)?.[1]?.replace(/\\(.)/g, "$1");
    if (value === undefined) return undefined;
    if (name !== "q") parameters.set(name, value);
    else if (QUALITY.test(value)) quality = Number(value);
    else return undefined;
  }
  return { type: type.toLowerCase(), subtype: subtype.toLowerCase(), parameters, quality };
}

/** Goes behind the next comma; clean where nothing stood before it. */
function skipTo(reader: Reader): { readonly clean: boolean } {
  const from = reader.at;
  const comma = reader.header.indexOf(",", from);
  reader.at = comma < 0 ? reader.header.length : comma + 1;
  return { clean: (comma < 0 ? reader.header.length : comma) === from };
}

function take(reader: Reader, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.header);
  if (!found) return undefined;
  reader.at = pattern.lastIndex;
  return found;
}

function takeCharacter(reader: Reader, character: string): boolean {
  if (reader.header[reader.at] !== character) return false;
  reader.at++;
  return true;
}
