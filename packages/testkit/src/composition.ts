import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LineFile } from "./line-file.ts";
import { openLines } from "./line-file.ts";
import type { CampaignKnobs } from "./traffic/campaigns/knobs.ts";
import type { Composed } from "./traffic/compose-traffic.ts";
import { composeTraffic } from "./traffic/compose-traffic.ts";
import type { Side } from "./traffic/corpus.ts";
import { readCorpus } from "./traffic/corpus.ts";
import type { LogFormat } from "./traffic/formats/log-line.ts";
import { phrasesOf } from "./traffic/phrases.ts";
import { scenarioNamed } from "./traffic/scenarios.ts";
import { DAY, HOUR } from "./traffic/timing.ts";
import type { Account } from "./traffic/traffic-part.ts";
import type { World } from "./traffic/world.ts";

/** What to compose. */
export interface CompositionOptions {
  readonly scenario: string;
  readonly seed: number;
  readonly side: Side;
  readonly days: number;
  /** Size of every part against the full scenario (1). */
  readonly scale: number;
  /** Turns every campaign of the scenario. */
  readonly knobs?: CampaignKnobs;
  /** Folder of prompt sources; the shipped selection where absent. */
  readonly corpora?: string;
}

/** Where a composition lies on disk. */
export interface CompositionPaths {
  readonly logs: readonly string[];
  readonly accounts: string;
  readonly enforcement: string;
  readonly releases: string;
  readonly "declared-use": string;
  readonly truth: string;
}

/** First day of every composition. */
const START = Date.UTC(2026, 8, 7);

/** Reads the corpora and fixes the calendar. */
export function worldOf(options: CompositionOptions): World {
  const shipped = fileURLToPath(new URL("../corpora", import.meta.url));
  const corpus = readCorpus(options.corpora ?? shipped, join(shipped, "timing"), options.side);
  return {
    seed: options.seed,
    calendar: {
      start: START,
      days: options.days,
      release: START + Math.floor(options.days * 0.6) * DAY + 17 * HOUR,
    },
    corpus,
    phrases: phrasesOf(corpus),
    scale: options.scale,
  };
}

/** The envelope for every account. */
export function envelopeOnly(): LogFormat {
  return "stillwatch";
}

/**
 * Composes into a folder: `log/` (one file for each format in use), the side tables, and `truth.json`.
 * `formatOf` chooses the log format of each account.
 */
export function composeInto(
  folder: string,
  options: CompositionOptions,
  formatOf: (account: Account) => LogFormat,
): { readonly paths: CompositionPaths; readonly composed: Composed } {
  const world = worldOf(options);
  mkdirSync(join(folder, "log"), { recursive: true });
  const files = new Map<LogFormat, LineFile>();
  const composed = composeTraffic(
    world,
    scenarioNamed(options.scenario).parts(world, options.knobs),
    formatOf,
    (format, line) => {
      let file = files.get(format);
      if (file === undefined) files.set(format, (file = openLines(join(folder, "log", FILE_NAMES[format]))));
      file.write(line);
    },
  );
  for (const file of files.values()) file.close();
  const table = (name: keyof Composed["tables"]): string => {
    const path = join(folder, `${name}.ndjson`);
    writeFileSync(path, composed.tables[name].map((line) => `${line}\n`).join(""));
    return path;
  };
  const truth = join(folder, "truth.json");
  writeFileSync(truth, `${JSON.stringify({ scenario: options.scenario, ...composed.truth })}\n`);
  return {
    composed,
    paths: {
      logs: [...files.values()].map((file) => file.path),
      accounts: table("accounts"),
      enforcement: table("enforcement"),
      releases: table("releases"),
      "declared-use": table("declared-use"),
      truth,
    },
  };
}

const FILE_NAMES: Readonly<Record<LogFormat, string>> = {
  stillwatch: "requests.ndjson",
  litellm: "litellm.jsonl",
  bedrock: "bedrock.jsonl",
  otlp: "traces.otlp.jsonl",
};
