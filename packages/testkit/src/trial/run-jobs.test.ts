import { describe, expect, it } from "vitest";
import type { TrialJob } from "./trial-job.ts";
import { nextJob } from "./run-jobs.ts";

const job = (baseSeed: number): TrialJob => ({
  kind: "cell",
  world: { side: "test", rivalSide: "calibration", days: 4, scale: 1 },
  cell: { shapes: [], knobs: {}, baseSeed, seed: 1, delay: false, rivals: false },
});

describe("the next job of a process", () => {
  const waiting = [job(1), job(2), job(1), job(3)];

  it("shares the honest traffic that the process has", () => {
    expect(nextJob(waiting, "1 2", [])).toBe(1);
  });

  it("is otherwise one whose traffic no other process has", () => {
    expect(nextJob(waiting, undefined, ["1 1", "1 2"])).toBe(3);
  });

  it("is the first one where nothing else fits", () => {
    expect(nextJob([job(1)], "1 2", ["1 1"])).toBe(0);
  });
});
