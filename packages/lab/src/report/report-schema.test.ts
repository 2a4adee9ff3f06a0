import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ValidateFunction } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { emptyReportFixture, reportFixture } from "./report.fixture.ts";

const schema: unknown = JSON.parse(
  readFileSync(new URL("../../schemas/report-1.schema.json", import.meta.url), "utf8"),
);
const validate: ValidateFunction = new Ajv2020({ strict: true, allErrors: true }).compile(schema as object);

/** A report as it is read back from report.json. */
function written(report: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(report)) as Record<string, unknown>;
}

describe("report-1.schema.json", () => {
  it("accepts a full report and one without findings", () => {
    for (const report of [reportFixture(), emptyReportFixture()]) {
      validate(written(report));
      expect(validate.errors).toBeNull();
    }
  });

  it("accepts a report with the fields of the contract only", () => {
    const campaign = {
      id: "c1",
      probability: 0.9,
      q_value: 0.01,
      shapes: ["template-harvest"],
      accounts: [{ account: "a", membership: 1, requests: 2 }],
      requests: 2,
      input_tokens: 0,
      output_tokens: 0,
      first_seen: "2026-09-01T00:00:00Z",
      last_seen: "2026-09-02T00:00:00Z",
      evidence: [
        { family: "replay", detector: "D4", log_likelihood_ratio: 9, summary: "s", request_ids: ["r"] },
      ],
    };
    const report = {
      schema: "stillwatch.report/1",
      input: { files: [], events: 0, accounts: 0, first: "", last: "" },
      fdr: 0.05,
      campaigns: [campaign],
      below_threshold: [],
      measure: { large_scale_requests: 2 },
    };
    expect(validate(report)).toBe(true);
  });

  it("accepts fields that a later version adds", () => {
    expect(validate({ ...written(reportFixture()), added_later: { anything: true } })).toBe(true);
  });

  it.each([
    ["another schema name", { schema: "stillwatch.report/2" }],
    ["an fdr above one", { fdr: 1.5 }],
    ["no measure", { measure: undefined }],
    ["campaigns that are no list", { campaigns: {} }],
  ])("refuses %s", (_, change) => {
    expect(validate(written({ ...reportFixture(), ...change }))).toBe(false);
  });

  it.each([
    ["a probability above one", { probability: 1.2 }],
    ["a negative count", { requests: -1 }],
    ["a time that is none", { first_seen: "yesterday" }],
    ["no evidence list", { evidence: undefined }],
  ])("refuses a campaign with %s", (_, change) => {
    const [first, ...rest] = reportFixture().campaigns;
    expect(validate(written({ ...reportFixture(), campaigns: [{ ...first, ...change }, ...rest] }))).toBe(
      false,
    );
  });

  it("describes every field that a report has", () => {
    expect(undescribed(written(reportFixture()), schema as Node, "$")).toEqual([]);
  });

  it("refers to nothing outside itself", () => {
    const references = [...JSON.stringify(schema).matchAll(/"\$ref":"([^"]*)"/g)].map(([, target]) => target);
    expect(references.length).toBeGreaterThan(20);
    expect(references.filter((target) => target?.startsWith("#/$defs/") !== true)).toEqual([]);
  });
});

interface Node {
  readonly $ref?: string;
  readonly anyOf?: readonly Node[];
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node;
}

function undescribed(found: unknown, node: Node, path: string): readonly string[] {
  const described = resolve(node);
  if (Array.isArray(found))
    return found.flatMap((one) => undescribed(one, described.items ?? {}, `${path}[]`));
  if (typeof found !== "object" || found === null) return [];
  return Object.entries(found).flatMap(([name, value]) => {
    const next = described.properties?.[name] ?? described.additionalProperties;
    return next === undefined ? [`${path}.${name}`] : undescribed(value, next, `${path}.${name}`);
  });
}

function resolve(node: Node): Node {
  const chosen = node.anyOf?.find((one) => one.$ref !== undefined) ?? node;
  if (chosen.$ref === undefined) return chosen;
  const definitions = (schema as { readonly $defs: Readonly<Record<string, Node>> }).$defs;
  return resolve(definitions[chosen.$ref.replace("#/$defs/", "")] ?? {});
}
