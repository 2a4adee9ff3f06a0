import { checkShape, checkValue, isPlainObject } from "./check-value.ts";
import { checkExtensions } from "./check-extensions.ts";
import { checkSelectors } from "./check-selectors.ts";
import { below, FaultList, type Fault } from "./fault.ts";
import { isTypeName } from "./identifier.ts";
import { checkPattern } from "./pattern/check-pattern.ts";
import type { Shape } from "./property-kind.ts";
import { COMMON_PROPERTIES, REQUIRED_OF_ALL_OBJECTS, VERSION_ORDER } from "./tables/common-properties.ts";
import { DOMAIN_OBJECTS } from "./tables/domain-objects.ts";
import { MARKING_DEFINITIONS, META_OBJECTS, TLP_1_IDS } from "./tables/meta-objects.ts";
import { OBSERVABLES } from "./tables/observables.ts";
import { RELATIONSHIP_OBJECTS } from "./tables/relationship-objects.ts";
import { PROPERTY_NAME } from "./text-forms.ts";
import { parseTimestamp } from "./timestamp.ts";

declare const sound: unique symbol;

/** An object that `guardStixObject` found sound; nothing else makes one. */
export interface StixObject {
  readonly [sound]: true;
  readonly type: string;
  readonly id: string;
  readonly spec_version?: string;
  readonly created?: string;
  readonly modified?: string;
  readonly revoked?: boolean;
  readonly created_by_ref?: string;
  readonly object_marking_refs?: readonly string[];
  readonly [property: string]: unknown;
}

export type Verdict =
  | { readonly kind: "sound"; readonly object: StixObject }
  /** In order of discovery, at most `MAX_FAULTS` of them. */
  | { readonly kind: "faulty"; readonly faults: readonly Fault[] };

export interface GuardOptions {
  /** "common" checks every object as one of an unknown type: for hubs that serve other people's test suites. */
  readonly rules: "all" | "common";
}

/**
 * Says whether a value is a sound STIX 2.1 object, by tables and rules of our own that take linear time; the official
 * schemas' regular expressions do not. The value must come from JSON of bounded depth (`splitEnvelope`).
 *
 * Narrow leniency, for what real producers send: objects of unknown types pass with the common rules, even without
 * `created` and `modified`; so do objects that call themselves STIX 2.0. Times may have 0 to 9 digits of a second,
 * and of `created` and `modified` that are both at midnight, hence dates, the order does not matter. Custom properties pass with any value if their name is legal.
 *
 * Not checked: open vocabularies; which types a relationship may join; whether references lead to anything; whether
 * the id of an observable follows from its values; the objects inside a deprecated `observed-data.objects`; patterns of
 * languages other than STIX; what an extension's own schema asks for; RFC 3986, 5646 and 5890 beyond their shape.
 */
export function guardStixObject(value: unknown, options: GuardOptions = { rules: "all" }): Verdict {
  const faults = new FaultList();
  if (isPlainObject(value)) checkObject(value, { faults, rules: options.rules });
  else faults.add("", "wrong-type", "Must be a JSON object.");
  // The one place where the brand is given.
  return faults.all.length === 0
    ? { kind: "sound", object: value as StixObject }
    : { kind: "faulty", faults: faults.all };
}

type Properties = Readonly<Record<string, unknown>>;

const SHAPES: ReadonlyMap<string, Shape> = new Map(
  [DOMAIN_OBJECTS, RELATIONSHIP_OBJECTS, OBSERVABLES, META_OBJECTS].flatMap((table) => Object.entries(table)),
);

/** What is known of an object whose type is not. */
const UNKNOWN_SHAPE: Shape = {
  required: REQUIRED_OF_ALL_OBJECTS,
  properties: COMMON_PROPERTIES,
  rules: [VERSION_ORDER],
};

