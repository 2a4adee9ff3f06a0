import { canonicalJson } from "../encoding/canonical-json.ts";
import { uuidV5 } from "../encoding/uuid.ts";
import { PAP_MARKINGS, TLP_MARKINGS } from "../stix/markings-published.ts";
import { PURPOSE_MARKINGS } from "../stix/markings-purpose.ts";
import type { PapLevel, TlpLevel } from "../stix/markings.ts";
import { DISTILLATION_EXTENSION, type DistillationProperties } from "./extension.ts";

/** Who makes objects, when, and how they are marked. */
export interface Authorship {
  /** Identity of the author, `identity--…`; a hub puts a pseudonym in its place. */
  readonly author: string;
  /** RFC 3339 in UTC: `created` and `modified` of what is made. */
  readonly now: string;
  /**
   * UUID for an object of this type. Version 4 or 5: the other versions tell when or where they were made, and a hub
   * that hides authors refuses them.
   */
  readonly newId: (type: string) => string;
  readonly tlp: TlpLevel;
  readonly pap: PapLevel;
}

/** A STIX object as it goes on the wire; `guardStixObject` says whether it is sound. */
export interface ModelledObject<Type extends string = string> {
  readonly type: Type;
  readonly spec_version: "2.1";
  readonly id: `${Type}--${string}`;
  readonly [property: string]: unknown;
}

type Properties = Readonly<Record<string, unknown>>;

/** Makes a domain or relationship object. Properties that are undefined or an empty list are left out. */
export function buildObject<Type extends string>(
  authorship: Authorship,
  type: Type,
  properties: Properties,
): ModelledObject<Type> {
  return {
    type,
    spec_version: "2.1",
    id: `${type}--${authorship.newId(type)}`,
    created_by_ref: authorship.author,
    created: authorship.now,
    modified: authorship.now,
    ...withoutAbsent(properties),
    object_marking_refs: markingRefs(authorship),
  };
}

/**
 * Makes an observable whose id follows from `identifying` (STIX 2.1, section 2.9), so that it is one object however
 * often it is made. Whoever can guess these properties can find them out from the id.
 */
export function buildObservable<Type extends string>(
  authorship: Authorship,
  type: Type,
  { identifying, others }: { readonly identifying: Properties; readonly others: Properties },
): ModelledObject<Type> {
  return {
    type,
    spec_version: "2.1",
    id: `${type}--${uuidV5(OBSERVABLE_NAMESPACE, canonicalJson(identifying))}`,
    ...identifying,
    ...withoutAbsent(others),
    object_marking_refs: markingRefs(authorship),
  };
}

/** Namespace of observables' ids (STIX 2.1, section 2.9). */
const OBSERVABLE_NAMESPACE = "00abedb4-aa42-466c-9c01-fed23315a9b7";

/** The `extensions` of an object that carries ours. */
export function distillationExtension<Host extends keyof DistillationProperties>(
  _host: Host,
  properties: DistillationProperties[Host],
): Properties {
  return {
    [DISTILLATION_EXTENSION]: { extension_type: "property-extension", ...withoutAbsent({ ...properties }) },
  };
}

export function markingRefs({ tlp, pap }: Authorship): readonly string[] {
  return [TLP_MARKINGS[tlp].id, PAP_MARKINGS[pap].id, PURPOSE_MARKINGS[tlp].id];
}

/** STIX has neither null nor empty lists. */
function withoutAbsent(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
