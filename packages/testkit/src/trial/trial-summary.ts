import type { CalibrationClass } from "./calibration-curve.ts";
import { brierScore, calibrationCurve } from "./calibration-curve.ts";
import { clopperPearson } from "./clopper-pearson.ts";
import type { Leak } from "../traffic/label-leaks.ts";
import type { PricedStep } from "./price.ts";
import { costOf, PRICE_STEPS } from "./price.ts";
import type { RivalRow } from "./rival-rows.ts";
import { rivalRows } from "./rival-rows.ts";
import { ratio, total } from "./ratios.ts";
import type { CellResult, NullResult } from "./trial-job.ts";

/** Everything a trial found out, in figures. */
export interface TrialSummary {
  readonly shapes: readonly ShapeRow[];
  /** Over all cells of the sweep and all null replicates. */
  readonly lookAlikes: readonly {
    readonly name: string;
    readonly logs: number;
    readonly falseCampaigns: number;
  }[];
  readonly accounts: { readonly precision: number; readonly recallInFound: number };
  readonly campaigns: { readonly found: number; readonly all: number };
  readonly nulls: {
    readonly replicates: number;
    /** Replicates with at least one report: with no campaign in the log, every report is false. */
    readonly withReport: number;
    readonly falseCampaigns: Readonly<Record<string, number>>;
    readonly rate: number;
    readonly interval: readonly [number, number];
  };
  /** Share of reported groups that are false, over the cells that have campaigns. */
  readonly falseDiscoveryInCells: { readonly reported: number; readonly false: number };
  readonly calibration: { readonly classes: readonly CalibrationClass[]; readonly brier: number };
  readonly rivals: readonly RivalRow[];
  /** Every metadata field with the campaign that it tells best. */
  readonly leaks: readonly Leak[];
  readonly price: readonly PricedStep[];
  /** Why logs are missing; empty for a whole trial. */
  readonly failures: readonly string[];
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
  readonly nulls: readonly NullResult[];
  readonly leaks: readonly Leak[];
  readonly failures: readonly string[];
  readonly days: number;
}

export function summarise({ cells, priced, nulls, leaks, failures, days }: TrialResults): TrialSummary {
  const accounts = cells.map(({ outcome }) => outcome.accounts);
  const shapes = cells.flatMap(shapeRows);
  const withReport = nulls.filter(({ outcome }) => outcome.falseReports.length > 0).length;
  const candidates = [...cells, ...nulls].flatMap(({ outcome }) => outcome.candidates);
  const groups = cells.reduce((sum, { outcome }) => sum + outcome.candidates.filter(isReported).length, 0);
  return {
    shapes,
    lookAlikes: lookAlikeRows(cells, nulls),
    accounts: {
      precision: ratio(total(accounts, "guilty"), total(accounts, "reported")),
      recallInFound: ratio(total(accounts, "guiltyOfFound"), total(accounts, "ofFound")),
    },
    campaigns: { found: shapes.filter((row) => row.found).length, all: shapes.length },
    nulls: {
      replicates: nulls.length,
      withReport,
      falseCampaigns: countsOf(nulls.flatMap(({ outcome }) => outcome.falseReports)),
      rate: ratio(withReport, nulls.length),
      interval: clopperPearson(withReport, nulls.length),
    },
    falseDiscoveryInCells: {
      reported: groups,
      false: cells.reduce((sum, { outcome }) => sum + outcome.falseReports.length, 0),
    },
    calibration: { classes: calibrationCurve(candidates), brier: brierScore(candidates) },
    rivals: rivalRows(cells.filter(({ rivals }) => rivals.length > 0)),
    leaks: worstOfFields(leaks),
    failures,
    price: pricedSteps(priced, days),
  };
}

const FDR = 0.05;

function isReported(candidate: { readonly q: number }): boolean {
  return candidate.q <= FDR;
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
  cells: readonly CellResult[],
  nulls: readonly NullResult[],
): TrialSummary["lookAlikes"] {
  const wrong = countsOf([...cells, ...nulls].flatMap(({ outcome }) => outcome.falseReports));
  const names = new Set([...cells.flatMap(({ lookAlikes }) => lookAlikes), ...Object.keys(wrong)]);
  const logs = cells.length + nulls.length;
  return [...names].map((name) => ({ name, logs, falseCampaigns: wrong[name] ?? 0 }));
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

function countsOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
