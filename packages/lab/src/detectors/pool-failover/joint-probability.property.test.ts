import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fisherCombined, negativeBinomialTail } from "./joint-probability.ts";

const mean = fc.double({ min: 0.01, max: 2000, noNaN: true });
const variation = fc.double({ min: 0.01, max: 20, noNaN: true });

describe("the negative binomial tail", () => {
  it("falls with the count and rises with the mean, within 0 and 1", () => {
    fc.assert(
      fc.property(fc.nat({ max: 3000 }), mean, variation, (count, rate, spread) => {
        const p = negativeBinomialTail(count, rate, spread);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(negativeBinomialTail(count + 1, rate, spread)).toBeLessThanOrEqual(p + 1e-9);
        expect(negativeBinomialTail(count, rate * 1.5, spread)).toBeGreaterThanOrEqual(p - 1e-9);
      }),
    );
  });

  it("is Poisson's where the rate hardly varies, and geometric where it varies as an exponential does", () => {
    expect(negativeBinomialTail(3, 1, 1e-6)).toBeCloseTo(1 - 2.5 * Math.exp(-1), 5);
    expect(negativeBinomialTail(20, 3, 1)).toBeCloseTo((3 / 4) ** 20, 12);
    expect(negativeBinomialTail(2, 3, 1)).toBeCloseTo((3 / 4) ** 2, 12);
  });
});

describe("Fisher's combination", () => {
  it("of one probability is that probability", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-8, max: 1, noNaN: true }), (p) => {
        expect(fisherCombined([p])).toBeCloseTo(p, 10);
      }),
    );
  });

  it("of two is their product times 1 − ln of it", () => {
    expect(fisherCombined([0.1, 0.2])).toBeCloseTo(0.02 * (1 - Math.log(0.02)), 10);
    expect(fisherCombined([1, 1, 1])).toBe(1);
  });
});
