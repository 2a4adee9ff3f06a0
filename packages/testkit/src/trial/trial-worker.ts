import { JobDoer } from "./do-job.ts";
import type { TrialJob } from "./trial-job.ts";

/** The process that does the trial's jobs: one message in, one message out, until the parent lets go. */
const doer = new JobDoer();

process.on("message", (job: TrialJob) => {
  doer.do(job).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ failed: error instanceof Error ? error.message : String(error) }),
  );
});

/** A log of some hundred megabytes must not stay behind, however the trial ends. */
const leave = (): never => {
  doer.close();
  process.exit(0);
};
process.once("disconnect", leave);
process.once("SIGINT", leave);
process.once("SIGTERM", leave);
