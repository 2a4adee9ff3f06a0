import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { worldOf } from "../composition.ts";
import { RIVALS } from "../rivals/all.ts";
import { judgeRival } from "../rivals/judge-rival.ts";
import { readRivalLog } from "../rivals/read-rival-log.ts";
import type { RivalFindings, RivalLog } from "../rivals/rival.ts";
import type { Side } from "../traffic/corpus.ts";
import { fieldCampaign, scenarioNamed } from "../traffic/scenarios.ts";
import type { World } from "../traffic/world.ts";
import type { Cell } from "./cells.ts";
import { judgeLog } from "./cell-verdict.ts";
import type { DayLog } from "./day-log.ts";
import { composeDays, joined, until } from "./day-log.ts";
import { detectInProcess } from "./detect-in-process.ts";
import { firstDetections } from "./first-detection.ts";
import { checkLeaks } from "./leak-check.ts";
import type { CellResult, RivalResult, TrialJob, TrialResult, TrialWorld } from "./trial-job.ts";

/** Does the jobs of one process, keeping what they share: corpora, one draw of honest traffic, calibrated rivals. */
export class JobDoer {
  readonly #folder = mkdtempSync(join(tmpdir(), "stillwatch-trial-"));
  readonly #worlds = new Map<string, World>();
  #base: { readonly key: string; readonly log: DayLog } | undefined;
  #rivals: readonly LearnedRival[] | undefined;

  async do(job: TrialJob): Promise<TrialResult> {
    if (job.kind === "null") return this.#null(job.world, job.seed);
    if (job.kind === "cell") return this.#cell(job.world, job.cell);
    const world = this.#world(job.world, job.world.side, 1, job.seed);
    return { kind: "leaks", leaks: checkLeaks(world, job.shapes) };
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #null(trial: TrialWorld, seed: number): Promise<TrialResult> {
    const folder = join(this.#folder, "null");
    try {
      const world = this.#world(trial, trial.side, trial.scale, seed);
      const log = composeDays(world, scenarioNamed("lookalikes-only").parts(world), join(folder, "log"));
      const report = await detectInProcess(log, join(folder, "run"));
      return { kind: "null", seed, requests: log.truth.requests, outcome: judgeLog(report, log.truth) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async #cell(trial: TrialWorld, cell: Cell): Promise<CellResult> {
    const run = join(this.#folder, "run");
    try {
      const log = this.#compose(trial, cell);
      const started = performance.now();
      const report = await detectInProcess(log, run);
      const seconds = (performance.now() - started) / 1000;
      const outcome = judgeLog(report, log.truth);
      const look = async (day: string): Promise<typeof outcome> =>
        judgeLog(await detectInProcess(until(log, day), run), log.truth);
      // Every other day: a look costs a run of detect.
      const days = [...new Set(log.files.map(({ day }) => day))].filter(
        (_, index, all) => (all.length - 1 - index) % 2 === 0,
      );
      return {
        kind: "cell",
        cell,
        requests: log.truth.requests,
        accounts: Object.keys(log.truth.accounts).length,
        seconds,
        outcome,
        lookAlikes: Object.entries(log.truth.parts)
          .filter(([, part]) => part.kind === "look-alike")
          .map(([name]) => name),
        first: cell.delay ? await firstDetections(days, outcome, log.ownTimes, look) : [],
        rivals: cell.rivals ? this.#runRivals(trial, log) : [],
      };
    } finally {
      rmSync(run, { recursive: true, force: true });
      rmSync(join(this.#folder, "own"), { recursive: true, force: true });
    }
  }

  /** The cell's campaigns in their honest traffic, which stays on disk for the next cell that shares it. */
  #compose(trial: TrialWorld, cell: Cell): DayLog {
    const key = [trial.side, trial.days, trial.scale, cell.baseSeed].join(" ");
    if (this.#base?.key !== key) {
      const folder = join(this.#folder, "base");
      rmSync(folder, { recursive: true, force: true });
      const world = this.#world(trial, trial.side, trial.scale, cell.baseSeed);
      const log = composeDays(world, scenarioNamed("lookalikes-only").parts(world), folder);
      this.#base = { key, log };
    }
    const own = join(this.#folder, "own");
    rmSync(own, { recursive: true, force: true });
    const world = this.#world(trial, trial.side, 1, cell.seed);
    const campaigns = cell.shapes.map((shape) => fieldCampaign(shape, cell.knobs)(world));
    return joined(this.#base.log, composeDays(world, campaigns, own));
  }

  #runRivals(trial: TrialWorld, log: DayLog): RivalResult[] {
    const learned = (this.#rivals ??= this.#learnRivals(trial));
    const rivalLog = readRivalLog(() => linesOf(log), paymentsOf(log));
    return learned.map(({ name, judge }) => {
      const started = performance.now();
      const findings = judge(rivalLog);
      return {
        name,
        seconds: (performance.now() - started) / 1000,
        verdict: judgeRival(findings, log.truth),
      };
    });
  }

  /** Rivals learn from honest traffic of the same size with a seed that no tested log has. */
  #learnRivals(trial: TrialWorld): LearnedRival[] {
    const folder = join(this.#folder, "calibration");
    const world = this.#world(trial, trial.rivalSide, trial.scale, CALIBRATION_SEED);
    try {
      const log = composeDays(world, scenarioNamed("lookalikes-only").parts(world), folder);
      const honest = readRivalLog(() => linesOf(log), paymentsOf(log));
      return RIVALS.map((rival) => ({ name: rival.name, judge: rival.learn(honest) }));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  #world(trial: TrialWorld, side: Side, scale: number, seed: number): World {
    const key = [side, trial.days].join(" ");
    let world = this.#worlds.get(key);
    if (world === undefined) {
      const { days, corpora } = trial;
      const options = { scenario: "lookalikes-only", seed, side, days, scale };
      world = worldOf({ ...options, ...(corpora === undefined ? {} : { corpora }) });
      this.#worlds.set(key, world);
    }
    return { ...world, seed, scale };
  }
}

interface LearnedRival {
  readonly name: string;
  readonly judge: (log: RivalLog) => RivalFindings;
}

const CALIBRATION_SEED = 77;

/** Lines of a log, one file in memory at a time. */
function* linesOf(log: DayLog): Generator<string> {
  for (const { path } of log.files) {
    for (const line of readFileSync(path, "utf8").split("\n")) if (line !== "") yield line;
  }
}

function paymentsOf(log: DayLog): ReadonlyMap<string, string | null> {
  return new Map(
    log.tables.accounts.map((line) => {
      const row = JSON.parse(line) as { readonly account: string; readonly payment?: string };
      return [row.account, row.payment ?? null] as const;
    }),
  );
}
