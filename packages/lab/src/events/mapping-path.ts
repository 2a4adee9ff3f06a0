import { parseEmbedded } from "./embedded-json.ts";

/** The keys of a path such as `attributes['user.id']`, `metadata.user_id` or `choices[0].message`. */
export type PathKeys = readonly (string | number)[];

const STEP = /\.?(?:([\w$-]+)|\[(\d{1,6})\]|\['([^']*)'\]|\["([^"]*)"\])/y;

/** Splits a path into its keys; undefined where it is not well formed. */
export function parsePath(path: string): PathKeys | undefined {
  const keys: (string | number)[] = [];
  STEP.lastIndex = 0;
  let at = 0;
  while (at < path.length) {
    STEP.lastIndex = at;
    const step = STEP.exec(path);
    if (step === null || (at === 0 && step[0].startsWith("."))) return undefined;
    keys.push(step[2] === undefined ? (step[1] ?? step[3] ?? step[4] ?? "") : Number(step[2]));
    at = STEP.lastIndex;
  }
  return keys.length > 0 ? keys : undefined;
}

/**
 * The value at a path, undefined where there is none. A string in the middle of the path is read as JSON:
 * logs keep objects inside strings.
 *
 * @param embedded parsed strings of this record, so that each is parsed once
 */
export function valueAt(view: unknown, keys: PathKeys, embedded: Map<string, unknown>): unknown {
  let current = view;
  for (const key of keys) {
    if (typeof current === "string") current = parsedOnce(current, embedded);
    if (typeof current !== "object" || current === null) return undefined;
    if (!Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}

function parsedOnce(text: string, embedded: Map<string, unknown>): unknown {
  if (embedded.has(text)) return embedded.get(text);
  const value = parseEmbedded(text);
  embedded.set(text, value);
  return value;
}
