import { parseArgs } from "node:util";
import { composeInto, envelopeOnly } from "./composition.ts";
import type { CampaignKnobs } from "./traffic/campaigns/knobs.ts";
import { sideNamed } from "./traffic/corpus.ts";
import { SCENARIOS } from "./traffic/scenarios.ts";

const USAGE = `node packages/testkit/dist/compose.js --scenario NAME --seed N --out DIR
    [--corpora DIR] [--split all|calibration|test] [--days N] [--scale X] [--requests N]
    [--intensity X] [--cover 0..0.95] [--paraphrase 0..1] [--slot-size X] [--jitter-minutes N]
    [--partitions N] [--rotation-days N] [--unique 0..1]
The second and third row turn the scenario's campaigns.
--requests sets the size of the scenario "volume"; --scale that of all others (1 = full).
Scenarios:
${SCENARIOS.map((scenario) => `  ${scenario.name.padEnd(20)}${scenario.about}`).join("\n")}
`;

/** Exit status: 0 composed, 2 unusable arguments. */
function main(argv: string[]): number {
  try {
    const { values } = parseArgs({ args: argv, options: OPTIONS });
    if (values.help === true || values.out === undefined || values.scenario === undefined) {
      process.stderr.write(USAGE);
      return values.help === true ? 0 : 2;
    }
    const requests = number(values.requests, "requests", 100_000);
    const { composed, paths } = composeInto(
      values.out,
      {
        scenario: values.scenario,
        seed: number(values.seed, "seed", 1),
        side: sideNamed(values.split ?? "all"),
        days: number(values.days, "days", 8),
        scale: values.scenario === "volume" ? requests / 100_000 : number(values.scale, "scale", 1),
        ...(values.corpora === undefined ? {} : { corpora: values.corpora }),
        knobs: knobsOf(values),
      },
      envelopeOnly,
    );
    process.stdout.write(
      `${composed.truth.requests} requests of ${Object.keys(composed.truth.accounts).length} accounts\n`,
    );
    for (const [name, part] of Object.entries(composed.truth.parts)) {
      process.stdout.write(
        `  ${part.kind.padEnd(11)} ${name.padEnd(26)} ${part.accounts} accounts, ${part.requests} requests\n`,
      );
    }
    process.stdout.write(`${paths.logs.join("\n")}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

const OPTIONS = {
  scenario: { type: "string" },
  seed: { type: "string" },
  out: { type: "string" },
  corpora: { type: "string" },
  split: { type: "string" },
  days: { type: "string" },
  scale: { type: "string" },
  requests: { type: "string" },
  intensity: { type: "string" },
  cover: { type: "string" },
  paraphrase: { type: "string" },
  "slot-size": { type: "string" },
  "jitter-minutes": { type: "string" },
  partitions: { type: "string" },
  "rotation-days": { type: "string" },
  unique: { type: "string" },
  help: { type: "boolean" },
} as const;

const KNOB_OPTIONS = [
  ["intensity", "intensity"],
  ["cover", "cover"],
  ["paraphrase", "paraphrase"],
  ["slot-size", "slotSize"],
  ["jitter-minutes", "jitterMinutes"],
  ["partitions", "partitions"],
  ["rotation-days", "rotationDays"],
  ["unique", "unique"],
] as const;

/** The knobs that were given; their ranges are checked where a campaign is made. */
function knobsOf(values: Readonly<Record<string, string | boolean | undefined>>): CampaignKnobs {
  const given = KNOB_OPTIONS.flatMap(([option, knob]) => {
    const text = values[option];
    return typeof text === "string" ? [[knob, Number(text)] as const] : [];
  });
  return Object.fromEntries(given);
}

function number(text: string | undefined, name: string, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0)
    throw new RangeError(`--${name} must be a positive number, not "${text}".`);
  return value;
}

process.exitCode = main(process.argv.slice(2));
