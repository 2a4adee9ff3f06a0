import type { AccountMeasures } from "../accounts/account-measures.ts";
import type { Rates } from "../detectors/harvest-intent/harvest-intent.ts";
import { HOURS_A_WEEK, type Baseline } from "./baseline.ts";
import { quantilesOfPool } from "./quantiles.ts";

interface MeasuredPeriod {
  readonly measures: AccountMeasures;
  /** Ordinary accounts, ascending. */
  readonly pool: readonly number[];
  /** Accounts with a request in the period. */
  readonly activeAccounts: number;
  readonly ordinary: { readonly intents: Rates; readonly shapes: Rates };
  /** Requests of the pool by hour of the week. */
  readonly hoursOfWeek: Float64Array;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly version: string;
  readonly seed: number;
}

/** The baseline of a period whose ordinary accounts are known. */
export function measureBaseline(period: MeasuredPeriod): Baseline {
  const requests = sum(period.hoursOfWeek);
  const { measures } = quantilesOfPool(period.measures, period.pool);
  return {
    schema: "stillwatch.baseline/1",
    generator: { name: "stillwatch", version: period.version, seed: period.seed },
    period: { first: iso(period.firstMs), last: iso(period.lastMs) },
    accounts: period.pool.length,
    requests,
    left_out: period.activeAccounts - period.pool.length,
    ordinary: {
      intents: roundedRates(period.ordinary.intents),
      shapes: roundedRates(period.ordinary.shapes),
    },
    hours_of_week: Array.from({ length: HOURS_A_WEEK }, (_, hour) =>
      requests === 0 ? 0 : rounded((period.hoursOfWeek[hour] ?? 0) / requests),
    ),
    measures: Object.fromEntries(
      Object.entries(measures).map(([name, { known, values }]) => [
        name,
        { known, values: values.map(rounded) },
      ]),
    ),
  };
}

function roundedRates(rates: Rates): Rates {
  return Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, rounded(rate)]));
}

/** Nine digits tell any count of requests apart, and spare the reader the noise behind them. */
function rounded(value: number): number {
  return Number(value.toPrecision(9));
}

function sum(counts: Float64Array): number {
  return counts.reduce((total, count) => total + count, 0);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
