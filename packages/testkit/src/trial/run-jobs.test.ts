import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { nextJob, runJobs } from "./run-jobs.ts";
import type { TrialJob, TrialResult } from "./trial-job.ts";

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

describe("running jobs", () => {
  const folder = mkdtempSync(join(tmpdir(), "stillwatch-run-jobs-"));
  const script = join(folder, "worker.mjs");
  // Dies of base 13, never answers base 99, and leaves when the parent lets go.
  writeFileSync(
    script,
    `process.on("message", ({ cell }) => {
      if (cell.baseSeed === 13) process.exit(3);
      if (cell.baseSeed !== 99) process.send({ result: { kind: "leaks", leaks: [] } });
    });
    process.once("disconnect", () => process.exit(0));`,
  );
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const starting = (): { started: ChildProcess[]; start: () => ChildProcess } => {
    const started: ChildProcess[] = [];
    const start = (): ChildProcess => {
      const child = fork(script);
      started.push(child);
      return child;
    };
    return { started, start };
  };

  it("tells a job whose process ends as failed, and does the others in a new process", async () => {
    const { started, start } = starting();
    const told: [number, TrialResult][] = [];
    const signal = new AbortController().signal;
    await runJobs([job(1), job(13), job(2)], { processes: 1, signal, start }, (one, result) => {
      if (one.kind === "cell") told.push([one.cell.baseSeed, result]);
    });
    expect(told.map(([seed, { kind }]) => [seed, kind])).toEqual([
      [1, "leaks"],
      [13, "failed"],
      [2, "leaks"],
    ]);
    expect(told[1]?.[1]).toEqual({ kind: "failed", message: "a process of the trial ended with status 3" });
    expect(started).toHaveLength(2);
  });

  it("ends with what there is when it is interrupted, in the middle of a job too", async () => {
    const { start } = starting();
    const stop = new AbortController();
    const told: TrialResult[] = [];
    await runJobs([job(1), job(99), job(2)], { processes: 1, signal: stop.signal, start }, (_job, result) => {
      told.push(result);
      setTimeout(() => {
        stop.abort();
      }, 50);
    });
    expect(told).toEqual([{ kind: "leaks", leaks: [] }]);
  });
});
