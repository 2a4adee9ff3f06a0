import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gamma, poisson, weibull } from "./distributions.ts";
import { pickWeighted, randomFrom, seedFor, shuffled } from "./random.ts";
import { clientDay } from "./timing.ts";

describe("seeded randomness", () => {
  it("repeats itself from the same seed", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const draws = (): number[] => {
          const random = randomFrom(seed);
          return Array.from({ length: 20 }, random.unit);
        };
        expect(draws()).toEqual(draws());
      }),
    );
  });

  it("stays in [0, 1) with a mean near one half", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = randomFrom(seed);
        const draws = Array.from({ length: 2000 }, random.unit);
        expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...draws)).toBeLessThan(1);
        expect(Math.abs(draws.reduce((sum, draw) => sum + draw, 0) / 2000 - 0.5)).toBeLessThan(0.05);
      }),
    );
  });

  it("gives other seeds to other names", () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.string(), (seed, one, other) => {
        fc.pre(one !== other);
        expect(seedFor(seed, one)).not.toBe(seedFor(seed, other));
      }),
    );
  });

  it("shuffles without losing anything", () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer()), (seed, values) => {
        expect(shuffled(randomFrom(seed), values).sort()).toEqual([...values].sort());
      }),
    );
  });

  it("never picks a value of weight 0", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(
          pickWeighted(randomFrom(seed), [
            ["no", 0],
            ["yes", 1],
            ["never", 0],
          ] as const),
        ).toBe("yes");
      }),
    );
  });

  it("draws gamma, Weibull and Poisson with the means of their laws", () => {
    const random = randomFrom(3);
    const mean = (draw: () => number): number =>
      Array.from({ length: 20_000 }, draw).reduce((a, b) => a + b, 0) / 20_000;
    expect(mean(() => gamma(random, 2.5))).toBeCloseTo(2.5, 1);
    expect(mean(() => gamma(random, 0.4))).toBeCloseTo(0.4, 1);
    expect(mean(() => weibull(random, 1))).toBeCloseTo(1, 1);
    expect(mean(() => poisson(random, 4))).toBeCloseTo(4, 1);
    expect(mean(() => poisson(random, 80))).toBeCloseTo(80, 0);
  });

  it("keeps a client's arrivals within the day and in order", () => {
    const window = fc.record({
      second: fc.integer({ min: 0, max: 143 }).map((tenMinutes) => tenMinutes * 600),
      rate: fc.double({ min: 0.01, max: 9, noNaN: true }),
      law: fc.constantFrom("Gamma" as const, "Weibull" as const),
      shape: fc.double({ min: 0.15, max: 9, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(window, { minLength: 1 }),
        fc.integer({ min: 1, max: 300 }),
        (seed, windows, wanted) => {
          const times = clientDay(randomFrom(seed), { windows }, 0, wanted);
          expect(times.every((time) => time >= 0 && time < 86_400_000 + 1)).toBe(true);
          expect([...times].sort((a, b) => a - b)).toEqual(times);
          expect(times.length).toBeLessThanOrEqual(wanted);
        },
      ),
    );
  });
});