/** Names that the standard keeps for itself (STIX 2.1 section 3.9). */
const RESERVED_NAMES: ReadonlySet<string> = new Set(["severity", "username", "phone_numbers", "action"]);

function checkObject(
  object: Properties,
  { faults, rules }: { readonly faults: FaultList; readonly rules: "all" | "common" },
): void {
  const { type } = object;
  if (!checkType(type, faults)) return;
  const byType = rules === "all" && object["spec_version"] !== "2.0";
  const shape = (byType ? SHAPES.get(type) : undefined) ?? UNKNOWN_SHAPE;
  checkShape(shape, object, { path: "", faults });
  checkNames(object, faults);
  checkId(type, object["id"], faults);
  for (const name of ["created", "modified"]) checkKeepable(object[name], below("", name), faults);
  checkExtensions(byType ? type : "", object["extensions"], faults);
  if (!byType) return;
  checkSelectors(object, faults);
  if (type === "indicator") checkIndicator(object, faults);
  if (type === "marking-definition") checkMarkingDefinition(object, faults);
}

function checkType(type: unknown, faults: FaultList): type is string {
  if (type === undefined) faults.add("/type", "required", "Give type.");
  else if (typeof type !== "string") faults.add("/type", "wrong-type", "Must be a string.");
  else if (!isTypeName(type)) {
    faults.add("/type", "name", "Must be 3 to 250 of a-z, 0-9 and single hyphens, and begin with a letter.");
  } else if (type === "bundle") {
    faults.add("/type", "type", "A bundle is not exchanged as an object; send the objects inside it.");
  } else if (RESERVED_NAMES.has(type)) {
    faults.add("/type", "name", "This name is reserved by STIX 2.1.");
  } else return true;
  return false;
}

function checkNames(object: Properties, faults: FaultList): void {
  for (const name in object) {
    if (faults.isFull) return;
    if (!PROPERTY_NAME.test(name)) faults.add(below("", name), "name", `Must be ${PROPERTY_NAME.wanted}.`);
    else if (RESERVED_NAMES.has(name)) {
      faults.add(below("", name), "name", "This name is reserved by STIX 2.1; give your property another.");
    }
  }
}

function checkId(type: string, id: unknown, faults: FaultList): void {
  if (typeof id === "string" && !id.startsWith(`${type}--`)) {
    faults.add("/id", "together", "Must begin with the object's own type and two hyphens.");
  }
}

/** A version is told apart by its time, which must be exact as a number. */
function checkKeepable(time: unknown, path: string, faults: FaultList): void {
  const microseconds = typeof time === "string" ? parseTimestamp(time) : undefined;
  if (microseconds !== undefined && Math.abs(microseconds) === Number.MAX_SAFE_INTEGER) {
    faults.add(path, "range", "Must lie between the years 1685 and 2254.");
  }
}

function checkIndicator(indicator: Properties, faults: FaultList): void {
  const { pattern, pattern_type: type } = indicator;
  if (type !== "stix" || typeof pattern !== "string") return;
  const problem = checkPattern(pattern);
  if (problem !== undefined) {
    faults.add("/pattern", "pattern", `${problem.message} (at character ${problem.offset + 1})`);
  }
}

function checkMarkingDefinition(definition: Properties, faults: FaultList): void {
  const { definition_type: type, definition: content, id } = definition;
  if (typeof type !== "string" || !isPlainObject(content)) return;
  const shape = Object.hasOwn(MARKING_DEFINITIONS, type) ? MARKING_DEFINITIONS[type] : undefined;
  if (shape === undefined) return;
  checkValue({ kind: "nested", shape }, content, { path: "/definition", faults });
  const level = content["tlp"];
  if (type !== "tlp" || typeof level !== "string" || !Object.hasOwn(TLP_1_IDS, level)) return;
  if (TLP_1_IDS[level] !== id) {
    faults.add("/id", "form", `TLP ${level} has one definition only: refer to ${TLP_1_IDS[level]}.`);
  }
}
