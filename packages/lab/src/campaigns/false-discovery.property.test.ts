import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { qValues } from "./false-discovery.ts";
import { seededRandom } from "../detectors/seeded-random.ts";

/** Some values tie, some are extreme. */
const pValue = fc.oneof(fc.constantFrom(1, 0.05, 0.01, 1e-12), fc.double({ min: 1e-9, max: 1, noNaN: true }));
const pValues = fc.array(pValue, { maxLength: 30 });

describe("Benjamini–Hochberg", () => {
  it("reports at every rate what the step-up procedure of 1995 rejects", () => {
    fc.assert(
      fc.property(pValues, fc.double({ min: 0.001, max: 0.5, noNaN: true }), (ps, rate) => {
        const sorted = [...ps].sort((a, b) => a - b);
        let rejected = 0;
        sorted.forEach((p, at) => {
          if (p * ps.length <= rate * (at + 1)) rejected = at + 1;
        });
        const limit = rejected === 0 ? -1 : (sorted[rejected - 1] ?? -1);
        const reported = qValues(ps).map((q) => q <= rate * (1 + 1e-12));
        expect(reported).toEqual(ps.map((p) => p <= limit));
      }),
    );
  });

  it("gives q-values between p and 1 that rise with p", () => {
    fc.assert(
      fc.property(pValues, (ps) => {
        const qs = qValues(ps);
        expect(qs.length).toBe(ps.length);
        const pairs = ps.map((p, at) => [p, qs[at] ?? Number.NaN] as const).sort(([a], [b]) => a - b);
        pairs.forEach(([p, q], at) => {
          expect(q).toBeGreaterThanOrEqual(p * (1 - 1e-12));
          expect(q).toBeLessThanOrEqual(1 + 1e-12);
          expect(q).toBeGreaterThanOrEqual(pairs[at - 1]?.[1] ?? 0);
        });
      }),
    );
  });

  it("does not depend on the order of the candidates", () => {
    fc.assert(
      fc.property(
        pValues.chain((ps) =>
          fc.tuple(
            fc.constant(ps),
            fc.shuffledSubarray(
              ps.map((_, at) => at),
              { minLength: ps.length },
            ),
          ),
        ),
        ([ps, order]) => {
          const qs = qValues(ps);
          const shuffled = qValues(order.map((at) => ps[at] ?? 1));
          expect(shuffled).toEqual(order.map((at) => qs[at]));
        },
      ),
    );
  });

  it("keeps the false-discovery rate over many runs with nine true nulls in ten", () => {
    const random = seededRandom(1);
    let proportion = 0;
    const runs = 2000;
    for (let run = 0; run < runs; run++) {
      const ps = Array.from({ length: 40 }, (_, at) => (at < 4 ? 1e-6 : 1 - random()));
      const reported = qValues(ps).flatMap((q, at) => (q <= 0.2 ? [at] : []));
      proportion += reported.filter((at) => at >= 4).length / Math.max(1, reported.length);
    }
    // The expectation is 0.2 · 36/40 = 0.18; the standard error over the runs about 0.004.
    expect(proportion / runs).toBeLessThan(0.2);
    expect(proportion / runs).toBeGreaterThan(0.16);
  });
});
