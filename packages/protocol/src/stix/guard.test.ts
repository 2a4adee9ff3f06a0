import { describe, expect, it } from "vitest";
import { splitEnvelope } from "../encoding/split-envelope.ts";
import { MAX_FAULTS, type FaultRule } from "./fault.ts";
import { guardStixObject } from "./guard.ts";
import { id, SOUND_OBJECTS, soundObject } from "./sound-objects.fixture.ts";

interface Broken {
  readonly what: string;
  readonly object: unknown;
  readonly path: string;
  readonly rule: FaultRule;
}

const BROKEN: readonly Broken[] = [
  { what: "an array", object: [], path: "", rule: "wrong-type" },
  { what: "null", object: null, path: "", rule: "wrong-type" },
  { what: "a text", object: "campaign", path: "", rule: "wrong-type" },
  { what: "no type", object: {}, path: "/type", rule: "required" },
  { what: "a type that is no text", object: { type: 1 }, path: "/type", rule: "wrong-type" },
  { what: "a bundle", object: { type: "bundle", id: id("bundle") }, path: "/type", rule: "type" },
  { what: "the reserved type", object: { type: "action", id: id("action") }, path: "/type", rule: "name" },
  ...["ab", "Abc", "a_b", "a--b", "abc-", "-abc", "1abc", "a".repeat(251)].map((type): Broken => {
    return {
      what: `the type ${type.slice(0, 9)}`,
      object: { type, id: id("abc") },
      path: "/type",
      rule: "name",
    };
  }),
  broken(
    "a name twice as long as allowed",
    "campaign",
    { ["a".repeat(251)]: 1 },
    `/${"a".repeat(199)}`,
    "name",
  ),
  broken("a name in upper case", "campaign", { Custom: 1 }, "/Custom", "name"),
  broken("a name with a slash", "campaign", { "a/b~c": 1 }, "/a~1b~0c", "name"),
  broken("a reserved name", "campaign", { severity: 1 }, "/severity", "name"),
  broken("an id of another type", "campaign", { id: id("incident") }, "/id", "together"),
  broken("an id without UUID", "campaign", { id: "campaign--1" }, "/id", "form"),
  broken(
    "an id with the Nil UUID",
    "campaign",
    { id: `campaign--${"0".repeat(8)}-0000-0000-0000-${"0".repeat(12)}` },
    "/id",
    "form",
  ),
  broken("an unknown version of STIX", "campaign", { spec_version: "3.0" }, "/spec_version", "enumeration"),
  broken("no version of STIX", "campaign", { spec_version: undefined }, "/spec_version", "required"),
  broken(
    "an author that is no identity",
    "campaign",
    { created_by_ref: id("campaign") },
    "/created_by_ref",
    "reference-type",
  ),
  broken("a confidence above 100", "campaign", { confidence: 101 }, "/confidence", "range"),
  broken("a confidence that is not whole", "campaign", { confidence: 50.5 }, "/confidence", "wrong-type"),
  broken("revoked as a text", "campaign", { revoked: "true" }, "/revoked", "wrong-type"),
  broken(
    "a version before its object",
    "campaign",
    { modified: "2025-01-01T00:00:00.001Z" },
    "/modified",
    "order",
  ),
  broken("a leap second", "campaign", { first_seen: "2016-12-31T23:59:60Z" }, "/first_seen", "form"),
  broken(
    "a day that does not exist",
    "campaign",
    { first_seen: "2026-02-29T00:00:00Z" },
    "/first_seen",
    "form",
  ),
  broken(
    "a time with an offset",
    "campaign",
    { first_seen: "2026-01-01T00:00:00+00:00" },
    "/first_seen",
    "form",
  ),
  broken(
    "a version too late to be kept",
    "campaign",
    { modified: "2300-01-01T00:00:00Z" },
    "/modified",
    "range",
  ),
  broken(
    "a last sight before the first",
    "campaign",
    { last_seen: "2025-12-31T23:59:59.999999Z" },
    "/last_seen",
    "order",
  ),
  broken("an empty list", "campaign", { labels: [] }, "/labels", "empty"),
  broken("a list of numbers", "campaign", { labels: ["a", 1] }, "/labels/1", "wrong-type"),
  broken(
    "a reference without any more",
    "campaign",
    { external_references: [{ source_name: "a" }] },
    "/external_references/0",
    "together",
  ),
  broken(
    "a CVE number of another form",
    "campaign",
    { external_references: [{ source_name: "cve", external_id: "2024-1" }] },
    "/external_references/0/external_id",
    "form",
  ),
  broken(
    "a marking by no marking",
    "campaign",
    { object_marking_refs: [id("identity")] },
    "/object_marking_refs/0",
    "reference-type",
  ),
  broken(
    "a granular marking of both kinds",
    "campaign",
    { granular_markings: [{ selectors: ["name"], lang: "en", marking_ref: id("marking-definition") }] },
    "/granular_markings/0",
    "together",
  ),
  broken(
    "a selector to nothing",
    "campaign",
    { granular_markings: [{ selectors: ["labels.[1]"], lang: "en" }] },
    "/granular_markings/0/selectors/0",
    "selector",
  ),
  broken(
    "a selector to what objects inherit",
    "campaign",
    { granular_markings: [{ selectors: ["constructor"], lang: "en" }] },
    "/granular_markings/0/selectors/0",
    "selector",
  ),
  broken(
    "a selector of another form",
    "campaign",
    { granular_markings: [{ selectors: ["labels[0]"], lang: "en" }] },
    "/granular_markings/0/selectors/0",
    "form",
  ),
  broken("no extension", "campaign", { extensions: {} }, "/extensions", "empty"),
  broken(
    "an extension by another name",
    "campaign",
    { extensions: { rank: { a: 1 } } },
    "/extensions/rank",
    "name",
  ),
  broken(
    "an extension without its type",
    "campaign",
    { extensions: { [id("extension-definition")]: { a: 1 } } },
    `/extensions/${id("extension-definition")}/extension_type`,
    "required",
  ),
  broken(
    "a predefined extension without content",
    "file",
    { extensions: { "ntfs-ext": {} } },
    "/extensions/ntfs-ext",
    "empty",
  ),
  broken(
    "a predefined extension that is wrong inside",
    "file",
    { extensions: { "pdf-ext": { is_optimized: "yes" } } },
    "/extensions/pdf-ext/is_optimized",
    "wrong-type",
  ),
  broken("a pattern that is none", "indicator", { pattern: "[a:b = 1" }, "/pattern", "pattern"),
  broken(
    "an end of validity at its start",
    "indicator",
    { valid_until: "2026-01-01T00:00:00.000Z" },
    "/valid_until",
    "order",
  ),
  broken("half a position", "location", { longitude: undefined }, "", "together"),
  broken("a latitude beyond the pole", "location", { latitude: 90.1 }, "/latitude", "range"),
  broken("a family without a name", "malware", { name: undefined }, "", "together"),
  broken("nothing observed", "observed-data", { number_observed: 0 }, "/number_observed", "range"),
  broken(
    "more observed than can be said",
    "observed-data",
    { number_observed: 1_000_000_000 },
    "/number_observed",
    "range",
  ),
  broken("objects and references", "observed-data", { objects: { 0: { type: "url" } } }, "", "together"),
  broken(
    "an observed campaign",
    "observed-data",
    { object_refs: [id("campaign")] },
    "/object_refs/0",
    "reference-type",
  ),
  broken("an opinion of one's own", "opinion", { opinion: "maybe" }, "/opinion", "enumeration"),
  broken(
    "a relationship of relationships",
    "relationship",
    { source_ref: id("relationship") },
    "/source_ref",
    "reference-type",
  ),
  broken(
    "a relationship type in upper case",
    "relationship",
    { relationship_type: "Uses" },
    "/relationship_type",
    "form",
  ),
  broken(
    "a relationship that ends as it starts",
    "relationship",
    { stop_time: "2026-01-01T00:00:00Z" },
    "/stop_time",
    "order",
  ),
  broken("a count below zero", "sighting", { count: -1 }, "/count", "range"),
  broken(
    "a sighting by a campaign",
    "sighting",
    { where_sighted_refs: [id("campaign")] },
    "/where_sighted_refs/0",
    "reference-type",
  ),
  broken(
    "a second definition of TLP red",
    "marking-definition",
    { definition_type: "tlp", definition: { tlp: "red" } },
    "/id",
    "form",
  ),
  broken(
    "a statement without a text",
    "marking-definition",
    { definition: { note: "a" } },
    "/definition/statement",
    "required",
  ),
  broken(
    "a marking that defines nothing",
    "marking-definition",
    { definition: undefined, definition_type: undefined },
    "",
    "together",
  ),
  broken(
    "an extension's properties where it has none",
    "extension-definition",
    { extension_types: ["new-sco"] },
    "/extension_properties",
    "together",
  ),
  broken(
    "content in no language",
    "language-content",
    { contents: { "not a tag": { name: "a" } } },
    "/contents/not a tag",
    "name",
  ),
  broken("an artifact of two sources", "artifact", { url: "https://example.com/" }, "", "together"),
  broken("a hash that is too short", "file", { hashes: { MD5: "abc" } }, "/hashes/MD5", "form"),
  broken("a multipart message with one body", "email-message", { is_multipart: true }, "/body", "together"),
  broken("a living connection that ended", "network-traffic", { is_active: true }, "/end", "together"),
  broken("a port too high", "network-traffic", { dst_port: 65_536 }, "/dst_port", "range"),
  broken("an IPv4 address with a large octet", "ipv4-addr", { value: "198.51.100.256" }, "/value", "form"),
  broken("an IPv4 range that is too long", "ipv4-addr", { value: "198.51.100.0/33" }, "/value", "form"),
  broken("an IPv6 address with two gaps", "ipv6-addr", { value: "2001::db8::1" }, "/value", "form"),
  broken("an IPv6 address of nine groups", "ipv6-addr", { value: "1:2:3:4:5:6:7:8:9" }, "/value", "form"),
  broken("a MAC address in upper case", "mac-addr", { value: "D2:FB:49:24:37:18" }, "/value", "form"),
  broken("an abbreviated hive", "windows-registry-key", { key: "HKLM\\Software" }, "/key", "form"),
  { what: "an empty process", object: { type: "process", id: id("process", 5) }, path: "", rule: "together" },
  { what: "an unknown type without id", object: { type: "x-thing" }, path: "/id", rule: "required" },
  {
    what: "an unknown type with a bad time",
    object: { type: "x-thing", id: id("x-thing"), created: "now" },
    path: "/created",
    rule: "form",
  },
];

