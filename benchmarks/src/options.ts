import { parseArgs } from "node:util";

/** What to measure. */
export interface BenchOptions {
  readonly part: "all" | "detect" | "mining" | "hub";
  /** Lengths of the logs, in requests. */
  readonly sizes: readonly number[];
  /** A log of the user instead of made ones. */
  readonly log: string | undefined;
  readonly prompts: number;
  /** How many objects the exchange holds when it is measured. */
  readonly hubObjects: readonly number[];
  readonly rounds: number;
  readonly seed: number;
  readonly json: boolean;
}

export const USAGE: string = `Usage: npm run bench -- [options]

Measures, side by side in one run, what Stillwatch costs:
  detect   the whole \`stillwatch detect\` beside DuckDB that merely parses the same log
  mining   template mining beside hand-written MinHash SQL in chdb and the npm package minhash
  hub      adding to, reading from and polling an exchange, beside what was measured of other servers;
           only where --only asks for it

  --only PART      detect, mining or hub alone
  --sizes N,N...   lengths of the logs in requests (default 100000,1000000)
  --full           adds 5,000,000 requests; needs about 9 GB in the temporary folder.
                   With --only hub: adds 1,000,000 objects; needs about 5 GB
  --log FILE       an existing log of Anthropic envelopes instead of made ones, without side tables
  --prompts N      prompts for the mining part (default 200000)
  --objects N,N... objects in the exchange when it is measured (default 10000,100000)
  --rounds N       rounds of each, in turns; the median counts (default 3; 1 from 5,000,000 requests on)
  --seed N         seed of all that is made (default 1)
  --json           prints the figures as JSON instead of tables
  --help           this text`;

/** Wrong arguments; the message is for the user. */
export class UsageError extends Error {}

/** @returns undefined where help was asked for */
export function readOptions(args: readonly string[]): BenchOptions | undefined {
  const { values } = parse(args);
  if (values.help) return undefined;
  const only = values.only ?? "all";
  if (only !== "all" && only !== "detect" && only !== "mining" && only !== "hub") {
    throw new UsageError(`--only takes detect, mining or hub, not ${only}`);
  }
  const sizes = values.sizes.split(",").map((text) => atLeastOne(text, "--sizes"));
  const hubObjects = values.objects.split(",").map((text) => atLeastOne(text, "--objects"));
  return {
    part: only,
    sizes: values.full ? [...new Set([...sizes, 5_000_000])] : sizes,
    log: values.log,
    prompts: atLeastOne(values.prompts, "--prompts"),
    hubObjects: values.full ? [...new Set([...hubObjects, 1_000_000])] : hubObjects,
    rounds: atLeastOne(values.rounds, "--rounds"),
    seed: atLeastOne(values.seed, "--seed"),
    json: values.json,
  };
}

interface Values {
  readonly only?: string;
  readonly sizes: string;
  readonly full: boolean;
  readonly log?: string;
  readonly prompts: string;
  readonly objects: string;
  readonly rounds: string;
  readonly seed: string;
  readonly json: boolean;
  readonly help: boolean;
}

function parse(args: readonly string[]): { readonly values: Values } {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: "string" },
        sizes: { type: "string", default: "100000,1000000" },
        full: { type: "boolean", default: false },
        log: { type: "string" },
        prompts: { type: "string", default: "200000" },
        objects: { type: "string", default: "10000,100000" },
        rounds: { type: "string", default: "3" },
        seed: { type: "string", default: "1" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }) as { values: Values };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function atLeastOne(text: string, option: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new UsageError(`${option} takes whole numbers from 1, not ${text}`);
  return value;
}
