import type { FalseReport } from "../verdicts.ts";
import type { CalibrationClass } from "./calibration-curve.ts";
import { brierScore, calibrationCurve } from "./calibration-curve.ts";
import type { LogOutcome } from "./cell-verdict.ts";
import { countsOf } from "./cell-verdict.ts";
import { clopperPearson } from "./clopper-pearson.ts";
import type { Leak } from "../traffic/label-leaks.ts";
import type { PricedStep } from "./price.ts";
import { costOf, PRICE_STEPS } from "./price.ts";
import type { RivalRow } from "./rival-rows.ts";
import { rivalRows } from "./rival-rows.ts";
import { median, ratio, total } from "./ratios.ts";
import type { CellResult, HonestResult, NullResult } from "./trial-job.ts";

/** Everything a trial found out, in figures. */
export interface TrialSummary {
  readonly shapes: readonly ShapeRow[];
  /** Over all cells of the sweep, honest logs and null replicates. */
  readonly lookAlikes: readonly {
    readonly name: string;
    readonly logs: number;
    /** False reports of which it is the largest honest part. */
    readonly falseCampaigns: number;
    /** Its accounts in any report, true ones too. */
    readonly accountsReported: number;
  }[];
  readonly accounts: {
    /** Over all reported accounts of the cells together: one large false group weighs as much as its accounts. */
    readonly precision: number;
    /** Median over the cells with a report. */
    readonly medianPrecision: number;
    readonly recallInFound: number;
  };
  readonly campaigns: { readonly found: number; readonly all: number };
  readonly nulls: {
    readonly replicates: number;
    /** Replicates with at least one report: with no campaign in the log, every report is false. */
    readonly withReport: number;
    readonly falseCampaigns: Readonly<Record<string, number>>;
    readonly rate: number;
    readonly interval: readonly [number, number];
  };
  /** The honest traffic of the cells by itself. */
  readonly honest: {
    readonly logs: number;
    readonly withReport: number;
    readonly falseReports: readonly FalseReport[];
  };
  /** Reported groups of the cells, which have campaigns, and the false ones among them. */
  readonly falseDiscoveryInCells: {
    readonly reported: number;
    readonly falseReports: readonly FalseReport[];
  };
  readonly calibration: { readonly classes: readonly CalibrationClass[]; readonly brier: number };
  readonly rivals: readonly RivalRow[];
  /** Every metadata field with the campaign that it tells best. */
  readonly leaks: readonly Leak[];
  readonly price: readonly PricedStep[];
  /** Why logs are missing; empty for a whole trial. */
  readonly failures: readonly string[];
  /** Logs that were done, failed ones too: fewer than all where the trial was interrupted. */
  readonly jobs: { readonly done: number; readonly all: number };
}

/** One campaign shape at one setting. */
export interface ShapeRow {
  readonly shape: string;
  readonly intensity: number;
  readonly cover: number;
  readonly accounts: number;
  readonly requests: number;
  readonly found: boolean;
  readonly coverage: number;
  readonly purity: number;
  /** Own requests until the end of the first day on which it is found; absent where it was not looked for. */
  readonly firstRequests?: number;
  readonly firstDays?: number;
}

/** The results of a trial's jobs by what they are for. */
export interface TrialResults {
  readonly cells: readonly CellResult[];
  readonly priced: readonly CellResult[];
  readonly honest: readonly HonestResult[];
  readonly nulls: readonly NullResult[];
  readonly leaks: readonly Leak[];
  readonly failures: readonly string[];
  readonly jobs: TrialSummary["jobs"];
  readonly days: number;
}

