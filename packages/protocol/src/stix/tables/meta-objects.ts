import { list, oneOf, referenceToOtherThan, text, texts, timestamp, type Shape } from "../property-kind.ts";
import { LANGUAGE } from "../text-forms.ts";
import { COMMON_PROPERTIES } from "./common-properties.ts";
import { domainObject } from "./domain-objects.ts";
import { dictionary, dictionaryOf } from "./nested-shapes.ts";

/** The STIX meta objects (STIX 2.1 section 7), by type. */
export const META_OBJECTS: Readonly<Record<string, Shape>> = {
  "extension-definition": domainObject({
    required: ["created_by_ref", "name", "schema", "version", "extension_types"],
    properties: {
      name: text,
      description: text,
      schema: text,
      version: text,
      extension_types: list(
        oneOf("new-sdo", "new-sco", "new-sro", "property-extension", "toplevel-property-extension"),
      ),
      extension_properties: texts,
    },
    rules: [
      {
        kind: "only-with",
        property: "extension_properties",
        listed: "extension_types",
        holds: "toplevel-property-extension",
      },
    ],
  }),
  "language-content": domainObject({
    required: ["object_ref", "contents"],
    properties: {
      object_ref: referenceToOtherThan("bundle", "language-content"),
      object_modified: timestamp,
      contents: { kind: "dictionary", of: dictionary, keys: LANGUAGE },
    },
  }),
  // It has no versions, so no `modified`.
  "marking-definition": {
    required: ["type", "spec_version", "id", "created"],
    properties: {
      ...COMMON_PROPERTIES,
      name: text,
      definition_type: text,
      definition: dictionaryOf({ kind: "any" }),
    },
    rules: [
      { kind: "at-least-one", of: [["definition_type", "definition"], ["extensions"]] },
      { kind: "needs", property: "definition_type", others: ["definition"] },
    ],
  },
};

/** What `definition` must be for the types of marking that the standard defines (section 7.2.1). */
export const MARKING_DEFINITIONS: Readonly<Record<string, Shape>> = {
  statement: { required: ["statement"], properties: { statement: text }, rules: [] },
  tlp: { required: ["tlp"], properties: { tlp: oneOf("white", "green", "amber", "red") }, rules: [] },
};

/** The only objects that may define these levels of TLP 1 (section 7.2.1.4). */
export const TLP_1_IDS: Readonly<Record<string, string>> = {
  white: "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9",
  green: "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da",
  amber: "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82",
  red: "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
};
