import type { CrossRule } from "../cross-rules.ts";
import {
  any,
  boolean,
  count,
  inForm,
  integer,
  list,
  nested,
  oneOf,
  referenceTo,
  text,
  texts,
  timestamp,
  type PropertyKind,
  type Shape,
} from "../property-kind.ts";
import {
  BASE64,
  CHARACTER_SET,
  CPE,
  DOMAIN,
  EMAIL,
  HEX,
  IPV4,
  IPV6,
  LANGUAGE,
  MAC,
  MIME_TYPE,
  REGISTRY_KEY,
  URL_FORM,
} from "../text-forms.ts";
import { OBSERVABLE_PROPERTIES, REQUIRED_OF_ALL_OBJECTS } from "./common-properties.ts";
import { dictionary, dictionaryOf, hashes, portNumber } from "./nested-shapes.ts";

const FILE_TIMES = { ctime: timestamp, mtime: timestamp, atime: timestamp };
const address = referenceTo("ipv4-addr", "ipv6-addr", "mac-addr", "domain-name");
const mailAddresses = list(referenceTo("email-addr"));

/** The STIX cyber-observable objects (STIX 2.1 section 6), by type. */
export const OBSERVABLES: Readonly<Record<string, Shape>> = {
  artifact: observable({
    properties: {
      mime_type: inForm(MIME_TYPE),
      payload_bin: inForm(BASE64),
      url: inForm(URL_FORM),
      hashes,
      encryption_algorithm: oneOf("AES-256-GCM", "ChaCha20-Poly1305", "mime-type-indicated"),
      decryption_key: text,
    },
    rules: [
      { kind: "exactly-one", of: ["payload_bin", "url"] },
      { kind: "needs", property: "url", others: ["hashes"] },
      { kind: "needs", property: "decryption_key", others: ["encryption_algorithm"] },
    ],
  }),
  "autonomous-system": observable({
    required: ["number"],
    properties: { number: integer, name: text, rir: text },
  }),
  directory: observable({
    required: ["path"],
    properties: {
      ...FILE_TIMES,
      path: text,
      path_enc: inForm(CHARACTER_SET),
      contains_refs: list(referenceTo("file", "directory")),
    },
  }),
  "domain-name": observable({
    required: ["value"],
    properties: {
      value: inForm(DOMAIN),
      resolves_to_refs: list(referenceTo("ipv4-addr", "ipv6-addr", "domain-name")),
    },
  }),
  "email-addr": observable({
    required: ["value"],
    properties: { value: inForm(EMAIL), display_name: text, belongs_to_ref: referenceTo("user-account") },
  }),
  "email-message": observable({
    required: ["is_multipart"],
    properties: {
      is_multipart: boolean,
      date: timestamp,
      content_type: text,
      from_ref: referenceTo("email-addr"),
      sender_ref: referenceTo("email-addr"),
      to_refs: mailAddresses,
      cc_refs: mailAddresses,
      bcc_refs: mailAddresses,
      message_id: text,
      subject: text,
      received_lines: texts,
      additional_header_fields: dictionary,
      body: text,
      body_multipart: list(
        nested({
          required: [],
          properties: {
            body: text,
            body_raw_ref: referenceTo("artifact", "file"),
            content_type: text,
            content_disposition: text,
          },
          rules: [{ kind: "exactly-one", of: ["body", "body_raw_ref"] }],
        }),
      ),
      raw_email_ref: referenceTo("artifact"),
    },
    rules: [
      { kind: "when", property: "is_multipart", is: true, needed: [], forbidden: ["body"] },
      { kind: "when", property: "is_multipart", is: false, needed: [], forbidden: ["body_multipart"] },
    ],
  }),
  file: observable({
    properties: {
      ...FILE_TIMES,
      hashes,
      size: count,
      name: text,
      name_enc: inForm(CHARACTER_SET),
      magic_number_hex: inForm(HEX),
      mime_type: text,
      parent_directory_ref: referenceTo("directory"),
      contains_refs: list(referenceTo()),
      content_ref: referenceTo("artifact"),
    },
    rules: [{ kind: "at-least-one", of: [["hashes"], ["name"]] }],
  }),
  "ipv4-addr": observable({
    required: ["value"],
    properties: {
      value: inForm(IPV4),
      resolves_to_refs: list(referenceTo("mac-addr")),
      belongs_to_refs: list(referenceTo("autonomous-system")),
    },
  }),
  "ipv6-addr": observable({
    required: ["value"],
    properties: {
      value: inForm(IPV6),
      resolves_to_refs: list(referenceTo("mac-addr")),
      belongs_to_refs: list(referenceTo("autonomous-system")),
    },
  }),
  "mac-addr": observable({ required: ["value"], properties: { value: inForm(MAC) } }),
  mutex: observable({ required: ["name"], properties: { name: text } }),
  "network-traffic": observable({
    required: ["protocols"],
    properties: {
      start: timestamp,
      end: timestamp,
      is_active: boolean,
      src_ref: address,
      dst_ref: address,
      src_port: portNumber,
      dst_port: portNumber,
      protocols: texts,
      src_byte_count: count,
      dst_byte_count: count,
      src_packets: count,
      dst_packets: count,
      ipfix: dictionaryOf(any),
      src_payload_ref: referenceTo("artifact"),
      dst_payload_ref: referenceTo("artifact"),
      encapsulates_refs: list(referenceTo("network-traffic")),
      encapsulated_by_ref: referenceTo("network-traffic"),
    },
    rules: [
      { kind: "at-least-one", of: [["src_ref"], ["dst_ref"]] },
      { kind: "when", property: "is_active", is: true, needed: [], forbidden: ["end"] },
      { kind: "not-before", earlier: "start", later: "end" },
    ],
  }),
  process: atLeastOne({
    is_hidden: boolean,
    pid: integer,
    created_time: timestamp,
    cwd: text,
    command_line: text,
    environment_variables: dictionary,
    opened_connection_refs: list(referenceTo("network-traffic")),
    creator_user_ref: referenceTo("user-account"),
    image_ref: referenceTo("file"),
    parent_ref: referenceTo("process"),
    child_refs: list(referenceTo("process")),
  }),
  software: observable({
    required: ["name"],
    properties: {
      name: text,
      cpe: inForm(CPE),
      swid: text,
      languages: list(inForm(LANGUAGE)),
      vendor: text,
      version: text,
    },
  }),
  url: observable({ required: ["value"], properties: { value: inForm(URL_FORM) } }),
  "user-account": atLeastOne({
    user_id: text,
    credential: text,
    account_login: text,
    account_type: text,
    display_name: text,
    is_service_account: boolean,
    is_privileged: boolean,
    can_escalate_privs: boolean,
    is_disabled: boolean,
    account_created: timestamp,
    account_expires: timestamp,
    credential_last_changed: timestamp,
    account_first_login: timestamp,
    account_last_login: timestamp,
  }),
  "windows-registry-key": atLeastOne({
    key: inForm(REGISTRY_KEY),
    values: list(
      nested({
        required: [],
        properties: {
          name: text,
          data: text,
          data_type: oneOf(
            "REG_NONE",
            "REG_SZ",
            "REG_EXPAND_SZ",
            "REG_BINARY",
            "REG_DWORD",
            "REG_DWORD_BIG_ENDIAN",
            "REG_DWORD_LITTLE_ENDIAN",
            "REG_LINK",
            "REG_MULTI_SZ",
            "REG_RESOURCE_LIST",
            "REG_FULL_RESOURCE_DESCRIPTION",
            "REG_RESOURCE_REQUIREMENTS_LIST",
            "REG_QWORD",
            "REG_INVALID_TYPE",
          ),
        },
        rules: [{ kind: "at-least-one", of: [["name"], ["data"], ["data_type"]] }],
      }),
    ),
    modified_time: timestamp,
    creator_user_ref: referenceTo("user-account"),
    number_of_subkeys: integer,
  }),
  "x509-certificate": atLeastOne({
    is_self_signed: boolean,
    hashes,
    version: text,
    serial_number: text,
    signature_algorithm: text,
    issuer: text,
    validity_not_before: timestamp,
    validity_not_after: timestamp,
    subject: text,
    subject_public_key_algorithm: text,
    subject_public_key_modulus: text,
    subject_public_key_exponent: integer,
    x509_v3_extensions: certificateExtensions(),
  }),
};

