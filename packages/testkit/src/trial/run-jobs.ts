import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { TrialJob, TrialResult } from "./trial-job.ts";

/**
 * Does the jobs in so many processes at once and tells each result as it comes, in no fixed order. A process gets
 * jobs that share its last piece of honest traffic first, so that this is composed seldom. A job that fails is told
 * as a result and does not end the others.
 *
 * @throws where a process ends by itself; the other processes are let go
 */
export async function runJobs(
  jobs: readonly TrialJob[],
  processes: number,
  onResult: (job: TrialJob, result: TrialResult) => void,
): Promise<void> {
  const waiting = [...jobs];
  const busy = new Map<number, string>();
  const take = (worker: number): TrialJob | undefined => {
    const others = [...busy].filter(([other]) => other !== worker).map(([, key]) => key);
    const [job] = waiting.splice(nextJob(waiting, busy.get(worker), others), 1);
    if (job !== undefined) busy.set(worker, baseOf(job));
    return job;
  };
  const children: ChildProcess[] = [];
  try {
    await Promise.all(
      Array.from({ length: Math.min(processes, jobs.length) }, async (_, worker) => {
        const child = fork(fileURLToPath(new URL("trial-worker.js", import.meta.url)));
        children.push(child);
        for (let job = take(worker); job !== undefined; job = take(worker))
          onResult(job, await answer(child, job));
      }),
    );
  } finally {
    for (const child of children) if (child.connected) child.disconnect();
  }
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
  return job.kind === "cell" ? `${job.world.scale} ${job.cell.baseSeed}` : job.kind;
}

type Answer = { readonly result: TrialResult } | { readonly failed: string };

function answer(child: ChildProcess, job: TrialJob): Promise<TrialResult> {
  return new Promise((resolve, reject) => {
    const died = (status: number | null): void => {
      reject(new Error(`A process of the trial ended with status ${String(status)}.`));
    };
    child.once("exit", died);
    child.once("message", (message: Answer) => {
      child.off("exit", died);
      resolve("result" in message ? message.result : { kind: "failed", message: message.failed });
    });
    child.send(job);
  });
}