/** Sums a trial up. */
export function summarise(results: TrialResults): TrialSummary {
  const { cells, priced, honest, nulls, leaks, failures, jobs, days } = results;
  const accounts = cells.map(({ outcome }) => outcome.accounts);
  const shapes = cells.flatMap(shapeRows);
  const withReport = nulls.filter(hasFalseReport).length;
  const candidates = [...cells, ...honest, ...nulls].flatMap(({ outcome }) => outcome.candidates);
  return {
    shapes,
    lookAlikes: lookAlikeRows([...cells, ...honest, ...nulls]),
    accounts: {
      precision: ratio(total(accounts, "guilty"), total(accounts, "reported")),
      medianPrecision: median(
        accounts.filter(({ reported }) => reported > 0).map(({ guilty, reported }) => guilty / reported),
      ),
      recallInFound: ratio(total(accounts, "guiltyOfFound"), total(accounts, "ofFound")),
    },
    campaigns: { found: shapes.filter((row) => row.found).length, all: shapes.length },
    nulls: {
      replicates: nulls.length,
      withReport,
      falseCampaigns: countsOf(nulls.flatMap(falseReportsOf).map(({ name }) => name)),
      rate: ratio(withReport, nulls.length),
      interval: clopperPearson(withReport, nulls.length),
    },
    honest: {
      logs: honest.length,
      withReport: honest.filter(hasFalseReport).length,
      falseReports: honest.flatMap(falseReportsOf),
    },
    falseDiscoveryInCells: {
      reported: cells.flatMap(({ outcome }) => outcome.candidates).filter(({ reported }) => reported).length,
      falseReports: cells.flatMap(falseReportsOf),
    },
    calibration: { classes: calibrationCurve(candidates), brier: brierScore(candidates) },
    rivals: rivalRows(
      cells.filter(({ rivals }) => rivals.length > 0),
      honest.filter(({ rivals }) => rivals.length > 0),
    ),
    leaks: worstOfFields(leaks),
    failures,
    jobs,
    price: pricedSteps(priced, days),
  };
}

interface Judged {
  readonly outcome: LogOutcome;
}

function falseReportsOf({ outcome }: Judged): readonly FalseReport[] {
  return outcome.falseReports;
}

function hasFalseReport({ outcome }: Judged): boolean {
  return outcome.falseReports.length > 0;
}

function shapeRows(cell: CellResult): ShapeRow[] {
  return cell.outcome.campaigns.map((one) => {
    const first = cell.first.find(({ shape }) => shape === one.shape);
    return {
      shape: one.shape,
      intensity: cell.cell.knobs.intensity ?? 1,
      cover: cell.cell.knobs.cover ?? 0,
      accounts: one.accounts,
      requests: one.requests,
      found: one.found,
      coverage: one.coverage,
      purity: one.purity,
      ...(first === undefined ? {} : { firstRequests: first.requests, firstDays: first.days }),
    };
  });
}

function lookAlikeRows(
  logs: readonly (CellResult | HonestResult | NullResult)[],
): TrialSummary["lookAlikes"] {
  const wrong = countsOf(logs.flatMap(falseReportsOf).map(({ name }) => name));
  const reported = new Map<string, number>();
  for (const { outcome } of logs) {
    for (const [name, count] of Object.entries(outcome.accounts.honest))
      reported.set(name, (reported.get(name) ?? 0) + count);
  }
  const named = logs.flatMap((log) => (log.kind === "null" ? [] : log.lookAlikes));
  const names = new Set([...named, ...reported.keys(), ...Object.keys(wrong)]);
  return [...names].map((name) => ({
    name,
    logs: logs.length,
    falseCampaigns: wrong[name] ?? 0,
    accountsReported: reported.get(name) ?? 0,
  }));
}

function pricedSteps(priced: readonly CellResult[], days: number): PricedStep[] {
  return PRICE_STEPS.flatMap((step) => {
    const outcomes = priced
      .filter(({ cell }) => JSON.stringify(cell.knobs) === JSON.stringify(step.knobs))
      .flatMap(({ outcome }) => outcome.campaigns);
    if (outcomes.length === 0) return [];
    return [
      {
        ...step,
        cost: costOf(step.knobs, days),
        found: ratio(outcomes.filter(({ found }) => found).length, outcomes.length),
        recall:
          outcomes.reduce((sum, { found, coverage }) => sum + (found ? coverage : 0), 0) / outcomes.length,
      },
    ];
  });
}

function worstOfFields(leaks: readonly Leak[]): Leak[] {
  const worst = new Map<string, Leak>();
  for (const leak of leaks) if (leak.auc > (worst.get(leak.field)?.auc ?? 0)) worst.set(leak.field, leak);
  return [...worst.values()].sort((a, b) => b.auc - a.auc);
}
