import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { ruleJsonSchema } from "./rule-document.ts";
import { ruleText } from "./rule.fixture.ts";
import { DETECTORS } from "./rule.ts";

const FILE = new URL("../../schemas/rule-1.schema.json", import.meta.url);
const schema = JSON.parse(readFileSync(FILE, "utf8")) as object;
const validate = new Ajv2020({
  strict: true,
  allErrors: true,
  strictTypes: false,
  strictTuples: false,
}).compile(schema);

function documents(text: string): unknown[] {
  return parseAllDocuments(text).map((document) => document.toJS() as unknown);
}

describe("rule-1.schema.json", () => {
  it("is what the code checks", () => {
    expect(schema).toEqual(JSON.parse(JSON.stringify(ruleJsonSchema())));
  });

  it("accepts every shipped rule", () => {
    const folder = new URL("../../rules/", import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".yaml"),
    );
    expect(files.length).toBeGreaterThan(10);
    for (const name of files) {
      for (const document of documents(readFileSync(new URL(name, folder), "utf8"))) {
        validate(document);
        expect(validate.errors, name).toBeNull();
      }
    }
  });

  it("knows every detector, and no other", () => {
    const [rule] = documents(ruleText({ correlation: undefined, tests: [] })) as [object];
    const accepted = (detector: string): boolean => validate({ ...rule, detection: { detector } });
    expect(DETECTORS.filter((detector) => !accepted(detector))).toEqual([]);
    expect(accepted(`D${String(DETECTORS.length + 1)}`)).toBe(false);
  });

  it.each([
    ["an absolute number as threshold", { detection: { measure: "networks", above: 20 } }],
    ["one family only", { correlation: { ...correlation(), min_independent_families: 1 } }],
    ["no marking", { tlp: undefined }],
    ["no end", { expires: undefined }],
    [
      "half an account",
      { tests: [{ name: "n", case: "negative", expect: "silent", accounts: [{ count: 0.5 }] }] },
    ],
    ["a field that it does not know", { regex: "(a+)+$" }],
  ])("refuses %s", (_, change) => {
    const [rule] = documents(ruleText()) as [object];
    expect(validate(rule)).toBe(true);
    expect(validate(JSON.parse(JSON.stringify({ ...rule, ...change })))).toBe(false);
  });
});

function correlation(): object {
  const [rule] = documents(ruleText()) as [{ correlation: object }];
  return rule.correlation;
}
