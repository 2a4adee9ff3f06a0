/** Which rule an object breaks, as a closed set. */
export type FaultRule =
  /** The value is of another JSON type than the property has. */
  | "wrong-type"
  /** A property that the type needs is absent. */
  | "required"
  /** A text is not in the form the property asks for: identifier, timestamp, hexadecimal, address … */
  | "form"
  /** A number lies outside its bounds, or a time outside what can be kept. */
  | "range"
  /** A value is not of a closed enumeration. */
  | "enumeration"
  /** A list or dictionary is empty; STIX leaves it out instead. */
  | "empty"
  /** A reference leads to a type that may not stand there. */
  | "reference-type"
  /** A name of a property, type, dictionary key or extension is not legal, or reserved. */
  | "name"
  /** Two properties contradict each other, or one needs or excludes another. */
  | "together"
  /** Two times stand in the wrong order. */
  | "order"
  /** A selector of a granular marking leads nowhere. */
  | "selector"
  /** The pattern of an indicator is not in the STIX Patterning language. */
  | "pattern"
  /** This type cannot be exchanged as an object of its own. */
  | "type";

/** One thing that is wrong with an object, for its author to mend. */
export interface Fault {
  /** JSON pointer (RFC 6901) from the object; "" is the object itself. */
  readonly path: string;
  readonly rule: FaultRule;
  /** What would make it right. */
  readonly message: string;
}

/** Faults of one object; it stops taking more at `MAX_FAULTS`, so that a report stays short whatever comes in. */
export class FaultList {
  readonly #faults: Fault[] = [];

  add(path: string, rule: FaultRule, message: string): void {
    if (this.#faults.length < MAX_FAULTS) {
      this.#faults.push({ path: path.slice(0, MAX_PATH_CHARACTERS), rule, message });
    }
  }

  get isFull(): boolean {
    return this.#faults.length >= MAX_FAULTS;
  }

  get all(): readonly Fault[] {
    return this.#faults;
  }
}

/** How many faults of an object are reported at most. */
export const MAX_FAULTS = 20;

const MAX_PATH_CHARACTERS = 200;

/** A step deeper in a JSON pointer. */
export function below(path: string, name: string | number): string {
  if (typeof name === "number") return `${path}/${name}`;
  return name.includes("~") || name.includes("/")
    ? `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`
    : `${path}/${name}`;
}
