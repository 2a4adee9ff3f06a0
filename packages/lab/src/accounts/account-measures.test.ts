import { describe, expect, it } from "vitest";
import { ACCOUNT_MEASURES } from "./account-measures.ts";
import { measuresOf } from "./account-measures.fixture.ts";
import { MEASURE_MEANINGS } from "./measure-meanings.ts";

describe("account measures", () => {
  it("are unknown where nothing was measured", () => {
    const measures = measuresOf([{ requests: 3 }, {}]);
    expect([...measures.of("requests")]).toEqual([3, Number.NaN]);
    expect([...measures.of("languages")]).toEqual([Number.NaN, Number.NaN]);
  });

  it("refuse a name that is none", () => {
    expect(() => measuresOf([]).of("reqests")).toThrow(/no account measure "reqests"/);
  });

  it("have a meaning each, and a share for every intent and shape", () => {
    expect(ACCOUNT_MEASURES.every((name) => (MEASURE_MEANINGS[name] ?? "") !== "")).toBe(true);
    expect(ACCOUNT_MEASURES).toEqual(
      expect.arrayContaining(["intent_reasoningExtraction", "shape_scoreOnly", "night_share"]),
    );
  });
});
