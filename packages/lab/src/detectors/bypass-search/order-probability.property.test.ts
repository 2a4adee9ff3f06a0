import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binomialTail, rankSumTail } from "./order-probability.ts";

/** All ways to choose `count` of the positions from `first` on. */
function choices(first: number, positions: number, count: number): number[][] {
  if (count === 0) return [[]];
  const all: number[][] = [];
  for (let at = first; at <= positions - count; at++) {
    for (const rest of choices(at + 1, positions, count - 1)) all.push([at, ...rest]);
  }
  return all;
}

function wrongPairs(earlier: readonly number[], later: readonly number[]): number {
  return earlier.reduce((sum, time) => sum + later.filter((other) => other <= time).length, 0);
}

describe("the rank sum's tail", () => {
  it("is the share of all dealings of labels with at most as many wrong pairs", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 7 }),
        fc.nat(),
        (few, many, pick) => {
          const positions = few + many;
          const dealings = choices(0, positions, few);
          const counts = dealings.map((earlier) => {
            const later = Array.from({ length: positions }, (_, at) => at).filter(
              (at) => !earlier.includes(at),
            );
            return { earlier, later, wrong: wrongPairs(earlier, later) };
          });
          const seen = counts[pick % counts.length];
          if (seen === undefined) throw new Error("no dealing");
          const share = counts.filter(({ wrong }) => wrong <= seen.wrong).length / counts.length;
          const p = rankSumTail(seen.earlier, seen.later);
          if (seen.wrong * 2 > few * many) expect(p).toBe(1);
          else expect(p).toBeCloseTo(share, 10);
        },
      ),
    );
  });

  it("counts equal times against the order, and is 1 without times", () => {
    expect(rankSumTail([1], [2, 3, 4])).toBeCloseTo(1 / 4, 12);
    expect(rankSumTail([2], [2, 3, 4])).toBeCloseTo(2 / 4, 12);
    expect(rankSumTail([], [1])).toBe(1);
    expect(rankSumTail([1], [])).toBe(1);
  });
});

describe("the binomial tail", () => {
  it("equals the sum over all outcomes of a few trials", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.nat({ max: 11 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (trials, successes, chance) => {
          let sum = 0;
          for (let outcome = 0; outcome < 1 << trials; outcome++) {
            const ones = outcome.toString(2).split("1").length - 1;
            if (ones >= successes) sum += chance ** ones * (1 - chance) ** (trials - ones);
          }
          expect(binomialTail(successes, trials, chance)).toBeCloseTo(sum, 9);
        },
      ),
    );
  });

  it("keeps its precision where a thousand trials nearly all succeed", () => {
    expect(binomialTail(1000, 1000, 0.5) / 0.5 ** 1000).toBeCloseTo(1, 6);
    expect(binomialTail(990, 1000, 0.5)).toBeLessThan(1e-270);
    expect(binomialTail(0, 5, 0)).toBe(1);
    expect(binomialTail(1, 5, 0)).toBe(0);
  });
});
