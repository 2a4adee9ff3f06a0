import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildRequestSeries, guardStixObject, type ObservedDataProperties } from "../index.ts";
import { exampleAuthorship } from "./example-objects.fixture.ts";
import { roundedCount } from "./rounding.ts";

const ACCOUNT = "user-account--11f1c8d4-1b6a-5a34-9b1f-6f0b1f3d2c11";
const FACTS: ObservedDataProperties = {
  unit: "large-scale-data-requests",
  bucket_seconds: 3600,
  series: [10, 0, 20],
  coverage: 1,
  noise_mechanism: "none",
};

const build = (facts: Partial<ObservedDataProperties>, start = "2026-11-24T00:00:00Z") =>
  buildRequestSeries(exampleAuthorship("series"), {
    start,
    accounts: [ACCOUNT],
    facts: { ...FACTS, ...facts },
  });
const seriesOf = (object: object): readonly number[] =>
  (Object.values((object as { extensions: Record<string, unknown> }).extensions)[0] as { series: number[] })
    .series;

describe("a series of requests", () => {
  test("is one object with its sum and its span", () => {
    expect(build({})).toMatchObject([
      {
        first_observed: "2026-11-24T00:00:00.000Z",
        last_observed: "2026-11-24T03:00:00.000Z",
        number_observed: 30,
        object_refs: [ACCOUNT],
      },
    ]);
  });

  test("is cut where the count would exceed what STIX can say, and the windows meet", () => {
    const windows = build({ series: [600_000_000, 500_000_000, 400_000_000] });
    expect(windows.map((window) => window["number_observed"])).toEqual([600_000_000, 900_000_000]);
    expect(windows[1]?.["first_observed"]).toBe(windows[0]?.["last_observed"]);
  });

  test("makes no object of a window without requests", () => {
    expect(build({ series: Array.from({ length: 2500 }, (_, i) => (i === 2400 ? 7 : 0)) })).toHaveLength(1);
    expect(build({ series: [0, 0] })).toEqual([]);
  });

  test("loses no request beyond rounding, whatever the series", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 999_999_999 }), { maxLength: 2500 }), (series) => {
        const windows = build({ series });
        const rounded = series.map((count) => Math.min(999_999_999, roundedCount(count)));
        const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
        expect(sum(windows.map((window) => window["number_observed"] as number))).toBe(sum(rounded));
        for (const window of windows) {
          expect(window["number_observed"]).toBe(sum(seriesOf(window)));
          expect(guardStixObject(window).kind).toBe("sound");
        }
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    [{ series: [1_000_000_000] }, "count-out-of-range"],
    [{ series: [-1] }, "count-out-of-range"],
    [{ series: [0.5] }, "count-out-of-range"],
    [{ series: [Number.NaN] }, "count-out-of-range"],
    [{ epsilon: 1 }, "epsilon-without-noise"],
    [{ noise_mechanism: "laplace" }, "epsilon-without-noise"],
    [{ bucket_seconds: 60 }, "bucket-too-short"],
  ] as const)("%o is refused", (facts, code) => {
    expect(() => build(facts)).toThrow(expect.objectContaining({ code }));
  });

  test("a start that is no time is refused", () => {
    expect(() => build({}, "yesterday")).toThrow(expect.objectContaining({ code: "time-malformed" }));
  });
});
