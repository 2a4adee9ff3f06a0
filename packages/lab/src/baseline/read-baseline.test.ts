import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import schema from "../../schemas/baseline-1.schema.json" with { type: "json" };
import { UnusableInput } from "../events/unusable-input.ts";
import { baselineText, type Baseline } from "./baseline.ts";
import { baselineOf } from "./baseline.fixture.ts";
import { parseBaseline, readBaseline } from "./read-baseline.ts";

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema as object);

/** A good baseline with some fields put in place of its own. */
const changed = (fields: object): string => JSON.stringify({ ...baselineOf(), ...fields });

const refusal = (text: string): string => {
  try {
    parseBaseline(text, "b.json");
  } catch (error) {
    if (error instanceof UnusableInput && error.code === "bad-baseline") return error.message;
    throw error;
  }
  return "taken";
};

describe("a baseline file", () => {
  it("gives back what was written, always in the same bytes", () => {
    const baseline: Baseline = baselineOf();
    expect(parseBaseline(baselineText(baseline), "b.json")).toEqual(baseline);
    expect(baselineText(parseBaseline(baselineText(baseline), "b.json"))).toBe(baselineText(baselineOf()));
  });

  it("is described by its schema, which refuses what the reader refuses", () => {
    expect(validate(JSON.parse(baselineText(baselineOf())))).toBe(true);
    for (const fields of BROKEN) expect(validate(JSON.parse(changed(fields)))).toBe(false);
  });

  it("may lack a measure or have one that this version does not know", () => {
    const { requests } = baselineOf().measures;
    expect(parseBaseline(changed({ measures: { requests, new_one: requests } }), "b.json").measures).toEqual({
      requests,
      new_one: requests,
    });
  });
});

const BROKEN: readonly object[] = [
  { accounts: -1 },
  { accounts: 1.5 },
  { hours_of_week: [0.5] },
  { period: { first: "yesterday", last: "2026-10-05T00:00:00.000Z" } },
  { ordinary: { intents: { rubricGrading: 2 }, shapes: {} } },
  { generator: { name: "stillwatch", version: "\u001b[31m", seed: 1 } },
  { measures: { requests: { known: 3, values: [1, 2] } } },
  { measures: { requests: { known: 0, values: new Array<number>(15).fill(1) } } },
  { measures: { "<b>": { known: 0, values: [] } } },
];

describe("a file that is no good baseline", () => {
  it("is refused with the field that is wrong", () => {
    for (const fields of BROKEN)
      expect(refusal(changed(fields))).toMatch(/^b\.json: its field [A-Za-z_0-9.]+ is wrong/);
    expect(refusal(changed({ hours_of_week: [0.5] }))).toContain(
      "field hours_of_week is wrong: not 168 hours",
    );
    const falling = Array.from({ length: 15 }, (_, at) => -at);
    expect(refusal(changed({ measures: { requests: { known: 3, values: falling } } }))).toContain(
      "measures.requests is wrong: the values do not ascend",
    );
    const backwards = { first: "2026-10-05T00:00:00.000Z", last: "2026-10-04T00:00:00.000Z" };
    expect(refusal(changed({ period: backwards }))).toContain("ends before it begins");
  });

  it("is refused for what it is otherwise", () => {
    expect(refusal("{")).toContain("not JSON");
    expect(refusal("null")).toContain("not a baseline");
    expect(refusal('{"schema":"stillwatch.report/1"}')).toContain("not a baseline");
    expect(refusal(changed({ schema: "stillwatch.baseline/2" }))).toContain("another version of the schema");
    expect(refusal("[".repeat(500_000))).toContain("not JSON");
  });

  it("does not get its own text into the message", () => {
    expect(refusal(changed({ measures: { "\u001b[31m": { known: 1, values: [] } } }))).not.toContain(
      "\u001b",
    );
  });
});

describe("the file itself", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "stillwatch-baseline-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("must be there, be a file, and not be huge", async () => {
    await expect(readBaseline(join(folder, "none.json"), "none.json")).rejects.toThrow(
      /^none\.json: there is no such file/,
    );
    await expect(readBaseline(folder)).rejects.toThrow(/no such file/);
    await writeFile(join(folder, "huge.json"), " ".repeat((1 << 20) + 1));
    await expect(readBaseline(join(folder, "huge.json"))).rejects.toThrow(/too large/);
  });

  it("is read", async () => {
    await writeFile(join(folder, "good.json"), baselineText(baselineOf()));
    expect(await readBaseline(join(folder, "good.json"))).toEqual(baselineOf());
  });
});