const SOUND: readonly (readonly [string, unknown])[] = [
  ["an unknown type without times or version", { type: "x-thing", id: id("x-thing"), x_any: { a: [null] } }],
  [
    "an object of STIX 2.0, by the common rules",
    soundObject("indicator", { spec_version: "2.0", pattern: undefined }),
  ],
  [
    "hand-written dates in the wrong order",
    soundObject("campaign", { created: "2026-01-09T00:00:00Z", modified: "2026-01-01T00:00:00Z" }),
  ],
  ["nine digits of a second", soundObject("campaign", { modified: "2026-02-01T00:00:00.123456789Z" })],
  ["validity to the end of time", soundObject("indicator", { valid_until: "9999-12-31T23:59:59Z" })],
  [
    "custom properties, whatever they hold",
    soundObject("campaign", { x_none: null, x_empty: [], plain: { Deep: 1 } }),
  ],
  ["names that every JavaScript object has", soundObject("campaign", { constructor: 1, valueof: 2 })],
  ["a pattern of another language", soundObject("indicator", { pattern: "title: x", pattern_type: "sigma" })],
  [
    "TLP red as it is defined",
    soundObject("marking-definition", {
      id: "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
      definition_type: "tlp",
      definition: { tlp: "red" },
    }),
  ],
  ["an IPv4 address inside IPv6", soundObject("ipv6-addr", { value: "::ffff:192.0.2.1" })],
  ["a UUID of version 7", soundObject("campaign", { id: "campaign--017f22e2-79b0-7cc3-98c4-dc0c0c07398f" })],
];

