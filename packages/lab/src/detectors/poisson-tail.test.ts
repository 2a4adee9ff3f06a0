import { describe, expect, it } from "vitest";
import { poissonTail } from "./poisson-tail.ts";

/** The other way round: one minus the terms below, which is exact while the tail is not small. */
function oneMinusHead(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let head = 0;
  for (let at = 0; at < count; at++) {
    head += term;
    term *= mean / (at + 1);
  }
  return 1 - head;
}

describe("the Poisson tail", () => {
  it("equals one minus the head", () => {
    for (const mean of [0.02, 0.7, 1, 3.5, 20]) {
      for (let count = 0; count < 30; count++) {
        const exact = oneMinusHead(count, mean);
        if (exact > 1e-9) expect(poissonTail(count, mean) / exact).toBeCloseTo(1, 5);
      }
    }
  });

  it("stays exact where one minus the head has no digits left", () => {
    // e^-0.01 · 0.01^8 / 8! · (1 + 0.01/9 + …)
    expect(poissonTail(8, 0.01) / ((Math.exp(-0.01) * 1e-16) / 40_320)).toBeCloseTo(1.0011, 3);
    expect(poissonTail(3000, 1)).toBe(0);
  });

  it("is 1 for nothing and 0 for something where nothing is expected", () => {
    expect(poissonTail(0, 3)).toBe(1);
    expect(poissonTail(1, 0)).toBe(0);
  });

  it("is about one half at a large mean", () => {
    expect(poissonTail(50_000, 50_000)).toBeCloseTo(0.5, 2);
  });
});
