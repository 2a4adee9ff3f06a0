import type { Answer } from "./connection.ts";
import { TaxiiError } from "./taxii-error.ts";

/** @throws TaxiiError `malformed-answer` */
export function readJsonObject({ status, bytes }: Answer): Readonly<Record<string, unknown>> {
  if (status === 204) return {};
  try {
    return recordOf(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)), "an answer");
  } catch (thrown) {
    if (thrown instanceof TaxiiError) throw thrown;
    throw malformed("no JSON");
  }
}

/** A list, or an empty one where it is absent. @throws TaxiiError `malformed-answer` */
export function listOf(value: unknown, name: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw malformed(`${name} is no list`);
  return value;
}

/** @throws TaxiiError `malformed-answer` */
export function recordOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw malformed(`${what} that is no object`);
  }
  return value as Readonly<Record<string, unknown>>;
}

/** The error for an answer that another kind of service may have given. */
export function malformed(what: string): TaxiiError {
  return new TaxiiError(
    "malformed-answer",
    `the server's answer is not TAXII 2.1 (${what}); check the URL, it may be another service's`,
  );
}
