import { isPlainObject } from "./check-value.ts";
import { below, type FaultList } from "./fault.ts";
import { SELECTOR } from "./text-forms.ts";

/** Each selector of a granular marking must lead to something in its object (STIX 2.1 section 7.2.3.1). */
export function checkSelectors(object: Readonly<Record<string, unknown>>, faults: FaultList): void {
  const markings = object["granular_markings"];
  if (!Array.isArray(markings)) return;
  for (const [index, marking] of markings.entries()) {
    const selectors: unknown = isPlainObject(marking) ? marking["selectors"] : undefined;
    if (!Array.isArray(selectors)) continue;
    for (const [position, selector] of selectors.entries()) {
      if (faults.isFull) return;
      if (typeof selector === "string" && SELECTOR.test(selector) && !leadsSomewhere(selector, object)) {
        const path = below(below(below("/granular_markings", index), "selectors"), position);
        faults.add(path, "selector", "Must lead to a property of this object.");
      }
    }
  }
}

function leadsSomewhere(selector: string, object: Readonly<Record<string, unknown>>): boolean {
  let value: unknown = object;
  for (const step of selector.split(".")) {
    if (Array.isArray(value) && step.startsWith("[")) {
      value = value[Number(step.slice(1, -1))];
    } else if (isPlainObject(value) && Object.hasOwn(value, step)) {
      value = value[step];
    } else {
      return false;
    }
  }
  return value !== undefined;
}
