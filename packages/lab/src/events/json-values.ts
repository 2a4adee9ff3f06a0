/** A parsed JSON object; its values are not trusted to have any type. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as a JSON object, or undefined where it is anything else. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** The value as a list; empty where it is anything else. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** An object's own property; undefined where the value is no object or has no such key of its own. */
export function field(value: unknown, key: string): unknown {
  const object = asObject(value);
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Follows keys through nested objects. */
export function fieldAt(value: unknown, ...keys: readonly string[]): unknown {
  let current = value;
  for (const key of keys) current = field(current, key);
  return current;
}

/** A string that is not empty; undefined for anything else. */
export function nonEmpty(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A count: a finite number of at least 0, rounded down; undefined for anything else. */
export function countOf(value: unknown): number | undefined {
  if (typeof value !== "number" || !(value >= 0) || value > Number.MAX_SAFE_INTEGER) return undefined;
  return Math.floor(value);
}

/** Adds counts that are there; undefined where none is. */
export function sumOf(...values: readonly unknown[]): number | undefined {
  let sum: number | undefined;
  for (const value of values) {
    const count = countOf(value);
    if (count !== undefined) sum = (sum ?? 0) + count;
  }
  return sum;
}
