import {
  any,
  inForm,
  integerFrom,
  list,
  nested,
  oneOf,
  referenceTo,
  text,
  type PropertyKind,
  type Shape,
} from "../property-kind.ts";
import {
  CAPEC,
  CVE,
  DICTIONARY_KEY,
  HASH_NAME,
  LANGUAGE,
  SELECTOR,
  URL_FORM,
  type TextForm,
} from "../text-forms.ts";

/** Hashes whose length is known (STIX 2.1 section 10.7, hash-algorithm-ov); keys that are not here hold any text. */
export const HASH_FORMS: ReadonlyMap<string, TextForm> = new Map([
  ["MD5", hexDigits(32)],
  ["SHA-1", hexDigits(40)],
  ["SHA-256", hexDigits(64)],
  ["SHA-512", hexDigits(128)],
  ["SHA3-256", hexDigits(64)],
  ["SHA3-512", hexDigits(128)],
  [
    "SSDEEP",
    {
      test: (value) => value.length <= 150 && /^[a-zA-Z0-9/+:.]+$/.test(value),
      wanted: "an SSDEEP hash",
    },
  ],
  [
    "TLSH",
    {
      test: (value) => /^(?:T1)?[a-zA-Z0-9]{70}$/.test(value),
      wanted: "a TLSH hash of 70 characters, with or without T1",
    },
  ],
]);

/** STIX 2.1 section 2.6. */
export const hashes: PropertyKind = {
  kind: "dictionary",
  of: text,
  keys: HASH_NAME,
  forms: HASH_FORMS,
};

/** STIX 2.1 section 2.5: values of any type. */
export const dictionary: PropertyKind = { kind: "dictionary", of: any, keys: DICTIONARY_KEY };

export function dictionaryOf(of: PropertyKind): PropertyKind {
  return { kind: "dictionary", of, keys: DICTIONARY_KEY };
}

/** STIX 2.1 section 2.8. The rules by `source_name` are those of the schemas for CVE and CAPEC. */
export const externalReferences: PropertyKind = list(
  nested({
    required: ["source_name"],
    properties: { source_name: text, description: text, url: inForm(URL_FORM), hashes, external_id: text },
    rules: [
      { kind: "at-least-one", of: [["description"], ["url"], ["external_id"]] },
      { kind: "when-form", property: "source_name", is: "cve", other: "external_id", form: CVE },
      { kind: "when-form", property: "source_name", is: "capec", other: "external_id", form: CAPEC },
    ],
  }),
);

/** STIX 2.1 section 2.11. */
export const killChainPhases: PropertyKind = list(
  nested({
    required: ["kill_chain_name", "phase_name"],
    properties: { kill_chain_name: text, phase_name: text },
    rules: [],
  }),
);

/** STIX 2.1 section 7.2.3. Where the selectors lead is checked by the guard. */
export const granularMarkings: PropertyKind = list(
  nested({
    required: ["selectors"],
    properties: {
      selectors: list(inForm(SELECTOR)),
      lang: inForm(LANGUAGE),
      marking_ref: referenceTo("marking-definition"),
    },
    rules: [{ kind: "exactly-one", of: ["lang", "marking_ref"] }],
  }),
);

/** STIX 2.1 section 7.3.1. */
export const EXTENSION_SHAPE: Shape = {
  required: ["extension_type"],
  properties: {
    extension_type: oneOf(
      "new-sdo",
      "new-sco",
      "new-sro",
      "property-extension",
      "toplevel-property-extension",
    ),
  },
  rules: [],
};

export const portNumber: PropertyKind = integerFrom(0, 65_535);

function hexDigits(length: number): TextForm {
  return {
    test: (value) => value.length === length && /^[a-fA-F0-9]+$/.test(value),
    wanted: `${length} hexadecimal digits`,
  };
}
