import {
  boolean,
  integerFrom,
  list,
  numberFrom,
  oneOf,
  referenceTo,
  referenceToOtherThan,
  text,
  texts,
  timestamp,
  type PropertyKind,
  type Shape,
} from "../property-kind.ts";
import type { CrossRule } from "../cross-rules.ts";
import { ANY_KEY } from "../text-forms.ts";
import { COMMON_PROPERTIES, REQUIRED_OF_DOMAIN_OBJECTS, VERSION_ORDER } from "./common-properties.ts";
import { EMBEDDED_OBJECT } from "./embedded-object.ts";
import { killChainPhases } from "./nested-shapes.ts";

const SEEN_IN_ORDER: CrossRule = { kind: "not-before", earlier: "first_seen", later: "last_seen" };
const SEEN = { first_seen: timestamp, last_seen: timestamp };
const NAMED = { name: text, description: text };
const MOTIVES = { resource_level: text, primary_motivation: text, secondary_motivations: texts };
const anyObject = list(referenceTo());

/** What an observation may consist of: observables and what relates them, and custom types, which may be either. */
const observedObjects = list(
  referenceToOtherThan(
    "attack-pattern",
    "campaign",
    "course-of-action",
    "grouping",
    "identity",
    "incident",
    "indicator",
    "infrastructure",
    "intrusion-set",
    "location",
    "malware",
    "malware-analysis",
    "note",
    "observed-data",
    "opinion",
    "report",
    "threat-actor",
    "tool",
    "vulnerability",
  ),
);

