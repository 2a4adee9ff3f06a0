import { MEASURE_MEANINGS } from "../accounts/measure-meanings.ts";
import type { Baseline } from "../baseline/baseline.ts";
import { quantileOf } from "../baseline/quantiles.ts";
import { countOf, countText } from "../report/figure-text.ts";

/** A baseline in one screen or two: what it is of, what is wrong with it, each measure, the week. Ends in a newline. */
export function baselineTable(baseline: Baseline, warnings: readonly string[]): string {
  const { generator, period } = baseline;
  const rows = Object.keys(baseline.measures).map((name) => measureRow(baseline, name));
  return [
    `Baseline of ${countOf(baseline.accounts, "account")}, ${countOf(baseline.requests, "request")}, ` +
      `${period.first.slice(0, 10)} to ${period.last.slice(0, 10)} (version ${generator.version}, seed ${String(generator.seed)}).`,
    `${countOf(baseline.left_out, "account")} left out: some candidate for a campaign claims them, or their use is declared.`,
    "",
    ...(warnings.length === 0
      ? ["Neither stale nor too small."]
      : warnings.map((warning) => `Warning: ${warning}`)),
    "",
    ...columns([["measure", ...SHOWN.map((level) => String(level)), "spread", "known", "meaning"], ...rows]),
    "",
    "spread: the quantiles 0.05 to 0.99 between the least and the largest of them.",
    "",
    "Requests by hour of the week (UTC):",
    ...DAYS.map((day, at) => `${day} ${sparkline(baseline.hours_of_week.slice(at * 24, at * 24 + 24), 0)}`),
    "",
  ].join("\n");
}

const SHOWN: readonly number[] = [0.05, 0.5, 0.95, 0.99, 0.999];
const SPREAD: readonly number[] = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

function measureRow(baseline: Baseline, name: string): readonly string[] {
  const known = baseline.measures[name]?.known ?? 0;
  const spread = SPREAD.map((level) => quantileOf(baseline, name, level));
  return [
    name,
    ...SHOWN.map((level) => (known === 0 ? "–" : figure(quantileOf(baseline, name, level)))),
    known === 0 ? "" : sparkline(spread),
    countText(known),
    Object.hasOwn(MEASURE_MEANINGS, name) ? (MEASURE_MEANINGS[name] ?? "") : "not a measure of this version",
  ];
}

const BARS = "▁▂▃▄▅▆▇█";

/** Values as bars between `least` and the largest; all low where they are the same. */
function sparkline(values: readonly number[], least: number = Math.min(...values)): string {
  const range = Math.max(...values) - least;
  return values
    .map((value) => BARS[range > 0 ? Math.round(((value - least) / range) * (BARS.length - 1)) : 0] ?? "")
    .join("");
}

function figure(value: number): string {
  if (value === 0 || Math.abs(value) >= 1000) return countText(Math.round(value));
  return String(Number(value.toPrecision(3)));
}

/** Text columns: the first, the bars and the last to the left, figures to the right. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const last = widths.length - 1;
  return rows.map((row) =>
    row
      .map((cell, at) =>
        at === 0 || at === last - 2 || at === last
          ? cell.padEnd(widths[at] ?? 0)
          : cell.padStart(widths[at] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}
