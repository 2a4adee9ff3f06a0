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
process.once("disconnect", () => {
  doer.close();
  process.exit(0);
});
