import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import {
  DISTILLATION_EXTENSION,
  DISTILLATION_EXTENSION_DEFINITION,
  guardStixObject,
  PURPOSE_MARKINGS,
  STILLWATCH_IDENTITY_OBJECT,
} from "../index.ts";
import { haveVectors, officialSchemas } from "../stix/official-schemas.fixture.ts";
import { exampleFiles } from "./example-objects.fixture.ts";

interface AnyObject {
  readonly type: string;
  readonly id: string;
  readonly extensions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [property: string]: unknown;
}

const ROOT = new URL("../../extension/", import.meta.url);
const SPECIFICATION = "extension-definition-specifications/distillation-sharing-1f3/";
const EXAMPLES = [...exampleFiles().values()].flat() as readonly AnyObject[];
const HOSTS = EXAMPLES.filter(({ extensions }) => extensions?.[DISTILLATION_EXTENSION]);

const isValid: ValidateFunction = new Ajv2020({ strictTypes: false }).compile(
  readJson(`${SPECIFICATION}${DISTILLATION_EXTENSION}.json`) as object,
);

describe("what is published", () => {
  test("definition, identity and markings in the files are those in the code", () => {
    const published = [
      ["extension-definition", DISTILLATION_EXTENSION_DEFINITION],
      ["identity", STILLWATCH_IDENTITY_OBJECT],
      ...Object.values(PURPOSE_MARKINGS).map((marking) => ["marking-definition", marking] as const),
    ] as const;
    for (const [type, object] of published) {
      expect(objectsOf(`objects/${type}/${object.id}.json`)).toEqual([object]);
      expect(guardStixObject(object).kind).toBe("sound");
    }
    expect(readdirSync(new URL("objects/marking-definition", ROOT))).toHaveLength(5);
  });

  test("the examples are what the builders make", () => {
    const files = exampleFiles();
    expect(readdirSync(new URL(`${SPECIFICATION}examples`, ROOT)).sort()).toEqual([...files.keys()].sort());
    for (const [name, objects] of files) {
      expect(objectsOf(`${SPECIFICATION}examples/${name}`)).toEqual(objects);
    }
  });

  test("the text names every property of the schema", () => {
    const text = readFileSync(new URL(`${SPECIFICATION}README.md`, ROOT), "utf8");
    const schema = readJson(`${SPECIFICATION}${DISTILLATION_EXTENSION}.json`) as { readonly $defs: unknown };
    for (const property of propertiesOf(schema.$defs)) {
      expect(text).toContain(`\`${property}\``);
    }
  });
});

test("the object in docs/stix.md is one of the examples", () => {
  const text = readFileSync(new URL("../../../../docs/stix.md", import.meta.url), "utf8");
  const [, shown = ""] = /```json\n([^`]*)```/.exec(text) ?? [];
  expect(EXAMPLES).toContainEqual(JSON.parse(shown));
});

describe("the schema", () => {
  test("every host type has an example, and every example is valid", () => {
    const types = new Set(HOSTS.map(({ type }) => type));
    expect([...types].sort()).toEqual([
      "campaign",
      "indicator",
      "infrastructure",
      "observed-data",
      "sighting",
      "software",
      "user-account",
    ]);
    for (const object of HOSTS)
      expect([object.type, isValid(object), isValid.errors]).toEqual([object.type, true, null]);
  });

  test.each(HOSTS.map((object) => [object.type, object] as const))(
    "%s: a property that is not in the text is refused, whatever it is called",
    (_, object) => {
      for (const property of ["price", "customers", "total_requests", "note"]) {
        expect(isValid(changed(object, { [property]: 1 }))).toBe(false);
      }
    },
  );

  test("a host without a row in the text is refused", () => {
    expect(isValid({ ...HOSTS[0], type: "malware" })).toBe(false);
    expect(isValid({ ...HOSTS[0], extensions: {} })).toBe(false);
  });

  test.each([
    ["campaign", { evidence: [{ family: "content", log_likelihood_ratio: 5.83 }] }],
    ["campaign", { wrong_elements: [] }],
    ["campaign", { evidence_level: "proof" }],
    ["infrastructure", { account_count: 0 }],
    ["infrastructure", { linkage_kinds: ["4111 1111 1111 1111"] }],
    ["user-account", { epoch: "" }],
    ["observed-data", { epsilon: undefined }],
    ["observed-data", { noise_mechanism: "none" }],
    ["observed-data", { bucket_seconds: 60 }],
    ["observed-data", { coverage: 1.1 }],
    ["indicator", { tested_on: undefined }],
    ["indicator", { rule_document_digest: "abc" }],
    ["software", { release_date: undefined }],
    ["software", { weights_hashes: ["d41d8cd98f00b204e9800998ecf8427e"] }],
    ["sighting", { requests_searched: 1_234_567 }],
    ["sighting", { searched_until: undefined }],
  ])("%s with %o is refused", (type, change) => {
    const object = HOSTS.find((host) => host.type === type)!;
    expect(isValid(object)).toBe(true);
    expect(isValid(changed(object, change))).toBe(false);
  });
});

describe("the examples as STIX", () => {
  test("our guard finds every object sound", () => {
    for (const object of EXAMPLES)
      expect([object.type, guardStixObject(object)]).toEqual([object.type, { kind: "sound", object }]);
  });

  test("the official schemas agree", ({ skip }) => {
    if (!haveVectors()) skip();
    const official = officialSchemas();
    const known = EXAMPLES.filter(({ type }) => type !== "ai-prompt");
    for (const object of known)
      expect([object.type, official(object.type, object)]).toEqual([object.type, true]);
  });

  test("every object is marked, and makes sense without our extension", () => {
    for (const object of EXAMPLES) {
      expect(object["object_marking_refs"]).toHaveLength(3);
      const { [DISTILLATION_EXTENSION]: _, ...extensions } = object.extensions ?? {};
      const { extensions: __, ...rest } = object;
      const without = Object.keys(extensions).length > 0 ? { ...rest, extensions } : rest;
      expect(guardStixObject(without).kind).toBe("sound");
    }
  });
});

function changed(object: AnyObject, change: Readonly<Record<string, unknown>>): unknown {
  const properties = { ...object.extensions?.[DISTILLATION_EXTENSION], ...change };
  return JSON.parse(JSON.stringify({ ...object, extensions: { [DISTILLATION_EXTENSION]: properties } }));
}

function propertiesOf(schema: unknown): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([name, value]: [string, unknown]) => [
    ...(name === "properties" ? Object.keys(value as object) : []),
    ...propertiesOf(value),
  ]);
}

function objectsOf(path: string): unknown {
  return (readJson(path) as { readonly objects: unknown }).objects;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, ROOT), "utf8"));
}
