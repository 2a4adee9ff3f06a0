import { checkCrossRule } from "./cross-rules.ts";
import { below, type FaultList } from "./fault.ts";
import { isIdentifier } from "./identifier.ts";
import type { PropertyKind, Shape } from "./property-kind.ts";
import { parseTimestamp } from "./timestamp.ts";

/** Where a check stands and where it writes down what it finds. */
export interface Place {
  readonly path: string;
  readonly faults: FaultList;
}

/** Holds the properties of an object against a shape: the required, the kinds, the cross rules. */
export function checkShape(shape: Shape, object: Readonly<Record<string, unknown>>, place: Place): void {
  for (const name of shape.required) {
    if (object[name] === undefined) place.faults.add(below(place.path, name), "required", `Give ${name}.`);
  }
  for (const name in object) {
    // An own look-up: a property named like something every object inherits is a custom one.
    if (Object.hasOwn(shape.properties, name)) {
      checkValue(shape.properties[name]!, object[name], {
        path: below(place.path, name),
        faults: place.faults,
      });
    }
  }
  for (const rule of shape.rules) checkCrossRule(rule, object, place);
}

/** Holds one value against what a property may hold. */
export function checkValue(kind: PropertyKind, value: unknown, place: Place): void {
  const { path, faults } = place;
  switch (kind.kind) {
    case "text":
      if (typeof value !== "string") faults.add(path, "wrong-type", "Must be a string.");
      else if (kind.form !== undefined && !kind.form.test(value)) {
        faults.add(path, "form", `Must be ${kind.form.wanted}.`);
      }
      return;
    case "boolean":
      if (typeof value !== "boolean") faults.add(path, "wrong-type", "Must be true or false.");
      return;
    case "integer":
    case "number":
      checkNumber(kind, value, place);
      return;
    case "timestamp":
      if (typeof value !== "string") faults.add(path, "wrong-type", "Must be a timestamp as a string.");
      else if (parseTimestamp(value) === undefined) {
        faults.add(path, "form", "Must be a timestamp in UTC, such as 2026-01-31T12:00:00.000Z (RFC 3339).");
      }
      return;
    case "identifier":
      checkReference(kind, value, place);
      return;
    case "enumeration":
      if (typeof value !== "string") faults.add(path, "wrong-type", "Must be a string.");
      else if (!kind.values.includes(value)) {
        faults.add(path, "enumeration", `Must be one of: ${kind.values.join(", ")}.`);
      }
      return;
    case "list":
      checkList(kind, value, place);
      return;
    case "dictionary":
      checkDictionary(kind, value, place);
      return;
    case "nested":
      if (isPlainObject(value)) checkShape(kind.shape, value, place);
      else faults.add(path, "wrong-type", "Must be an object.");
      return;
    case "any":
      if (value === null) faults.add(path, "wrong-type", "Must not be null; leave the property out.");
      return;
  }
}

/** Whether a value is what JSON calls an object. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function checkNumber(
  kind: { readonly kind: "integer" | "number"; readonly least: number; readonly most: number },
  value: unknown,
  { path, faults }: Place,
): void {
  const isWhole = kind.kind === "integer";
  if (typeof value !== "number" || (isWhole && !Number.isInteger(value))) {
    faults.add(path, "wrong-type", isWhole ? "Must be a whole number." : "Must be a number.");
  } else if (value < kind.least || value > kind.most) {
    faults.add(path, "range", `Must be between ${kind.least} and ${kind.most}.`);
  }
}

function checkReference(
  kind: { readonly types?: readonly string[]; readonly not?: ReadonlySet<string> },
  value: unknown,
  { path, faults }: Place,
): void {
  if (typeof value !== "string") {
    faults.add(path, "wrong-type", "Must be an identifier as a string.");
  } else if (!isIdentifier(value)) {
    faults.add(path, "form", "Must be an identifier: a type, two hyphens, a UUID.");
  } else {
    const type = value.slice(0, -38);
    if (kind.types !== undefined && !kind.types.includes(type)) {
      faults.add(path, "reference-type", `Must refer to: ${kind.types.join(", ")}.`);
    } else if (kind.not?.has(type) === true) {
      faults.add(path, "reference-type", `Must not refer to ${[...kind.not].join(", ")}.`);
    }
  }
}

function checkList(kind: { readonly of: PropertyKind }, value: unknown, { path, faults }: Place): void {
  if (!Array.isArray(value)) {
    faults.add(path, "wrong-type", "Must be a list.");
    return;
  }
  if (value.length === 0) {
    faults.add(path, "empty", "Must have one element at least; leave the property out where there is none.");
  }
  for (let index = 0; index < value.length && !faults.isFull; index += 1) {
    checkValue(kind.of, value[index], { path: below(path, index), faults });
  }
}

function checkDictionary(
  kind: Extract<PropertyKind, { readonly kind: "dictionary" }>,
  value: unknown,
  { path, faults }: Place,
): void {
  if (!isPlainObject(value)) {
    faults.add(path, "wrong-type", "Must be an object.");
    return;
  }
  let isEmpty = true;
  for (const key in value) {
    isEmpty = false;
    const place = { path: below(path, key), faults };
    if (!kind.keys.test(key)) faults.add(place.path, "name", `The name must be ${kind.keys.wanted}.`);
    const form = kind.forms?.get(key);
    checkValue(form === undefined ? kind.of : { kind: "text", form }, value[key], place);
    if (faults.isFull) return;
  }
  if (isEmpty)
    faults.add(path, "empty", "Must have one entry at least; leave the property out where there is none.");
}
