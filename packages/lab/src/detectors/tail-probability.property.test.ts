import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "./seeded-random.ts";
import { anyOf, LEAST_PROBABILITY, logEvidence, tailProbability } from "./tail-probability.ts";

const value = fc.double({ min: -1000, max: 1000, noNaN: true });
const reference = fc.oneof(
  fc.array(value, { minLength: 20, maxLength: 60 }),
  // Without spread, and with heavy ties.
  fc.array(fc.constantFrom(0, 0, 0, 1), { minLength: 20, maxLength: 60 }),
);
const tail = fc.constantFrom("upper" as const, "lower" as const);
const resolution = fc.double({ min: 0.001, max: 1, noNaN: true });

describe("the tail probability", () => {
  it("lies between its floor and 1", () => {
    fc.assert(
      fc.property(
        fc.oneof(value, fc.constantFrom(1e300, -1e300)),
        reference,
        tail,
        resolution,
        (at, values, side, step) => {
          const p = tailProbability(at, values, { tail: side, resolution: step });
          expect(p).toBeGreaterThanOrEqual(LEAST_PROBABILITY);
          expect(p).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it("never rises as the observed value goes further out", () => {
    fc.assert(
      fc.property(value, value, reference, tail, resolution, (a, b, values, side, step) => {
        const [near, far] = (side === "upper") === a < b ? [a, b] : [b, a];
        const options = { tail: side, resolution: step };
        expect(tailProbability(far, values, options)).toBeLessThanOrEqual(
          tailProbability(near, values, options),
        );
      }),
    );
  });

  it("is the same for the lower tail as for the upper tail of the negated values", () => {
    fc.assert(
      fc.property(value, reference, resolution, (at, values, step) => {
        const upper = tailProbability(at, values, { tail: "upper", resolution: step });
        const negated = values.map((one) => -one);
        expect(tailProbability(-at, negated, { tail: "lower", resolution: step })).toBe(upper);
      }),
    );
  });

  it("is the rank inside of the reference, the observed value counted as one of it", () => {
    const values = Array.from({ length: 99 }, (_, at) => at);
    expect(tailProbability(50, values, { tail: "upper", resolution: 0.1 })).toBe(50 / 100);
    expect(tailProbability(-1, values, { tail: "upper", resolution: 0.1 })).toBe(1);
    expect(tailProbability(20, values, { tail: "lower", resolution: 0.1 })).toBe(22 / 100);
  });

  it("does not take a hair's breadth beyond a reference without spread for certainty", () => {
    const same = new Array<number>(200).fill(0.5);
    expect(tailProbability(0.51, same, { tail: "upper", resolution: 0.05 })).toBeGreaterThan(0.05);
    expect(tailProbability(1, same, { tail: "upper", resolution: 0.05 })).toBeLessThan(1e-4);
  });

  it("is unknown without twenty reference values or without an observed one", () => {
    const options = { tail: "upper", resolution: 1 } as const;
    const nineteen = new Array<number>(19).fill(1);
    expect(tailProbability(1, nineteen, options)).toBeNaN();
    expect(tailProbability(1, [...nineteen, Number.NaN, Number.NaN], options)).toBeNaN();
    expect(tailProbability(Number.NaN, [...nineteen, 1], options)).toBeNaN();
    expect(tailProbability(1, [...nineteen, 1], options)).toBe(1);
  });

  it("keeps its promised rate under the null, for short and for long tails", () => {
    const shapes: Readonly<Record<string, (random: () => number) => number>> = {
      uniform: (random) => random(),
      normal: (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
      exponential: (random) => -Math.log(1 - random()),
    };
    for (const [shape, draw] of Object.entries(shapes)) {
      const random = seededRandom(7);
      const runs = 4000;
      const below = { 0.05: 0, 0.01: 0, 0.5: 0 };
      for (let run = 0; run < runs; run++) {
        const values = Array.from({ length: 200 }, () => draw(random));
        const p = tailProbability(draw(random), values, { tail: "upper", resolution: 0.001 });
        for (const level of [0.05, 0.01, 0.5] as const) if (p <= level) below[level]++;
      }
      expect(below[0.05] / runs, shape).toBeGreaterThan(0.02);
      expect(below[0.05] / runs).toBeLessThan(0.065);
      expect(below[0.01] / runs).toBeLessThan(0.018);
      expect(below[0.5] / runs).toBeGreaterThan(0.46);
      expect(below[0.5] / runs).toBeLessThan(0.53);
    }
  });
});

describe("evidence from a probability", () => {
  it("is no more than 1 on average under chance, as an e-value must be", () => {
    let sum = 0;
    const steps = 1_000_000;
    for (let step = 0; step < steps; step++) sum += Math.exp(logEvidence((step + 0.5) / steps));
    expect(sum / steps).toBeLessThanOrEqual(1);
    expect(sum / steps).toBeGreaterThan(0.99);
  });

  it("falls as the probability rises, and has the values that its description names", () => {
    expect(logEvidence(1)).toBeCloseTo(-0.69, 2);
    expect(logEvidence(0.01)).toBeCloseTo(1.61, 2);
    expect(logEvidence(1e-6)).toBeCloseTo(6.21, 2);
  });
});

describe("the best of several tests", () => {
  it("is corrected for the tests that could be made, and never above 1", () => {
    expect(anyOf([0.01, Number.NaN, 0.5])).toBeCloseTo(0.02);
    expect(anyOf([0.9, 0.8])).toBe(1);
    expect(anyOf([Number.NaN])).toBeNaN();
    expect(anyOf([])).toBeNaN();
  });
});
