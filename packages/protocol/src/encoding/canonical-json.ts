/**
 * The one canonical text of a JSON value (RFC 8785): names ordered by UTF-16 code units, no space, numbers and
 * strings as ECMAScript writes them. What is absent (`undefined`) is left out of objects.
 *
 * @throws TypeError for what JSON has no word for: a number that is not finite, a lone surrogate, a function,
 *   `undefined` outside an object, depth beyond 1,000
 */
export function canonicalJson(value: unknown): string {
  return textOf(value, MAX_DEPTH);
}

const MAX_DEPTH = 1000;

function textOf(value: unknown, depthLeft: number): string {
  if (depthLeft === 0) throw new TypeError("The value is nested too deeply for canonical JSON.");
  switch (typeof value) {
    case "string":
      return stringText(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError("JSON has no word for a number that is not finite.");
      return JSON.stringify(value);
    case "boolean":
      return String(value);
    case "object":
      return value === null ? "null" : containerText(value, depthLeft);
    case "undefined":
    case "function":
    case "symbol":
    case "bigint":
      throw new TypeError(`JSON has no word for a value of type ${typeof value}.`);
  }
}

function containerText(value: object, depthLeft: number): string {
  if (Array.isArray(value)) return `[${value.map((element) => textOf(element, depthLeft - 1)).join(",")}]`;
  const members = value as Readonly<Record<string, unknown>>;
  // The default order of strings is that of their UTF-16 code units, as section 3.2.3 asks.
  const names = Object.keys(members)
    .filter((name) => members[name] !== undefined)
    .sort();
  return `{${names.map((name) => `${stringText(name)}:${textOf(members[name], depthLeft - 1)}`).join(",")}}`;
}

function stringText(value: string): string {
  if (LONE_SURROGATE.test(value))
    throw new TypeError("A string with half a surrogate pair has no canonical JSON.");
  return JSON.stringify(value);
}

const LONE_SURROGATE = /\p{Surrogate}/u;