interface Own {
  readonly required?: readonly string[];
  readonly properties: Readonly<Record<string, PropertyKind>>;
  readonly rules?: readonly CrossRule[];
}

function observable(own: Own): Shape {
  return {
    required: [...REQUIRED_OF_ALL_OBJECTS, ...(own.required ?? [])],
    properties: { ...OBSERVABLE_PROPERTIES, ...own.properties },
    rules: own.rules ?? [],
  };
}

/** An observable without any one required property: one of its own, or an extension, must be there. */
function atLeastOne(properties: Readonly<Record<string, PropertyKind>>): Shape {
  const names = [...Object.keys(properties), "extensions"];
  return observable({ properties, rules: [{ kind: "at-least-one", of: names.map((name) => [name]) }] });
}

function certificateExtensions(): PropertyKind {
  const texts = [
    "basic_constraints",
    "name_constraints",
    "policy_constraints",
    "key_usage",
    "extended_key_usage",
    "subject_key_identifier",
    "authority_key_identifier",
    "subject_alternative_name",
    "issuer_alternative_name",
    "subject_directory_attributes",
    "crl_distribution_points",
    "inhibit_any_policy",
    "certificate_policies",
    "policy_mappings",
  ];
  const properties: Readonly<Record<string, PropertyKind>> = {
    ...Object.fromEntries(texts.map((name) => [name, text])),
    private_key_usage_period_not_before: timestamp,
    private_key_usage_period_not_after: timestamp,
  };
  const of = Object.keys(properties).map((name) => [name]);
  return nested({ required: [], properties, rules: [{ kind: "at-least-one", of }] });
}
