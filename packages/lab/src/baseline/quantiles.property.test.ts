import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measuresOf } from "../accounts/account-measures.fixture.ts";
import { QUANTILE_LEVELS, quantileOf, quantilesOfPool } from "./quantiles.ts";

const value = fc.oneof(
  fc.constantFrom(0, 1, 5),
  fc.double({ min: 0, max: 1e6, noNaN: true }).map((one) => one + 0),
);
const values = fc.array(value, { minLength: 1, maxLength: 300 });
const level = fc.double({ min: 0, max: 1, noNaN: true });

const ofValues = (list: readonly number[]): ReturnType<typeof quantilesOfPool> =>
  quantilesOfPool(
    measuresOf(list.map((requests) => ({ requests }))),
    list.map((_, at) => at),
  );

describe("a quantile", () => {
  it("lies between the least and the largest value, and does not fall as the level rises", () => {
    fc.assert(
      fc.property(values, level, level, (list, one, other) => {
        const ordinary = ofValues(list);
        const [low, high] = [Math.min(one, other), Math.max(one, other)].map((q) =>
          quantileOf(ordinary, "requests", q),
        );
        expect(low).toBeGreaterThanOrEqual(Math.min(...list));
        expect(high).toBeLessThanOrEqual(Math.max(...list));
        expect(low).toBeLessThanOrEqual((high ?? 0) * (1 + 1e-12));
      }),
    );
  });

  it("at a kept level has as many values beyond it on either side as its level says", () => {
    fc.assert(
      fc.property(values, fc.constantFrom(...QUANTILE_LEVELS), (list, q) => {
        const found = quantileOf(ofValues(list), "requests", q);
        const slack = 1e-9 * Math.max(1, found);
        const below = list.filter((one) => one < found - slack).length;
        const above = list.filter((one) => one > found + slack).length;
        expect(below).toBeLessThanOrEqual(q * (list.length - 1) + 1 + 1e-6);
        expect(above).toBeLessThanOrEqual((1 - q) * (list.length - 1) + 1 + 1e-6);
      }),
    );
  });

  it("is the kept value at a kept level", () => {
    fc.assert(
      fc.property(values, (list) => {
        const ordinary = ofValues(list);
        const kept = ordinary.measures["requests"]?.values;
        expect(QUANTILE_LEVELS.map((q) => quantileOf(ordinary, "requests", q))).toEqual(kept);
      }),
    );
  });
});

describe("what is not known", () => {
  const ordinary = quantilesOfPool(measuresOf([{ requests: 3 }, {}, { requests: 100 }]), [0, 1]);

  it("does not count for a measure, nor do accounts outside of the pool", () => {
    expect(ordinary.measures["requests"]).toEqual({ known: 1, values: QUANTILE_LEVELS.map(() => 3) });
    expect(ordinary.measures["languages"]).toEqual({ known: 0, values: [] });
  });

  it("has no quantile, and neither has a measure that is none", () => {
    for (const name of ["languages", "constructor", "no such"]) {
      expect(quantileOf(ordinary, name, 0.5)).toBeNaN();
    }
  });

  it("cannot be asked for outside of 0 to 1", () => {
    for (const q of [-0.1, 1.1, Number.NaN]) {
      expect(() => quantileOf(ordinary, "requests", q)).toThrow(RangeError);
    }
  });
});
