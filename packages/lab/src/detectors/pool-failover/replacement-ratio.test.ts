import { describe, expect, it } from "vitest";
import { replacementEvidence, replacementRatio } from "./replacement-ratio.ts";

/** Exact tail of a number of joiners of which each value from 0 to 99 is as likely. */
const evenly = (joiners: number): number => Math.max(0, 1 - joiners / 100);

describe("the ratio of replacement to chance", () => {
  it("is at most 1 on average under chance, however many were stopped", () => {
    for (const stopped of [3, 20, 60, 120, 1000]) {
      const ratios = Array.from({ length: 100 }, (_, joined) =>
        replacementRatio({ stopped, joined, chanceOf: evenly }),
      );
      expect(ratios.reduce((sum, ratio) => sum + ratio, 0) / 100).toBeLessThanOrEqual(1 + 1e-9);
    }
  });

  it("grows with what is replaced of the stopped, and no more beyond three quarters of them", () => {
    const chanceOf = (joiners: number): number => 1 / (1 + joiners);
    const ratioOf = (joined: number): number => replacementRatio({ stopped: 100, joined, chanceOf });
    expect([9, 10, 25, 50, 75, 1000].map(ratioOf)).toEqual([0, 11, 37, 88, 164, 164].map((sum) => sum / 4));
  });

  it("believes no chance smaller than one in five hundred", () => {
    expect(replacementRatio({ stopped: 40, joined: 40, chanceOf: () => 1e-30 })).toBe(500);
  });
});

describe("the evidence of all waves", () => {
  it("says more where a second wave is replaced too, and less where it is not", () => {
    expect(replacementEvidence([100, 100])).toBeGreaterThan(replacementEvidence([100]) + 1);
    expect(replacementEvidence([100, 0])).toBeLessThan(replacementEvidence([100]));
  });

  it("lies between −0.22 and 6", () => {
    expect(replacementEvidence([0])).toBeCloseTo(-0.16, 2);
    expect(replacementEvidence(Array.from({ length: 50 }, () => 0))).toBeGreaterThan(-0.23);
    expect(replacementEvidence([500])).toBeCloseTo(4.33, 2);
    expect(replacementEvidence([500, 500, 500])).toBe(6);
  });
});
