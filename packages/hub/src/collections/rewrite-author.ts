import type { Author } from "./author.ts";

/** The text without a trace of its author, or why that cannot be had. */
export type Rewriting =
  | { readonly kind: "rewritten"; readonly text: string }
  | { readonly kind: "gives-away"; readonly what: "identity" | "name"; readonly pointer: string };

/** Finds an author's traces in texts; made once per author and request. */
export interface AuthorTraces {
  /**
   * Replaces every string that equals one of the author's identity ids by its pseudonym, wherever it stands, and leaves
   * every other byte as it is. Escaped spellings count as what they mean, and upper case as lower.
   *
   * An id within a longer string or in a property's name cannot be replaced without changing what the author says, and
   * a name cannot be replaced at all: the object is given back as giving its author away. What is encoded (base64,
   * encrypted) or paraphrased is not seen.
   *
   * @param text - one JSON text that is known to be well formed
   * @param value - the same, parsed
   */
  rewrite(text: string, value: unknown): Rewriting;
}

export function authorTraces(author: Pick<Author, "identities" | "names" | "pseudonym">): AuthorTraces {
  const ids = new Set(author.identities.map((id) => id.toLowerCase()));
  const traces = traceFinder(author);
  if (traces === undefined) return { rewrite: (text) => ({ kind: "rewritten", text }) };
  return {
    rewrite(text, value) {
      if (!traces.any.test(text) && !ESCAPE.test(text)) return { kind: "rewritten", text };
      const pieces: string[] = [];
      let copied = 0;
      for (let quote = text.indexOf('"'); quote >= 0;) {
        const end = closingQuote(text, quote);
        const raw = text.slice(quote + 1, end);
        const meant = raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw;
        if (ids.has(meant.toLowerCase()) && !isKey(text, end)) {
          pieces.push(text.slice(copied, quote + 1), author.pseudonym);
          copied = end;
        } else if (traces.any.test(meant)) {
          const what = traces.identity?.test(meant) === true ? "identity" : "name";
          return { kind: "gives-away", what, pointer: pointerTo(value, meant) };
        }
        quote = text.indexOf('"', end + 1);
      }
      return { kind: "rewritten", text: pieces.length === 0 ? text : pieces.join("") + text.slice(copied) };
    },
  };
}

/** An escape that may hide a letter or digit. */
const ESCAPE = /\\u/;

/** Shorter names are words of their own: they would refuse what does not name the author. */
const SHORTEST_NAME = 4;

interface TraceFinder {
  readonly any: RegExp;
  readonly identity: RegExp | undefined;
}

/** Alternations of literals: linear in the text. The UUID alone gives away as much as the whole id, with or without hyphens. */
function traceFinder({ identities, names }: Pick<Author, "identities" | "names">): TraceFinder | undefined {
  const uuids = identities.map((id) => id.slice(id.indexOf("--") + 2));
  const needles = uuids.flatMap((uuid) => [uuid, uuid.replaceAll("-", "")]).map(escaped);
  const words = names
    .filter((name) => name.trim().length >= SHORTEST_NAME)
    .map((name) => `(?<![\\p{L}\\p{N}])${escaped(name.trim())}(?![\\p{L}\\p{N}])`);
  if (needles.length + words.length === 0) return undefined;
  return {
    any: new RegExp([...needles, ...words].join("|"), "iu"),
    identity: needles.length === 0 ? undefined : new RegExp(needles.join("|"), "iu"),
  };
}

function escaped(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function closingQuote(text: string, opening: number): number {
  let at = opening + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return quote;
    at = quote + 1;
  }
}

/** Whether the string that ends here is a property's name: nothing but a colon may follow one. */
function isKey(text: string, end: number): boolean {
  let at = end + 1;
  while (text[at] === " " || text[at] === "\t" || text[at] === "\n" || text[at] === "\r") at++;
  return text[at] === ":";
}

/** JSON pointer of the string that equals `wanted`, or of the object with a property of that name; walked without recursion. */
function pointerTo(value: unknown, wanted: string): string {
  const open: { readonly value: unknown; readonly pointer: string }[] = [{ value, pointer: "" }];
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    if (here.value === wanted) return here.pointer;
    if (typeof here.value !== "object" || here.value === null) continue;
    for (const [key, inner] of Object.entries(here.value)) {
      const pointer = `${here.pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      if (key === wanted) return here.pointer;
      open.push({ value: inner, pointer });
    }
  }
  return "";
}
