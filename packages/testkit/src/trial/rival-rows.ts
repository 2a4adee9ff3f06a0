import { ratio, total } from "./ratios.ts";
import type { CellResult, HonestResult } from "./trial-job.ts";

/** One method over the cells in which the rivals ran, and over the honest traffic of cells by itself. */
export interface RivalRow {
  readonly name: string;
  readonly found: number;
  readonly campaigns: number;
  readonly foundShapes: readonly string[];
  /** Look-alikes that it would report in the cells, counted once for each log. */
  readonly falseGroups: number;
  readonly lookAlikes: number;
  readonly accountPrecision: number;
  readonly accountRecall: number;
  /** The same without campaigns. */
  readonly honest: {
    readonly falseGroups: number;
    readonly lookAlikes: number;
    /** Share of all accounts that it flags. */
    readonly accounts: number;
  };
  /** Only for methods that judge windows: share flagged in cells with campaign traffic, and in honest logs. */
  readonly windows?: { readonly withCampaign: number; readonly honest: number };
  readonly seconds: number;
}

/** Sums the methods up over the cells and the honest logs in which they ran. */
export function rivalRows(cells: readonly CellResult[], honest: readonly HonestResult[]): RivalRow[] {
  const names = [...new Set([...cells, ...honest].flatMap(({ rivals }) => rivals.map(({ name }) => name)))];
  return names.map((name) => {
    const its = cells.flatMap(({ rivals }) => rivals.filter((rival) => rival.name === name));
    const alone = honest.flatMap(({ rivals }) => rivals.filter((rival) => rival.name === name));
    const verdicts = its.map(({ verdict }) => verdict);
    const spared = alone.map(({ verdict }) => verdict);
    const accounts = verdicts.map((verdict) => verdict.accounts);
    const honestAccounts = spared.map((verdict) => verdict.accounts);
    const windows = [...its, ...alone].some(({ verdict }) => verdict.windows !== undefined);
    const foundShapes = verdicts.flatMap((verdict) => verdict.found);
    const falseGroupsOf = (of: typeof verdicts): number =>
      of.reduce((sum, verdict) => sum + verdict.falseGroups.length, 0);
    return {
      name,
      found: foundShapes.length,
      campaigns: verdicts.reduce((sum, verdict) => sum + Object.keys(verdict.campaigns).length, 0),
      foundShapes,
      falseGroups: falseGroupsOf(verdicts),
      lookAlikes: cells.reduce((sum, cell) => sum + cell.lookAlikes.length, 0),
      accountPrecision: ratio(total(accounts, "guilty"), total(accounts, "flagged")),
      accountRecall: ratio(total(accounts, "guilty"), total(accounts, "all")),
      honest: {
        falseGroups: falseGroupsOf(spared),
        lookAlikes: honest.reduce((sum, log) => sum + log.lookAlikes.length, 0),
        accounts: ratio(total(honestAccounts, "flagged"), total(honestAccounts, "honest")),
      },
      ...(windows
        ? {
            windows: {
              withCampaign: shareOf(verdicts.map((verdict) => verdict.windows?.withCampaign)),
              honest: shareOf(spared.map((verdict) => verdict.windows?.honest)),
            },
          }
        : {}),
      seconds: ratio(total([...its, ...alone], "seconds"), its.length + alone.length),
    };
  });
}

function shareOf(counts: readonly (readonly [flagged: number, all: number] | undefined)[]): number {
  const sum = (at: 0 | 1): number => counts.reduce((so, one) => so + (one?.[at] ?? 0), 0);
  return ratio(sum(0), sum(1));
}