describe("guardStixObject", () => {
  it.each(BROKEN)("refuses $what", ({ object, path, rule }) => {
    const verdict = guardStixObject(object);
    expect(verdict.kind === "faulty" && verdict.faults).toContainEqual({
      path,
      rule,
      message: expect.any(String),
    });
  });

  it.each(SOUND)("takes %s", (_, object) => {
    expect(guardStixObject(object)).toEqual({ kind: "sound", object });
  });

  it("gives back the very object, unchanged", () => {
    const object = structuredClone(SOUND_OBJECTS[1]);
    const verdict = guardStixObject(object);
    expect(verdict.kind === "sound" && verdict.object).toBe(object);
    expect(object).toEqual(SOUND_OBJECTS[1]);
  });

  it.each(SOUND_OBJECTS.map((object) => [object.type]))(
    "asks %s for an id, and for nothing that the sound one lacks",
    (type) => {
      const verdict = guardStixObject(soundObject(type, { id: undefined }));
      expect(verdict.kind === "faulty" && verdict.faults).toEqual([
        { path: "/id", rule: "required", message: "Give id." },
      ]);
    },
  );

  it("checks known types as unknown ones where only the common rules are asked for", () => {
    const bare = { type: "artifact", id: id("artifact", 5), mime_type: "application/zip" };
    expect(guardStixObject(bare).kind).toBe("faulty");
    expect(guardStixObject(bare, { rules: "common" }).kind).toBe("sound");
    expect(guardStixObject({ ...bare, id: "artifact--1" }, { rules: "common" }).kind).toBe("faulty");
  });

  it("keeps the text of objects out of its messages", () => {
    const secret = "a-secret-handle";
    for (const property of [
      "type",
      "id",
      "created",
      "name",
      "labels",
      "created_by_ref",
      "lang",
      "extensions",
    ]) {
      const verdict = guardStixObject(soundObject("campaign", { [property]: secret }));
      expect(JSON.stringify(verdict.kind === "faulty" && verdict.faults)).not.toContain(secret);
    }
  });
});

