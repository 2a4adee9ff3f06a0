import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { composeInto, envelopeOnly } from "../composition.ts";
import { runDetect } from "../run-detect.ts";
import type { Side } from "../traffic/corpus.ts";
import type { Verdict } from "../verdicts.ts";
import { falseReportText, judgeReport } from "../verdicts.ts";
import { percent } from "./ratios.ts";

/** How one composition fared. */
export interface ScenarioRow {
  readonly scenario: string;
  readonly seed: number;
  readonly requests: number;
  readonly seconds: number;
  readonly verdict: Verdict;
}

/** What to compose and try. */
export interface ScenarioTrial {
  readonly scenarios: readonly string[];
  readonly seeds: readonly number[];
  readonly side: Side;
  readonly days: number;
  readonly scale: number;
  readonly corpora?: string | undefined;
  /** Folder that keeps logs and reports; absent: they are thrown away. */
  readonly keep?: string | undefined;
}

/**
 * Composes every scenario with every seed, runs the installed `stillwatch detect` on it as a user would, and holds
 * the report against the truth. Each row is told as text when it is there; the last text is the sum.
 */
export async function tryScenarios(
  wanted: ScenarioTrial,
  tell: (text: string) => void,
): Promise<readonly ScenarioRow[]> {
  const rows: ScenarioRow[] = [];
  for (const scenario of wanted.scenarios) {
    for (const seed of wanted.seeds) {
      const row = await tryOnce(scenario, seed, wanted);
      rows.push(row);
      tell(tableRow(row));
    }
  }
  tell(summary(rows));
  return rows;
}

async function tryOnce(scenario: string, seed: number, wanted: ScenarioTrial): Promise<ScenarioRow> {
  const folder = wanted.keep
    ? join(wanted.keep, `${scenario}-${seed}`)
    : mkdtempSync(join(tmpdir(), "stillwatch-trial-"));
  try {
    const { composed, paths } = composeInto(
      folder,
      {
        scenario,
        seed,
        side: wanted.side,
        days: wanted.days,
        scale: wanted.scale,
        ...(wanted.corpora === undefined ? {} : { corpora: wanted.corpora }),
      },
      envelopeOnly,
    );
    const { report, seconds } = await runDetect(paths, join(folder, "report"), "ignore");
    return {
      scenario,
      seed,
      requests: composed.truth.requests,
      seconds,
      verdict: judgeReport(report, composed.truth),
    };
  } finally {
    if (!wanted.keep) rmSync(folder, { recursive: true, force: true });
  }
}

function tableRow(row: ScenarioRow): string {
  const head = `${row.scenario.padEnd(20)} seed ${row.seed}  ${String(row.requests).padStart(7)} requests  ${row.seconds.toFixed(0).padStart(4)} s`;
  const campaigns = row.verdict.campaigns.map(
    (one) =>
      `\n    ${one.found ? "found " : "MISSED"} ${one.campaign.padEnd(20)} recall ${percent(one.recall).padStart(5)}  precision ${percent(one.precision).padStart(5)}  pieces ${one.pieces}${strangers(one.strangers)}`,
  );
  const wrong =
    row.verdict.falseReports.length > 0
      ? `\n    REPORTED WRONGLY: ${row.verdict.falseReports.map(falseReportText).join(", ")}`
      : "";
  return `${head}${campaigns.join("")}${wrong}\n`;
}

function strangers(counts: Readonly<Record<string, number>>): string {
  const named = Object.entries(counts).slice(0, 3);
  return named.length === 0
    ? ""
    : `  (strangers: ${named.map(([name, count]) => `${count} ${name}`).join(", ")})`;
}

function summary(rows: readonly ScenarioRow[]): string {
  const campaigns = rows.flatMap((row) => row.verdict.campaigns);
  const found = campaigns.filter((one) => one.found).length;
  const wrong = rows.reduce((sum, row) => sum + row.verdict.falseReports.length, 0);
  return `\n${found} of ${campaigns.length} campaigns found; ${wrong} honest groups reported; ${rows.length} runs\n`;
}
