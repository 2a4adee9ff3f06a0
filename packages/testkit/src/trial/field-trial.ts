import { fieldCampaign } from "../traffic/scenarios.ts";
import { falseReportText } from "../verdicts.ts";
import type { Cell } from "./cells.ts";
import { cellsOf, DEFAULT_SWEEP } from "./cells.ts";
import { priceCells } from "./price.ts";
import { runJobs } from "./run-jobs.ts";
import type { CellResult, TrialJob, TrialResult, TrialWorld } from "./trial-job.ts";
import type { TrialSummary } from "./trial-summary.ts";
import { summarise } from "./trial-summary.ts";

/** What the field trial runs. */
export interface FieldTrial {
  readonly world: TrialWorld;
  readonly seed: number;
  /** Campaigns by name. */
  readonly shapes: readonly string[];
  readonly intensities: readonly number[];
  /** Shapes that are tried at other rates than the published one. */
  readonly ratedShapes: readonly string[];
  readonly covers: readonly number[];
  readonly together: number;
  /** Logs of honest traffic only, each with another seed. */
  readonly nulls: number;
  readonly price: boolean;
  readonly rivals: boolean;
  readonly processes: number;
}

/** Null replicates are small, so that many fit: accounts and days of each. */
const NULL_SCALE = 0.15;
const NULL_DAYS = 4;

/**
 * Runs the field trial in child processes and sums it up; `tell` hears of each log as it is done. Once `signal` is
 * aborted it sums up what there is.
 */
export async function fieldTrial(
  trial: FieldTrial,
  tell: (text: string) => void,
  signal: AbortSignal,
): Promise<TrialSummary> {
  const { shapes } = trial;
  // A name that nobody knows is an error now and not after the first log.
  for (const shape of shapes) fieldCampaign(shape);
  const sweep = cellsOf({ ...trial, bases: DEFAULT_SWEEP.bases });
  const cells = sweep.map((cell): Cell => ({ ...cell, rivals: cell.rivals && trial.rivals }));
  const prices = trial.price ? priceCells(trial.seed) : [];
  const { world } = trial;
  const nullWorld = { ...world, scale: NULL_SCALE, days: Math.min(NULL_DAYS, world.days) };
  const bases = [...new Set(cells.map(({ baseSeed }) => baseSeed))];
  const jobs: TrialJob[] = [
    ...bases.map((baseSeed): TrialJob => ({ kind: "honest", world, baseSeed, rivals: trial.rivals })),
    ...[...cells, ...prices].map((cell): TrialJob => ({ kind: "cell", world, cell })),
    { kind: "leaks", world: nullWorld, shapes, seed: 1000 * trial.seed + 900 },
    ...Array.from({ length: trial.nulls }, (_, index): TrialJob => ({
      kind: "null",
      world: nullWorld,
      seed: 100_000 * trial.seed + index,
    })),
  ];
  // Results come in any order; the summary is made in the order of the jobs, so that it can be repeated.
  const results = new Map<TrialJob, TrialResult>();
  const started = performance.now();
  await runJobs(jobs, { processes: trial.processes, signal }, (job, result) => {
    results.set(job, result);
    const minutes = ((performance.now() - started) / 60_000).toFixed(1);
    tell(`${minutes.padStart(5)} min  ${results.size}/${jobs.length}  ${lineOf(result)}`);
  });
  const priced: ReadonlySet<Cell> = new Set(prices);
  const ordered = jobs.map((job) => ({ job, result: results.get(job) }));
  const cellResults = (wanted: boolean): CellResult[] =>
    ordered.flatMap(({ job, result }) =>
      job.kind === "cell" && result?.kind === "cell" && priced.has(job.cell) === wanted ? [result] : [],
    );
  return summarise({
    cells: cellResults(false),
    priced: cellResults(true),
    honest: ordered.flatMap(({ result }) => (result?.kind === "honest" ? [result] : [])),
    nulls: ordered.flatMap(({ result }) => (result?.kind === "null" ? [result] : [])),
    leaks: ordered.flatMap(({ result }) => (result?.kind === "leaks" ? result.leaks : [])),
    failures: ordered.flatMap(({ result }) => (result?.kind === "failed" ? [result.message] : [])),
    jobs: { done: results.size, all: jobs.length },
    days: world.days,
  });
}

function lineOf(result: TrialResult): string {
  if (result.kind === "leaks") return "leak check";
  if (result.kind === "failed") return `FAILED: ${result.message}`;
  const wrong = result.outcome.falseReports.map((one) => ` WRONG: ${falseReportText(one)}`).join("");
  if (result.kind === "null") return `null ${result.seed}${wrong}`;
  if (result.kind === "honest") return `honest traffic ${result.baseSeed}${wrong}`;
  const { knobs } = result.cell;
  const turned = Object.entries(knobs).map(([name, value]) => `${name} ${value}`);
  const campaigns = result.outcome.campaigns.map(
    (one) => `${one.shape} ${one.found ? `${(100 * one.coverage).toFixed(0)} %` : "MISSED"}`,
  );
  return `${campaigns.join(", ")} [${turned.join(", ")}] ${result.seconds.toFixed(0)} s${wrong}`;
}
