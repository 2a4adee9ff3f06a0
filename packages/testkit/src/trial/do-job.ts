import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { worldOf } from "../composition.ts";
import { RIVALS } from "../rivals/all.ts";
import { judgeRival } from "../rivals/judge-rival.ts";
import { readRivalLog } from "../rivals/read-rival-log.ts";
import type { RivalFindings, RivalLog } from "../rivals/rival.ts";
import type { Side } from "../traffic/corpus.ts";
import { checkLeaks } from "../traffic/leak-check.ts";
import { fieldCampaign, scenarioNamed } from "../traffic/scenarios.ts";
import type { World } from "../traffic/world.ts";
import type { Cell } from "./cells.ts";
import { RIVAL_SEEDS } from "./cells.ts";
import type { TriedReport } from "./cell-verdict.ts";
import { judgeLog } from "./cell-verdict.ts";
import type { DayLog } from "./day-log.ts";
import { composeDays, joined, until } from "./day-log.ts";
import { detectInProcess } from "./detect-in-process.ts";
import { firstDetections } from "./first-detection.ts";
import type {
  CellResult,
  HonestResult,
  RivalResult,
  TrialJob,
  TrialResult,
  TrialWorld,
} from "./trial-job.ts";

/** Does the jobs of one process, keeping what they share: corpora, one draw of honest traffic, calibrated rivals. */
export class JobDoer {
  readonly #folder: string;
  readonly #worlds = new Map<string, World>();
  #base: { readonly key: string; readonly log: DayLog } | undefined;
  #rivals: readonly LearnedRival[] | undefined;

  /** `folder` takes logs of some hundred megabytes; whoever made it removes it. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async do(job: TrialJob): Promise<TrialResult> {
    if (job.kind === "null") return this.#null(job.world, job.seed);
    if (job.kind === "honest") return this.#honest(job.world, job.baseSeed, job.rivals);
    if (job.kind === "cell") return this.#cell(job.world, job.cell);
    const world = this.#world(job.world, job.world.side, 1, job.seed);
    return { kind: "leaks", leaks: checkLeaks(world, job.shapes) };
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

  async #honest(trial: TrialWorld, baseSeed: number, rivals: boolean): Promise<HonestResult> {
    const run = join(this.#folder, "run");
    try {
      const log = this.#honestLog(trial, baseSeed);
      const { report, seconds } = await timedDetect(log, run);
      return {
        kind: "honest",
        baseSeed,
        outcome: judgeLog(report, log.truth),
        lookAlikes: lookAlikesOf(log),
        rivals: rivals ? [stillwatchAsRival(report, seconds, log), ...this.#runRivals(trial, log)] : [],
      };
    } finally {
      rmSync(run, { recursive: true, force: true });
    }
  }

  async #cell(trial: TrialWorld, cell: Cell): Promise<CellResult> {
    const run = join(this.#folder, "run");
    try {
      const log = this.#compose(trial, cell);
      const { report, seconds } = await timedDetect(log, run);
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
        lookAlikes: lookAlikesOf(log),
        first: cell.delay ? await firstDetections(days, outcome, log.ownTimes, look, MOST_LOOKS) : [],
        rivals: cell.rivals ? [stillwatchAsRival(report, seconds, log), ...this.#runRivals(trial, log)] : [],
      };
    } finally {
      rmSync(run, { recursive: true, force: true });
      rmSync(join(this.#folder, "own"), { recursive: true, force: true });
    }
  }

  /** Honest traffic of full trial size, which stays on disk for the next job that shares it. */
  #honestLog(trial: TrialWorld, baseSeed: number): DayLog {
    const key = [trial.side, trial.days, trial.scale, baseSeed].join(" ");
    if (this.#base?.key !== key) {
      const folder = join(this.#folder, "base");
      rmSync(folder, { recursive: true, force: true });
      const world = this.#world(trial, trial.side, trial.scale, baseSeed);
      const log = composeDays(world, scenarioNamed("lookalikes-only").parts(world), folder);
      this.#base = { key, log };
    }
    return this.#base.log;
  }

  /** The cell's campaigns in their honest traffic. */
  #compose(trial: TrialWorld, cell: Cell): DayLog {
    const base = this.#honestLog(trial, cell.baseSeed);
    const own = join(this.#folder, "own");
    rmSync(own, { recursive: true, force: true });
    const world = this.#world(trial, trial.side, 1, cell.seed);
    const campaigns = cell.shapes.map((shape) => fieldCampaign(shape, cell.knobs)(world));
    return joined(base, composeDays(world, campaigns, own));
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

  /**
   * Two independent draws of honest traffic at the size of the tested logs, with seeds that no tested log has: the
   * reference from the rivals' sources, the log that sets thresholds from the tested ones.
   */
  #learnRivals(trial: TrialWorld): LearnedRival[] {
    const reference = this.#rivalReference(trial, trial.rivalSide, RIVAL_SEEDS.reference);
    const held = this.#rivalReference(trial, trial.side, RIVAL_SEEDS.held);
    return RIVALS.map((rival) => ({ name: rival.name, judge: rival.learn(reference, held) }));
  }

  #rivalReference(trial: TrialWorld, side: Side, seed: number): RivalLog {
    const folder = join(this.#folder, "calibration");
    const world = this.#world(trial, side, trial.scale, seed);
    try {
      const log = composeDays(world, scenarioNamed("lookalikes-only").parts(world), folder);
      return readRivalLog(() => linesOf(log), paymentsOf(log));
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

/** Days that a cell is looked at again for the first detection: a look costs a run of detect. */
const MOST_LOOKS = 2;

async function timedDetect(
  log: DayLog,
  folder: string,
): Promise<{ readonly report: TriedReport; readonly seconds: number }> {
  const started = performance.now();
  const report = await detectInProcess(log, folder);
  return { report, seconds: (performance.now() - started) / 1000 };
}

/** The reported accounts, judged as flagged accounts of a rival are. */
function stillwatchAsRival(report: TriedReport, seconds: number, { truth }: DayLog): RivalResult {
  const flagged = new Set(report.campaigns.flatMap(({ accounts }) => accounts.map(({ account }) => account)));
  return { name: "Stillwatch", seconds, verdict: judgeRival({ flagged }, truth) };
}

function lookAlikesOf({ truth }: DayLog): string[] {
  return Object.entries(truth.parts)
    .filter(([, part]) => part.kind === "look-alike")
    .map(([name]) => name);
}

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
