import { describe, expect, it } from "vitest";
import type { DetectRow } from "./compare-detect.ts";
import { extrapolate, growthOf } from "./growth.ts";

function row(requests: number, cpuSeconds: number, peakBytes: number): DetectRow {
  const measured = { cpuSeconds, peakBytes, wallSeconds: cpuSeconds };
  return {
    requests,
    logBytes: 0,
    rounds: 1,
    detect: measured,
    parse: measured,
    ratio: 1,
    plantedFound: undefined,
    wronglyReported: undefined,
  };
}

const ROWS = [row(1000, 12, 300), row(100, 3, 200), row(500, 7, 250)];

describe("growth", () => {
  it("compares each log with the next longer one, whatever the order of measurement", () => {
    expect(growthOf(ROWS).map(({ from, to, linear, cpu }) => [from, to, linear, cpu])).toEqual([
      [100, 500, 5, 7 / 3],
      [500, 1000, 2, 12 / 7],
    ]);
  });

  it("extrapolates along the line through the two longest logs, not through the origin", () => {
    expect(extrapolate(ROWS, 2000)).toEqual({ requests: 2000, cpuSeconds: 22, peakBytes: 400 });
  });

  it("does not extrapolate from a single length", () => {
    expect(extrapolate([row(100, 3, 200), row(100, 4, 200)], 2000)).toBeUndefined();
  });
});
