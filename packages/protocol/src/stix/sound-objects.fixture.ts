/** One sound object of each type of STIX 2.1, with most of its properties: what tests break one thing of. */
export const SOUND_OBJECTS: readonly SoundObject[] = [
  domain("attack-pattern", {
    name: "Extract AI Model",
    aliases: ["Model stealing"],
    kill_chain_phases: [{ kill_chain_name: "mitre-atlas", phase_name: "exfiltration" }],
    external_references: [{ source_name: "mitre-atlas", external_id: "AML.T0024.002" }],
  }),
  domain("campaign", {
    name: "A campaign",
    description: "What it is about",
    aliases: ["Other name"],
    first_seen: "2026-01-01T00:00:00Z",
    last_seen: "2026-01-02T00:00:00.123456Z",
    objective: "Distillation",
    labels: ["distillation"],
    confidence: 60,
    lang: "en",
    revoked: false,
    created_by_ref: id("identity"),
    object_marking_refs: [id("marking-definition")],
    granular_markings: [{ selectors: ["description", "labels.[0]"], marking_ref: id("marking-definition") }],
    external_references: [
      { source_name: "cve", external_id: "CVE-2024-12345" },
      { source_name: "somewhere", url: "https://example.com/a?b=c", hashes: { "SHA-256": "a".repeat(64) } },
    ],
    extensions: { [id("extension-definition")]: { extension_type: "property-extension", rank: 5 } },
  }),
  domain("course-of-action", { name: "Rate limit" }),
  domain("grouping", { name: "A group", context: "suspicious-activity", object_refs: [id("campaign")] }),
  domain("identity", {
    name: "A lab",
    identity_class: "organization",
    roles: ["member"],
    sectors: ["technology"],
  }),
  domain("incident", { name: "An incident" }),
  domain("indicator", {
    name: "An indicator",
    indicator_types: ["malicious-activity"],
    pattern: "[user-account:user_id = 'abc']",
    pattern_type: "stix",
    pattern_version: "2.1",
    valid_from: "2026-01-01T00:00:00Z",
    valid_until: "2026-06-01T00:00:00Z",
  }),
  domain("infrastructure", {
    name: "Accounts",
    infrastructure_types: ["account-cluster"],
    aliases: ["Cluster"],
    first_seen: "2026-01-01T00:00:00Z",
    last_seen: "2026-01-01T00:00:00Z",
  }),
  domain("intrusion-set", {
    name: "An activity cluster",
    goals: ["A student model"],
    resource_level: "organization",
    primary_motivation: "organizational-gain",
    secondary_motivations: ["dominance"],
  }),
  domain("location", { latitude: 48.2, longitude: 16.37, precision: 1000.5, country: "AT" }),
  domain("malware", {
    name: "A tool",
    is_family: true,
    malware_types: ["bot"],
    sample_refs: [id("file", 5)],
  }),
  domain("malware-analysis", {
    product: "a-scanner",
    result: "benign",
    submitted: "2026-01-01T00:00:00Z",
    sample_ref: id("artifact", 5),
    analysis_sco_refs: [id("file", 5)],
    installed_software_refs: [id("software", 5)],
  }),
  domain("note", {
    abstract: "In short",
    content: "At length",
    authors: ["Somebody"],
    object_refs: [id("campaign")],
  }),
  domain("observed-data", {
    first_observed: "2026-01-01T00:00:00Z",
    last_observed: "2026-01-01T01:00:00Z",
    number_observed: 999_999_999,
    object_refs: [id("user-account", 5)],
  }),
  domain("opinion", { opinion: "strongly-disagree", explanation: "A study", object_refs: [id("indicator")] }),
  domain("report", {
    name: "A report",
    report_types: ["campaign"],
    published: "2026-01-01T00:00:00Z",
    object_refs: [id("campaign")],
  }),
  domain("threat-actor", {
    name: "Somebody",
    threat_actor_types: ["competitor"],
    roles: ["director"],
    goals: ["A model"],
    sophistication: "advanced",
    personal_motivations: ["personal-gain"],
  }),
  domain("tool", { name: "A client", tool_types: ["unknown"], tool_version: "1.2" }),
  domain("vulnerability", { name: "CVE-2024-12345" }),
  domain("relationship", {
    relationship_type: "uses",
    source_ref: id("campaign"),
    target_ref: id("infrastructure"),
    start_time: "2026-01-01T00:00:00Z",
    stop_time: "2026-01-02T00:00:00Z",
  }),
  domain("sighting", {
    sighting_of_ref: id("indicator"),
    count: 0,
    first_seen: "2026-01-01T00:00:00Z",
    last_seen: "2026-01-02T00:00:00Z",
    observed_data_refs: [id("observed-data")],
    where_sighted_refs: [id("identity")],
    summary: true,
  }),
  domain("language-content", {
    object_ref: id("campaign"),
    object_modified: "2026-01-01T00:00:00.000Z",
    contents: { de: { name: "Eine Kampagne" } },
  }),
  domain("extension-definition", {
    created_by_ref: id("identity"),
    name: "An extension",
    schema: "https://example.com/schema.json",
    version: "1.0.0",
    extension_types: ["toplevel-property-extension"],
    extension_properties: ["rank"],
  }),
  {
    type: "marking-definition",
    spec_version: "2.1",
    id: id("marking-definition"),
    created: "2026-01-01T00:00:00.000Z",
    definition_type: "statement",
    definition: { statement: "For members" },
  },
  observable("artifact", {
    mime_type: "application/zip",
    payload_bin: "AAAA",
    hashes: { MD5: "a".repeat(32) },
    encryption_algorithm: "AES-256-GCM",
    decryption_key: "secret",
  }),
  observable("autonomous-system", { number: 64496, name: "Example", rir: "RIPE" }),
  observable("directory", { path: "/tmp", path_enc: "UTF-8", ctime: "2026-01-01T00:00:00Z" }),
  observable("domain-name", { value: "example.com", resolves_to_refs: [id("ipv4-addr", 5)] }),
  observable("email-addr", {
    value: "a@example.com",
    display_name: "A",
    belongs_to_ref: id("user-account", 5),
  }),
  observable("email-message", {
    is_multipart: false,
    date: "2026-01-01T00:00:00Z",
    from_ref: id("email-addr", 5),
    to_refs: [id("email-addr", 5)],
    subject: "Hello",
    received_lines: ["from a"],
    additional_header_fields: { "X-Mailer": "x" },
    body: "Text",
  }),
  observable("file", {
    name: "a.exe",
    size: 10,
    magic_number_hex: "ffd8",
    hashes: { "SHA-1": "a".repeat(40), Custom_Hash: "anything" },
    parent_directory_ref: id("directory", 5),
    extensions: {
      "windows-pebinary-ext": {
        pe_type: "exe",
        number_of_sections: 1,
        machine_hex: "014c",
        optional_header: { magic_hex: "010b", size_of_code: 1 },
        sections: [{ name: ".text", entropy: 0.5 }],
      },
    },
  }),
  observable("ipv4-addr", { value: "198.51.100.0/24", belongs_to_refs: [id("autonomous-system", 5)] }),
  observable("ipv6-addr", { value: "2001:db8::1", resolves_to_refs: [id("mac-addr", 5)] }),
  observable("mac-addr", { value: "d2:fb:49:24:37:18" }),
  observable("mutex", { name: "__CLEANSWEEP__" }),
  observable("network-traffic", {
    src_ref: id("ipv4-addr", 5),
    dst_ref: id("domain-name", 5),
    src_port: 65535,
    protocols: ["ipv4", "tcp"],
    start: "2026-01-01T00:00:00Z",
    end: "2026-01-01T00:00:01Z",
    is_active: false,
    src_byte_count: 5,
    ipfix: { maximumTTL: 255 },
    extensions: { "tcp-ext": { src_flags_hex: "00000002" } },
  }),
  observable("process", {
    pid: 1,
    command_line: "a -b",
    created_time: "2026-01-01T00:00:00Z",
    image_ref: id("file", 5),
    environment_variables: { PATH: "/bin" },
    extensions: { "windows-service-ext": { service_name: "a", service_status: "SERVICE_RUNNING" } },
  }),
  observable("software", {
    name: "A model",
    cpe: "cpe:2.3:a:vendor:product:1.0:*:*:*:*:*:*:*",
    languages: ["en"],
    vendor: "A lab",
    version: "1",
  }),
  observable("url", { value: "https://example.com/a" }),
  observable("user-account", {
    user_id: "abc",
    account_type: "model-api",
    is_disabled: true,
    account_created: "2026-01-01T00:00:00Z",
    extensions: { "unix-account-ext": { gid: 1000, groups: ["wheel"] } },
  }),
  observable("windows-registry-key", {
    key: "HKEY_LOCAL_MACHINE\\System\\Foo",
    values: [{ name: "Foo", data: "qwerty", data_type: "REG_SZ" }],
    number_of_subkeys: 1,
  }),
  observable("x509-certificate", {
    issuer: "C=AT",
    is_self_signed: false,
    subject_public_key_exponent: 65537,
    validity_not_before: "2026-01-01T00:00:00Z",
    x509_v3_extensions: { basic_constraints: "critical,CA:TRUE", key_usage: "x" },
  }),
];

export interface SoundObject {
  readonly type: string;
  readonly id: string;
  readonly [property: string]: unknown;
}

/** The sound object of a type, with some properties put over it; `undefined` takes one away. */
export function soundObject(
  type: string,
  over: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const found = SOUND_OBJECTS.find((object) => object.type === type);
  if (found === undefined) throw new Error(`there is no sound object of type ${type}`);
  const entries = Object.entries({ ...found, ...over }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}

/** An identifier of this type with a UUID of this version. */
export function id(type: string, version: 4 | 5 = 4): string {
  return `${type}--919108f7-52d1-${version}320-9bac-f847db4148a8`;
}

function domain(type: string, own: Readonly<Record<string, unknown>>): SoundObject {
  const times = { created: "2026-01-01T00:00:00.000Z", modified: "2026-02-01T12:30:00.000Z" };
  return { type, spec_version: "2.1", id: id(type), ...times, ...own };
}

function observable(type: string, own: Readonly<Record<string, unknown>>): SoundObject {
  return { type, spec_version: "2.1", id: id(type, 5), ...own };
}
