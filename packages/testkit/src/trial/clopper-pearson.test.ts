import { describe, expect, it } from "vitest";
import { clopperPearson } from "./clopper-pearson.ts";

describe("the interval of Clopper and Pearson", () => {
  it("is what scipy 1.17 gives", () => {
    const known: readonly (readonly [number, number, number, number])[] = [
      [0, 200, 0, 0.018275340355148807],
      [3, 200, 0.003104107621555085, 0.043208281917709784],
      [10, 20, 0.27195784956079133, 0.7280421504392086],
      [20, 20, 0.8315665290169145, 1],
    ];
    for (const [hits, trials, low, high] of known) {
      const interval = clopperPearson(hits, trials);
      expect(interval[0]).toBeCloseTo(low, 9);
      expect(interval[1]).toBeCloseTo(high, 9);
    }
  });

  it("says nothing of nothing, and refuses more hits than trials", () => {
    expect(clopperPearson(0, 0)).toEqual([0, 1]);
    expect(() => clopperPearson(3, 2)).toThrow(RangeError);
  });
});
