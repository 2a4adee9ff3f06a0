import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { sideNamed } from "./traffic/corpus.ts";
import { DEFAULT_SWEEP } from "./trial/cells.ts";
import { fieldTrial } from "./trial/field-trial.ts";
import { tryScenarios } from "./trial/scenario-trial.ts";
import { trialTables } from "./trial/trial-tables.ts";

const USAGE = `node packages/testkit/dist/trial.js [--split test|calibration|all] [--seed 1] [--days 8] [--scale 0.5]
    [--shapes a,b] [--intensities 0.5,1,2] [--covers 0,0.3,0.6] [--together 3] [--nulls 200] [--no-price]
    [--no-rivals] [--rival-split calibration] [--corpora DIR] [--quick] [--json FILE] [--markdown FILE]
Other rates are tried for the three slowest shapes, or for all of them where --shapes or --intensities is given.
--scale is the size of the honest traffic; campaigns have theirs. --rival-split names the sources of the log that
the rivals learn from: the other half than the tested one, unless told otherwise; their thresholds are set on a
second honest log of the tested half. Control-C ends the trial with the tables of what there is.
The field trial: every published shape by rate and cover, every look-alike, null replicates, rivals, prices.
--quick is a smoke run of about two minutes whose figures mean little.

node packages/testkit/dist/trial.js --scenarios a,b [--seeds 1,2,3] [--split all|calibration|test]
    [--corpora DIR] [--days 8] [--scale 1] [--keep DIR] [--json FILE]
Composes named scenarios and runs the installed stillwatch detect on each.
`;

/** Exit status: 0 it ran, whatever it found; 1 a log failed or is missing, or unusable arguments. */
async function main(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: OPTIONS });
  if (values.help === true) return (process.stdout.write(USAGE), 0);
  const days = positive(values.days, "days", 8);
  if (values.scenarios !== undefined) {
    const rows = await tryScenarios(
      {
        scenarios: values.scenarios.split(","),
        seeds: numbers(values.seeds, "seeds", [1]),
        side: sideNamed(values.split ?? "all"),
        days,
        scale: positive(values.scale, "scale", 1),
        corpora: values.corpora,
        keep: values.keep,
      },
      (text) => process.stdout.write(text),
    );
    if (values.json !== undefined) writeJson(values.json, rows);
    return 0;
  }
  const quick = values.quick === true;
  const side = sideNamed(values.split ?? "test");
  const shapes = values.shapes?.split(",") ?? DEFAULT_SWEEP.shapes;
  const turnAll = values.shapes !== undefined || values.intensities !== undefined;
  // Only the first one: who presses again means it.
  const interrupted = new AbortController();
  process.once("SIGINT", () => {
    interrupted.abort();
  });
  const summary = await fieldTrial(
    {
      world: {
        side,
        rivalSide: sideNamed(values["rival-split"] ?? (side === "calibration" ? "test" : "calibration")),
        days: quick ? Math.min(4, days) : days,
        scale: positive(values.scale, "scale", quick ? 0.25 : 0.5),
        ...(values.corpora === undefined ? {} : { corpora: values.corpora }),
      },
      seed: positive(values.seed, "seed", DEFAULT_SWEEP.seed),
      shapes,
      ratedShapes: turnAll ? shapes : DEFAULT_SWEEP.ratedShapes,
      intensities: numbers(values.intensities, "intensities", quick ? [1] : DEFAULT_SWEEP.intensities),
      covers: numbers(values.covers, "covers", quick ? [0.3] : DEFAULT_SWEEP.covers),
      together: positive(values.together, "together", DEFAULT_SWEEP.together),
      nulls: numbers(values.nulls, "nulls", [quick ? 10 : 200])[0] ?? 0,
      price: values["no-price"] !== true && !quick,
      rivals: values["no-rivals"] !== true,
      processes: availableParallelism(),
    },
    (text) => process.stderr.write(`${text}\n`),
    interrupted.signal,
  );
  const tables = trialTables(summary);
  process.stdout.write(tables);
  if (values.json !== undefined) writeJson(values.json, summary);
  if (values.markdown !== undefined) writeFileSync(values.markdown, tables);
  return summary.failures.length === 0 && summary.jobs.done === summary.jobs.all ? 0 : 1;
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 1)}\n`);
}

const OPTIONS = {
  scenarios: { type: "string" },
  seeds: { type: "string" },
  seed: { type: "string" },
  split: { type: "string" },
  corpora: { type: "string" },
  days: { type: "string" },
  scale: { type: "string" },
  keep: { type: "string" },
  shapes: { type: "string" },
  intensities: { type: "string" },
  covers: { type: "string" },
  together: { type: "string" },
  nulls: { type: "string" },
  "rival-split": { type: "string" },
  "no-price": { type: "boolean" },
  "no-rivals": { type: "boolean" },
  quick: { type: "boolean" },
  json: { type: "string" },
  markdown: { type: "string" },
  help: { type: "boolean" },
} as const;

function positive(text: string | undefined, name: string, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new RangeError(`--${name} must be a positive number, not "${text ?? ""}".`);
}

function numbers(text: string | undefined, name: string, otherwise: readonly number[]): readonly number[] {
  const values = text === undefined ? otherwise : text.split(",").map(Number);
  if (values.every((value) => Number.isFinite(value) && value >= 0)) return values;
  throw new RangeError(`--${name} must be numbers with commas between them, not "${text ?? ""}".`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
