import { checkShape, isPlainObject } from "./check-value.ts";
import { below, type FaultList } from "./fault.ts";
import { isIdentifier } from "./identifier.ts";
import { PREDEFINED_EXTENSIONS } from "./tables/observable-extensions.ts";
import { EXTENSION_SHAPE } from "./tables/nested-shapes.ts";
import { EXTENSION_NAME } from "./text-forms.ts";

/**
 * Holds `extensions` against STIX 2.1 section 7.3: each key is the id of an extension definition or a predefined name,
 * each value an object with content. Of extensions by definition only `extension_type` is known.
 *
 * @param type - of the object; "" where no predefined extension is to be looked into
 */
export function checkExtensions(type: string, extensions: unknown, faults: FaultList): void {
  if (extensions === undefined) return;
  if (!isPlainObject(extensions)) {
    faults.add("/extensions", "wrong-type", "Must be an object.");
    return;
  }
  let isEmpty = true;
  for (const name in extensions) {
    isEmpty = false;
    if (faults.isFull) return;
    checkExtension({ type, name, extension: extensions[name] }, faults);
  }
  if (isEmpty)
    faults.add("/extensions", "empty", "Must have one entry at least; leave it out where there is none.");
}

function checkExtension(
  { type, name, extension }: { readonly type: string; readonly name: string; readonly extension: unknown },
  faults: FaultList,
): void {
  const path = below("/extensions", name);
  if (!EXTENSION_NAME.test(name)) {
    faults.add(path, "name", `The key must be ${EXTENSION_NAME.wanted}.`);
    return;
  }
  if (!isPlainObject(extension)) {
    faults.add(path, "wrong-type", "Must be an object.");
  } else if (isIdentifier(name, ["extension-definition"])) {
    checkShape(EXTENSION_SHAPE, extension, { path, faults });
  } else if (isEmptyObject(extension)) {
    faults.add(path, "empty", "Must have one property at least.");
  } else {
    const predefined = PREDEFINED_EXTENSIONS.get(type)?.get(name);
    if (predefined !== undefined) checkShape(predefined, extension, { path, faults });
  }
}

function isEmptyObject(value: object): boolean {
  for (const _ in value) return false;
  return true;
}
