import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TrialJob, TrialResult } from "./trial-job.ts";

/** How jobs are done. */
export interface RunOptions {
  readonly processes: number;
  /** No job is begun or waited for any more once it is aborted; what was told until then stays told. */
  readonly signal: AbortSignal;
  /** Starts a process that answers each job with `{ result }` or `{ failed }`. */
  readonly start?: () => ChildProcess;
}

/**
 * Does the jobs in so many processes at once and tells each result as it comes, in no fixed order. A process gets
 * jobs that share its last piece of honest traffic first, so that this is composed seldom. A job that fails is told
 * as a result and does not end the others; so is one whose process ends, and the next job gets a new process.
 */
export async function runJobs(
  jobs: readonly TrialJob[],
  { processes, signal, start = startWorker }: RunOptions,
  onResult: (job: TrialJob, result: TrialResult) => void,
): Promise<void> {
  const waiting = [...jobs];
  const busy = new Map<number, string>();
  const take = (worker: number): TrialJob | undefined => {
    if (signal.aborted) return undefined;
    const others = [...busy].filter(([other]) => other !== worker).map(([, key]) => key);
    const [job] = waiting.splice(nextJob(waiting, busy.get(worker), others), 1);
    if (job !== undefined) busy.set(worker, baseOf(job));
    return job;
  };
  const work = async (worker: number): Promise<void> => {
    let child: ChildProcess | undefined;
    try {
      for (let job = take(worker); job !== undefined; job = take(worker)) {
        if (child?.connected !== true) child = start();
        const result = await answer(child, job, signal);
        if (result !== undefined) onResult(job, result);
      }
    } finally {
      if (child?.connected === true) child.disconnect();
    }
  };
  await Promise.all(Array.from({ length: Math.min(processes, jobs.length) }, (_, worker) => work(worker)));
}

/** A process with a folder of its own, which goes when it ends, however it ends. */
function startWorker(): ChildProcess {
  const folder = mkdtempSync(join(tmpdir(), "stillwatch-trial-"));
  const child = fork(fileURLToPath(new URL("trial-worker.js", import.meta.url)), [folder]);
  child.once("exit", () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return child;
}

/** Index of the job for a process that has the honest traffic `own` while other processes have theirs. */
export function nextJob(
  waiting: readonly TrialJob[],
  own: string | undefined,
  others: readonly string[],
): number {
  const same = waiting.findIndex((job) => baseOf(job) === own);
  const free = waiting.findIndex((job) => !others.includes(baseOf(job)));
  return same >= 0 ? same : Math.max(0, free);
}

/** Jobs with the same key share honest traffic. */
function baseOf(job: TrialJob): string {
  if (job.kind === "cell") return `${job.world.scale} ${job.cell.baseSeed}`;
  return job.kind === "honest" ? `${job.world.scale} ${job.baseSeed}` : job.kind;
}

type Answer = { readonly result: TrialResult } | { readonly failed: string };

/** What the process makes of the job; undefined where nobody waits for it any more. */
function answer(child: ChildProcess, job: TrialJob, signal: AbortSignal): Promise<TrialResult | undefined> {
  return new Promise((resolve) => {
    const settle = (result: TrialResult | undefined): void => {
      child.off("exit", died).off("error", broke).off("message", told);
      signal.removeEventListener("abort", stopped);
      resolve(result);
    };
    const died = (status: number | null, by: NodeJS.Signals | null): void => {
      settle({
        kind: "failed",
        message: `a process of the trial ended with ${by ?? `status ${String(status)}`}`,
      });
    };
    const broke = (error: Error): void => {
      settle({ kind: "failed", message: error.message });
    };
    const told = (message: Answer): void => {
      settle("result" in message ? message.result : { kind: "failed", message: message.failed });
    };
    const stopped = (): void => {
      settle(undefined);
    };
    child.once("exit", died).once("error", broke).once("message", told);
    signal.addEventListener("abort", stopped);
    child.send(job, (error) => {
      if (error !== null) broke(error);
    });
  });
}
