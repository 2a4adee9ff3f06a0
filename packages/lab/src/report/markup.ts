import { visibleText } from "./visible-text.ts";

/** Finished markup. Only `markup` and `trustedMarkup` make it; nothing that was read from a file can be one. */
export interface Markup {
  readonly [MARKUP]: string;
}

/** What may stand in a placeholder of `markup`: text is escaped, markup goes in as it is, `undefined` vanishes. */
export type Fragment = Markup | string | number | undefined | readonly Fragment[];

const MARKUP: unique symbol = Symbol("markup");

/**
 * Template tag for HTML and SVG: every placeholder that is not `Markup` is escaped, after characters that could
 * hide or reorder text were made visible. Attributes must be quoted in the template. Line breaks of the template
 * become spaces. (Not named `html`, because formatters rewrite the white space of such templates, and with it what is
 * hashed for the page's policy.)
 */
export function markup(literals: TemplateStringsArray, ...placeholders: readonly Fragment[]): Markup {
  const [first = "", ...rest] = unindented(literals);
  const parts: string[] = [first];
  placeholders.forEach((placeholder, index) => {
    append(parts, placeholder);
    parts.push(rest[index] ?? "");
  });
  return { [MARKUP]: parts.join("") };
}

/** Marks text of our own (style sheet, script, path data) as finished; never for anything out of a report. */
export function trustedMarkup(text: string): Markup {
  return { [MARKUP]: text };
}

/** The markup as text, to be written. */
export function markupText(finished: Markup): string {
  return finished[MARKUP];
}

/** Escapes text for element content and for quoted attributes. */
export function escapeHtml(text: string): string {
  return visibleText(text).replace(/[&<>"'`]/g, (character) => ESCAPES[character] ?? "");
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/** A template's literals are one array for ever, so each is rewritten once. */
const UNINDENTED = new WeakMap<TemplateStringsArray, readonly string[]>();

function unindented(literals: TemplateStringsArray): readonly string[] {
  const known = UNINDENTED.get(literals);
  if (known !== undefined) return known;
  const rewritten = literals.map((literal) => literal.replace(/\s*\n\s*/g, " "));
  UNINDENTED.set(literals, rewritten);
  return rewritten;
}

function append(parts: string[], fragment: Fragment): void {
  if (fragment === undefined) return;
  if (typeof fragment === "string") parts.push(escapeHtml(fragment));
  else if (typeof fragment === "number") parts.push(String(fragment));
  else if (isMarkup(fragment)) parts.push(fragment[MARKUP]);
  else for (const one of fragment) append(parts, one);
}

function isMarkup(fragment: Markup | readonly Fragment[]): fragment is Markup {
  return MARKUP in fragment;
}