/** The STIX domain objects (STIX 2.1 section 4), by type. */
export const DOMAIN_OBJECTS: Readonly<Record<string, Shape>> = {
  "attack-pattern": domainObject({
    required: ["name"],
    properties: { ...NAMED, aliases: texts, kill_chain_phases: killChainPhases },
  }),
  campaign: domainObject({
    required: ["name"],
    properties: { ...NAMED, ...SEEN, aliases: texts, objective: text },
    rules: [SEEN_IN_ORDER],
  }),
  "course-of-action": domainObject({ required: ["name"], properties: NAMED }),
  grouping: domainObject({
    required: ["context", "object_refs"],
    properties: { ...NAMED, context: text, object_refs: anyObject },
  }),
  identity: domainObject({
    required: ["name"],
    properties: { ...NAMED, roles: texts, identity_class: text, sectors: texts, contact_information: text },
  }),
  incident: domainObject({ required: ["name"], properties: NAMED }),
  indicator: domainObject({
    required: ["pattern", "pattern_type", "valid_from"],
    properties: {
      ...NAMED,
      indicator_types: texts,
      pattern: text,
      pattern_type: text,
      pattern_version: text,
      valid_from: timestamp,
      valid_until: timestamp,
      kill_chain_phases: killChainPhases,
    },
    rules: [{ kind: "after", earlier: "valid_from", later: "valid_until" }],
  }),
  infrastructure: domainObject({
    required: ["name"],
    properties: {
      ...NAMED,
      ...SEEN,
      infrastructure_types: texts,
      aliases: texts,
      kill_chain_phases: killChainPhases,
    },
    rules: [SEEN_IN_ORDER],
  }),
  "intrusion-set": domainObject({
    required: ["name"],
    properties: { ...NAMED, ...SEEN, ...MOTIVES, aliases: texts, goals: texts },
    rules: [SEEN_IN_ORDER],
  }),
  location: domainObject({
    required: [],
    properties: {
      ...NAMED,
      latitude: numberFrom(-90, 90),
      longitude: numberFrom(-180, 180),
      precision: numberFrom(-Number.MAX_VALUE, Number.MAX_VALUE),
      region: text,
      country: text,
      administrative_area: text,
      city: text,
      street_address: text,
      postal_code: text,
    },
    rules: [
      { kind: "at-least-one", of: [["region"], ["country"], ["latitude", "longitude"]] },
      { kind: "needs", property: "latitude", others: ["longitude"] },
      { kind: "needs", property: "longitude", others: ["latitude"] },
      { kind: "needs", property: "precision", others: ["latitude", "longitude"] },
    ],
  }),
  malware: domainObject({
    required: ["is_family"],
    properties: {
      ...NAMED,
      ...SEEN,
      malware_types: texts,
      is_family: boolean,
      aliases: texts,
      kill_chain_phases: killChainPhases,
      operating_system_refs: list(referenceTo("software")),
      architecture_execution_envs: texts,
      implementation_languages: texts,
      capabilities: texts,
      sample_refs: list(referenceTo("artifact", "file")),
    },
    rules: [
      SEEN_IN_ORDER,
      { kind: "when", property: "is_family", is: true, needed: ["name"], forbidden: [] },
    ],
  }),
  "malware-analysis": domainObject({
    required: ["product"],
    properties: {
      product: text,
      version: text,
      host_vm_ref: referenceTo("software"),
      operating_system_ref: referenceTo("software"),
      installed_software_refs: list(referenceTo("software")),
      configuration_version: text,
      modules: texts,
      analysis_engine_version: text,
      analysis_definition_version: text,
      submitted: timestamp,
      analysis_started: timestamp,
      analysis_ended: timestamp,
      result_name: text,
      result: text,
      analysis_sco_refs: anyObject,
      sample_ref: referenceTo("artifact", "file", "network-traffic"),
    },
    rules: [{ kind: "at-least-one", of: [["result"], ["analysis_sco_refs"]] }],
  }),
  note: domainObject({
    required: ["content", "object_refs"],
    properties: { abstract: text, content: text, authors: texts, object_refs: anyObject },
  }),
  "observed-data": domainObject({
    required: ["first_observed", "last_observed", "number_observed"],
    properties: {
      first_observed: timestamp,
      last_observed: timestamp,
      number_observed: integerFrom(1, 999_999_999),
      objects: { kind: "dictionary", of: { kind: "nested", shape: EMBEDDED_OBJECT }, keys: ANY_KEY },
      object_refs: observedObjects,
    },
    rules: [
      { kind: "not-before", earlier: "first_observed", later: "last_observed" },
      { kind: "exactly-one", of: ["objects", "object_refs"] },
    ],
  }),
  opinion: domainObject({
    required: ["opinion", "object_refs"],
    properties: {
      explanation: text,
      authors: texts,
      opinion: oneOf("strongly-disagree", "disagree", "neutral", "agree", "strongly-agree"),
      object_refs: anyObject,
    },
  }),
  report: domainObject({
    required: ["name", "published", "object_refs"],
    properties: { ...NAMED, report_types: texts, published: timestamp, object_refs: anyObject },
  }),
  "threat-actor": domainObject({
    required: ["name"],
    properties: {
      ...NAMED,
      ...SEEN,
      ...MOTIVES,
      threat_actor_types: texts,
      aliases: texts,
      roles: texts,
      goals: texts,
      sophistication: text,
      personal_motivations: texts,
    },
    rules: [SEEN_IN_ORDER],
  }),
  tool: domainObject({
    required: ["name"],
    properties: {
      ...NAMED,
      tool_types: texts,
      aliases: texts,
      kill_chain_phases: killChainPhases,
      tool_version: text,
    },
  }),
  vulnerability: domainObject({ required: ["name"], properties: NAMED }),
};

interface Own {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, PropertyKind>>;
  readonly rules?: readonly CrossRule[];
}

/** A shape with what every domain and relationship object has. */
export function domainObject(own: Own): Shape {
  return {
    required: [...REQUIRED_OF_DOMAIN_OBJECTS, ...own.required],
    properties: { ...COMMON_PROPERTIES, ...own.properties },
    rules: [VERSION_ORDER, ...(own.rules ?? [])],
  };
}
