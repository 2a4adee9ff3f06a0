import fc from "fast-check";
import { expect, test } from "vitest";
import { roundedCount, roundedRatio, roundedUpProbability } from "./rounding.ts";

test("a rounded count has two significant digits, is near, and 0 and 1 stay what they are", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), (count) => {
      const rounded = roundedCount(count);
      expect(String(rounded).replace(/0+$/, "").length).toBeLessThanOrEqual(2);
      expect(Math.abs(rounded - count)).toBeLessThanOrEqual(count * 0.05);
      expect(roundedCount(rounded)).toBe(rounded);
    }),
  );
  expect([roundedCount(0), roundedCount(1), roundedCount(3512)]).toEqual([0, 1, 3500]);
});

test("a ratio becomes a multiple of a half within 50, never a negative zero", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (ratio) => {
      const rounded = roundedRatio(ratio);
      expect(Number.isInteger(rounded * 2) && Math.abs(rounded) <= 50).toBe(true);
      expect(Object.is(rounded, -0)).toBe(false);
      if (Math.abs(ratio) < 50) expect(Math.abs(rounded - ratio)).toBeLessThanOrEqual(0.25);
    }),
  );
});

test("a probability of error never becomes smaller, and has one digit", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (probability) => {
      const rounded = roundedUpProbability(probability);
      expect(rounded).toBeGreaterThanOrEqual(probability);
      expect(rounded).toBeLessThanOrEqual(1);
      expect(Number(rounded.toPrecision(1))).toBe(rounded);
      expect(rounded).toBeLessThanOrEqual(Math.max(1e-9, 2.0001 * probability));
    }),
  );
  expect([0, 0.00213, 0.95, 1].map(roundedUpProbability)).toEqual([1e-9, 0.003, 1, 1]);
});
