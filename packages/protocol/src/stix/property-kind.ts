import type { CrossRule } from "./cross-rules.ts";
import type { TextForm } from "./text-forms.ts";

/** What a property may hold, as data (STIX 2.1 section 2). */
export type PropertyKind =
  | { readonly kind: "text"; readonly form?: TextForm }
  | { readonly kind: "boolean" }
  | { readonly kind: "integer"; readonly least: number; readonly most: number }
  | { readonly kind: "number"; readonly least: number; readonly most: number }
  | { readonly kind: "timestamp" }
  | { readonly kind: "identifier"; readonly types?: readonly string[]; readonly not?: ReadonlySet<string> }
  /** Closed: nothing else may stand there. Open vocabularies are plain texts. */
  | { readonly kind: "enumeration"; readonly values: readonly string[] }
  /** With one element at least (section 2.10). */
  | { readonly kind: "list"; readonly of: PropertyKind }
  /** `forms` says more about the texts under some keys. */
  | {
      readonly kind: "dictionary";
      readonly of: PropertyKind;
      readonly keys: TextForm;
      readonly forms?: ReadonlyMap<string, TextForm>;
    }
  | { readonly kind: "nested"; readonly shape: Shape }
  /** Any value but null. */
  | { readonly kind: "any" };

/** Properties of an object or of an object inside it. Names that are not listed are custom and may hold anything. */
export interface Shape {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, PropertyKind>>;
  readonly rules: readonly CrossRule[];
}

export const text: PropertyKind = { kind: "text" };
export const boolean: PropertyKind = { kind: "boolean" };
export const timestamp: PropertyKind = { kind: "timestamp" };
export const any: PropertyKind = { kind: "any" };
export const integer: PropertyKind = integerFrom(Number.MIN_SAFE_INTEGER);
export const count: PropertyKind = integerFrom(0);
export const texts: PropertyKind = list(text);

/** A text in a form of `text-forms.ts`. */
export function inForm(form: TextForm): PropertyKind {
  return { kind: "text", form };
}

/** Whole numbers with both bounds included; STIX integers have 54 bits (section 2.9). */
export function integerFrom(least: number, most: number = Number.MAX_SAFE_INTEGER): PropertyKind {
  return { kind: "integer", least, most };
}

/** Numbers with both bounds included. */
export function numberFrom(least: number, most: number): PropertyKind {
  return { kind: "number", least, most };
}

/** A reference to one of these types; to any where none is named. */
export function referenceTo(...types: readonly string[]): PropertyKind {
  return types.length === 0 ? { kind: "identifier" } : { kind: "identifier", types };
}

/** A reference to any type but these. */
export function referenceToOtherThan(...types: readonly string[]): PropertyKind {
  return { kind: "identifier", not: new Set(types) };
}

export function oneOf(...values: readonly string[]): PropertyKind {
  return { kind: "enumeration", values };
}

export function list(of: PropertyKind): PropertyKind {
  return { kind: "list", of };
}

export function nested(shape: Shape): PropertyKind {
  return { kind: "nested", shape };
}
