import { ACCOUNT_MEASURES, type AccountMeasures } from "../accounts/account-measures.ts";

/** The quantiles that are kept of each measure; 0 is the least known value and 1 the largest. */
export const QUANTILE_LEVELS: readonly number[] = [
  0, 0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 1,
];

/** How one measure is distributed over ordinary accounts. */
interface MeasureQuantiles {
  /** Accounts of which the measure is known. */
  readonly known: number;
  /** Values at `QUANTILE_LEVELS`; empty where no account's is known. */
  readonly values: readonly number[];
}

/** How the measures are distributed over ordinary accounts, by measure; a `Baseline` is one, too. */
export interface OrdinaryQuantiles {
  readonly measures: Readonly<Record<string, MeasureQuantiles>>;
}

/**
 * Distribution of all measures over the accounts of `pool`.
 *
 * @param pool - accounts that no candidate claims
 */
export function quantilesOfPool(measures: AccountMeasures, pool: readonly number[]): OrdinaryQuantiles {
  return {
    measures: Object.fromEntries(
      ACCOUNT_MEASURES.map((name) => {
        const column = measures.of(name);
        const sorted = Float64Array.from(pool, (account) => column[account] ?? Number.NaN)
          .filter((value) => !Number.isNaN(value))
          .sort();
        const values =
          sorted.length === 0 ? [] : QUANTILE_LEVELS.map((level) => orderStatistic(sorted, level));
        return [name, { known: sorted.length, values }];
      }),
    ),
  };
}

/**
 * A quantile of a measure, between the kept levels by linear interpolation.
 *
 * @param q - 0–1
 * @returns NaN where no account's value is known, or the measure is not among those kept
 * @throws RangeError if `q` is not within 0–1
 */
export function quantileOf(ordinary: OrdinaryQuantiles, measure: string, q: number): number {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`a quantile is asked for at 0 to 1, not at ${String(q)}`);
  const values = valuesOf(ordinary, measure);
  if (values.length === 0) return Number.NaN;
  const above = QUANTILE_LEVELS.findIndex((level) => level >= q);
  return interpolated(QUANTILE_LEVELS, values, above, q);
}

function valuesOf(ordinary: OrdinaryQuantiles, measure: string): readonly number[] {
  return Object.hasOwn(ordinary.measures, measure) ? (ordinary.measures[measure]?.values ?? []) : [];
}

/** The value at `q` of a sorted sample, linear between neighbours (Hyndman and Fan 1996, definition 7). */
function orderStatistic(sorted: Float64Array, q: number): number {
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  return low + ((sorted[below + 1] ?? low) - low) * (place - below);
}

/** `ys` at `x` on the line from point `at` − 1 to point `at`. */
function interpolated(xs: readonly number[], ys: readonly number[], at: number, x: number): number {
  const [x1 = 0, y1 = 0] = [xs[at], ys[at]];
  const [x0 = x1, y0 = y1] = at === 0 ? [] : [xs[at - 1], ys[at - 1]];
  return x === x1 || x1 === x0 ? y1 : y0 + (y1 - y0) * ((x - x0) / (x1 - x0));
}
