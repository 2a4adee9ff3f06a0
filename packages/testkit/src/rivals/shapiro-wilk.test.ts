import { describe, expect, it } from "vitest";
import { shapiroWilk } from "./shapiro-wilk.ts";

describe("the statistic W", () => {
  it("is what Shapiro and Wilk and scipy 1.17 give for the weights of eleven men", () => {
    const weights = [148, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236];
    expect(shapiroWilk(weights)).toBeCloseTo(0.788815, 3);
  });

  it("agrees with scipy 1.17 on an even, an exponential and a sample of six", () => {
    expect(shapiroWilk(Array.from({ length: 50 }, (_, index) => 0.1 * index))).toBeCloseTo(0.955583, 3);
    expect(shapiroWilk(Array.from({ length: 24 }, (_, index) => 2 ** (index / 4)))).toBeCloseTo(0.81013, 3);
    expect(shapiroWilk([1, 2, 3, 4, 5, 20])).toBeCloseTo(0.689061, 3);
  });

  it("does not depend on order, place and scale", () => {
    const sample = [3, 1, 4, 1.5, 9, 2.6, 5];
    const moved = [...sample].reverse().map((value) => 100 + 7 * value);
    expect(shapiroWilk(moved)).toBeCloseTo(shapiroWilk(sample), 10);
  });

  it("is 0 for equal values, which no normal law gives, and refuses fewer than six", () => {
    expect(shapiroWilk([2, 2, 2, 2, 2, 2, 2])).toBe(0);
    expect(() => shapiroWilk([1, 2, 3, 4, 5])).toThrow(RangeError);
  });
});
