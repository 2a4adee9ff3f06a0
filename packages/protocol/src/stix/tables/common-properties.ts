import type { CrossRule } from "../cross-rules.ts";
import {
  boolean,
  inForm,
  integerFrom,
  list,
  oneOf,
  referenceTo,
  text,
  texts,
  timestamp,
  type PropertyKind,
} from "../property-kind.ts";
import { LANGUAGE } from "../text-forms.ts";
import { externalReferences, granularMarkings } from "./nested-shapes.ts";

/** Properties that every object may have (STIX 2.1 section 3.2). `extensions` and `id` have rules of their own. */
export const COMMON_PROPERTIES: Readonly<Record<string, PropertyKind>> = {
  type: text,
  spec_version: oneOf("2.0", "2.1"),
  id: referenceTo(),
  created_by_ref: referenceTo("identity"),
  created: timestamp,
  modified: timestamp,
  revoked: boolean,
  labels: texts,
  confidence: integerFrom(0, 100),
  lang: inForm(LANGUAGE),
  external_references: externalReferences,
  object_marking_refs: list(referenceTo("marking-definition")),
  granular_markings: granularMarkings,
};

/** No version is older than its object. ATLAS writes dates by hand that break this by days. */
export const VERSION_ORDER: CrossRule = {
  kind: "not-before",
  earlier: "created",
  later: "modified",
  exceptDates: true,
};

/** What domain and relationship objects must have. */
export const REQUIRED_OF_DOMAIN_OBJECTS = ["type", "spec_version", "id", "created", "modified"] as const;

/** What cyber-observable objects must have, and custom types, of which more is not known. */
export const REQUIRED_OF_ALL_OBJECTS = ["type", "id"] as const;

/** Properties of cyber-observable objects (section 3.2, last column). */
export const OBSERVABLE_PROPERTIES: Readonly<Record<string, PropertyKind>> = {
  type: text,
  spec_version: oneOf("2.0", "2.1"),
  id: referenceTo(),
  object_marking_refs: list(referenceTo("marking-definition")),
  granular_markings: granularMarkings,
  defanged: boolean,
};
