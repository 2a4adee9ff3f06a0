import { ratio, total } from "./ratios.ts";
import type { CellResult } from "./trial-job.ts";

/** One rival over the cells in which it ran. */
export interface RivalRow {
  readonly name: string;
  readonly found: number;
  readonly campaigns: number;
  readonly foundShapes: readonly string[];
  /** Look-alikes that it would report, counted once for each log. */
  readonly falseGroups: number;
  readonly lookAlikes: number;
  readonly accountPrecision: number;
  readonly accountRecall: number;
  /** Only for methods that judge windows: share flagged with and without campaign traffic. */
  readonly windows?: { readonly withCampaign: number; readonly honest: number };
  readonly seconds: number;
}

/** Sums the rivals up over the cells in which they ran. */
export function rivalRows(cells: readonly CellResult[]): RivalRow[] {
  const names = [...new Set(cells.flatMap(({ rivals }) => rivals.map(({ name }) => name)))];
  return names.map((name) => {
    const its = cells.flatMap(({ rivals }) => rivals.filter((rival) => rival.name === name));
    const verdicts = its.map(({ verdict }) => verdict);
    const accounts = verdicts.map((verdict) => verdict.accounts);
    const windows = verdicts.flatMap((verdict) => (verdict.windows === undefined ? [] : [verdict.windows]));
    const share = (of: "withCampaign" | "honest"): number =>
      ratio(
        windows.reduce((sum, one) => sum + one[of][0], 0),
        windows.reduce((sum, one) => sum + one[of][1], 0),
      );
    const foundShapes = verdicts.flatMap((verdict) => verdict.found);
    return {
      name,
      found: foundShapes.length,
      campaigns: verdicts.reduce((sum, verdict) => sum + Object.keys(verdict.campaigns).length, 0),
      foundShapes,
      falseGroups: verdicts.reduce((sum, verdict) => sum + verdict.falseGroups.length, 0),
      lookAlikes: cells.reduce((sum, cell) => sum + cell.lookAlikes.length, 0),
      accountPrecision: ratio(total(accounts, "guilty"), total(accounts, "flagged")),
      accountRecall: ratio(total(accounts, "guilty"), total(accounts, "all")),
      ...(windows.length === 0
        ? {}
        : { windows: { withCampaign: share("withCampaign"), honest: share("honest") } }),
      seconds: its.reduce((sum, rival) => sum + rival.seconds, 0) / Math.max(1, its.length),
    };
  });
}