describe("the guard before hostile objects", () => {
  it("refuses a type of 28 letters and an exclamation mark, on which the official schemas take a second", () => {
    expect(guardStixObject({ type: `${"a".repeat(28)}!`, id: id("abc") }).kind).toBe("faulty");
  });

  it("refuses long texts that are nearly right in every form", () => {
    const long = 1_000_000;
    const nearly: readonly (readonly [string, string, string])[] = [
      ["campaign", "id", `campaign${"-a".repeat(long)}!`],
      ["campaign", "lang", `en${"-a".repeat(long)}!`],
      ["campaign", "first_seen", `2026-01-01T00:00:00.${"0".repeat(long)}`],
      ["artifact", "payload_bin", `${"AAAA".repeat(long)}!`],
      ["artifact", "mime_type", `${"a".repeat(long)}!`],
      ["url", "value", `${"a".repeat(long)} `],
      ["domain-name", "value", `${"a.".repeat(long)}.`],
      ["ipv6-addr", "value", `${"a:".repeat(long)}`],
      ["software", "cpe", `cpe:2.3:a${"?".repeat(long)}`],
      ["email-addr", "value", "@".repeat(long)],
      ["file", "magic_number_hex", `${"ab".repeat(long)}!`],
      ["indicator", "pattern", `${"(".repeat(long)}`],
      ["indicator", "pattern", `[a:b = '${"\\\\".repeat(long)}`],
      ["indicator", "pattern", `[a:b IN (${"1,".repeat(long)}`],
      ["indicator", "pattern", "/* */".repeat(long)],
    ];
    for (const [type, property, value] of nearly) {
      expect(guardStixObject(soundObject(type, { [property]: value })).kind).toBe("faulty");
    }
  });

  it("reports at most so many faults, however many there are", () => {
    const refs = Array.from({ length: 1_000_000 }, (_, index) => `campaign--${index}`);
    const verdict = guardStixObject(soundObject("report", { object_refs: refs, id: id("campaign") }));
    expect(verdict.kind === "faulty" && verdict.faults).toHaveLength(MAX_FAULTS);
  });

  it("takes a million good references", () => {
    const refs = Array.from({ length: 1_000_000 }, () => id("campaign"));
    expect(guardStixObject(soundObject("report", { object_refs: refs })).kind).toBe("sound");
  });

  it("meets depth and doubled names only after they were refused", () => {
    const deep = `{"objects":[${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}]}`;
    expect(splitEnvelope(Buffer.from(deep))).toMatchObject({ kind: "refused", code: "too-deep" });
  });
});

function broken(
  what: string,
  type: string,
  over: Readonly<Record<string, unknown>>,
  ...[path, rule]: readonly [string, FaultRule]
): Broken {
  return { what, object: soundObject(type, over), path, rule };
}
