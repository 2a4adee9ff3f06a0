import { JobDoer } from "./do-job.ts";
import type { TrialJob } from "./trial-job.ts";

/** The process that does the trial's jobs in the folder of its argument: one message in, one out, until let go. */
const doer = new JobDoer(process.argv[2] ?? "");

process.on("message", (job: TrialJob) => {
  doer.do(job).then(
    (result) => {
      tell({ result });
    },
    (error: unknown) => {
      tell({ failed: error instanceof Error ? error.message : String(error) });
    },
  );
});

/** The parent may have let go in the middle of a job: then nobody is left to tell, which is no error. */
function tell(message: object): void {
  process.send?.(message, undefined, undefined, () => undefined);
}

process.once("disconnect", () => process.exit(0));
process.once("SIGTERM", () => process.exit(0));
// The terminal sends it to every process: the parent decides, and lets go when it has what it wants.
process.on("SIGINT", () => undefined);
