import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { composeInto, envelopeOnly } from "./composition.ts";
import { runDetect } from "./run-detect.ts";
import type { Side } from "./traffic/corpus.ts";
import type { Verdict } from "./verdicts.ts";
import { judgeReport } from "./verdicts.ts";

const USAGE = `node packages/testkit/dist/trial.js [--scenarios a,b] [--seeds 1,2,3] [--split all|calibration|test]
    [--corpora DIR] [--days 8] [--scale 1] [--keep DIR] [--json]
Composes every scenario with every seed, runs stillwatch detect on it, and holds the report against the truth.
`;

/** Scenarios that the trial runs unless told otherwise. */
const SCENARIOS =
  "template-harvest,business-hours,low-rate,high-rate,injected-block,injected-end,injected-beginning,metaprompt,rubric,rewriting,chinese,all,lookalikes-only";

interface Row {
  readonly scenario: string;
  readonly seed: number;
  readonly requests: number;
  readonly seconds: number;
  readonly verdict: Verdict;
}

async function main(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: OPTIONS });
  if (values.help === true) return (process.stdout.write(USAGE), 0);
  const rows: Row[] = [];
  for (const scenario of (values.scenarios ?? SCENARIOS).split(",")) {
    for (const seed of (values.seeds ?? "1").split(",").map(Number)) {
      const row = await tryOnce(scenario, seed, values);
      rows.push(row);
      if (values.json !== true) process.stdout.write(tableRow(row));
    }
  }
  if (values.json === true) process.stdout.write(`${JSON.stringify(rows, null, 1)}\n`);
  else process.stdout.write(summary(rows));
  return 0;
}

interface Wanted {
  readonly split?: string | undefined;
  readonly corpora?: string | undefined;
  readonly days?: string | undefined;
  readonly scale?: string | undefined;
  readonly keep?: string | undefined;
}

async function tryOnce(scenario: string, seed: number, wanted: Wanted): Promise<Row> {
  const folder = wanted.keep
    ? join(wanted.keep, `${scenario}-${seed}`)
    : mkdtempSync(join(tmpdir(), "stillwatch-trial-"));
  try {
    const { composed, paths } = composeInto(
      folder,
      {
        scenario,
        seed,
        side: (wanted.split ?? "all") as Side,
        days: Number(wanted.days ?? 8),
        scale: Number(wanted.scale ?? 1),
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

function tableRow(row: Row): string {
  const head = `${row.scenario.padEnd(20)} seed ${row.seed}  ${String(row.requests).padStart(7)} requests  ${row.seconds.toFixed(0).padStart(4)} s`;
  const campaigns = row.verdict.campaigns.map(
    (one) =>
      `\n    ${one.found ? "found " : "MISSED"} ${one.campaign.padEnd(20)} recall ${percent(one.recall)}  precision ${percent(one.precision)}  pieces ${one.pieces}${strangers(one.strangers)}`,
  );
  const wrong =
    row.verdict.falseReports.length > 0
      ? `\n    REPORTED WRONGLY: ${row.verdict.falseReports.join(", ")}`
      : "";
  return `${head}${campaigns.join("")}${wrong}\n`;
}

function strangers(counts: Readonly<Record<string, number>>): string {
  const named = Object.entries(counts).slice(0, 3);
  return named.length === 0
    ? ""
    : `  (strangers: ${named.map(([name, count]) => `${count} ${name}`).join(", ")})`;
}

function summary(rows: readonly Row[]): string {
  const campaigns = rows.flatMap((row) => row.verdict.campaigns);
  const found = campaigns.filter((one) => one.found).length;
  const wrong = rows.reduce((sum, row) => sum + row.verdict.falseReports.length, 0);
  return `\n${found} of ${campaigns.length} campaigns found; ${wrong} honest groups reported; ${rows.length} runs\n`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0).padStart(3)} %`;
}

const OPTIONS = {
  scenarios: { type: "string" },
  seeds: { type: "string" },
  split: { type: "string" },
  corpora: { type: "string" },
  days: { type: "string" },
  scale: { type: "string" },
  keep: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean" },
} as const;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
