import { describe, expect, it } from "vitest";
import { brierScore, calibrationCurve } from "./calibration-curve.ts";

const candidate = (
  probability: number,
  isTrue: boolean,
): { probability: number; q: number; reported: boolean; true: boolean } => ({
  reported: false,
  probability,
  q: 1,
  true: isTrue,
});

describe("the calibration curve", () => {
  it("compares what was reported with what came true, class by class, and leaves out empty classes", () => {
    const curve = calibrationCurve([candidate(0.92, true), candidate(0.94, false), candidate(0.002, false)]);
    expect(curve.map(({ from, to, candidates, realised }) => [from, to, candidates, realised])).toEqual([
      [0, 0.01, 1, 0],
      [0.9, 0.99, 2, 0.5],
    ]);
    expect(curve[1]?.meanProbability).toBeCloseTo(0.93, 10);
  });

  it("counts every candidate once, the edges included", () => {
    const edges = [0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1].map((edge) => candidate(edge, true));
    const curve = calibrationCurve(edges);
    expect(curve.reduce((sum, one) => sum + one.candidates, 0)).toBe(edges.length);
  });

  it("has a Brier score of 0 for certainty that is right and 0.25 for a shrug", () => {
    expect(brierScore([candidate(1, true), candidate(0, false)])).toBe(0);
    expect(brierScore([candidate(0.5, true), candidate(0.5, false)])).toBe(0.25);
  });
});
