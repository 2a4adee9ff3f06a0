import { readFile, stat } from "node:fs/promises";
import { z } from "zod";
import { UnusableInput } from "../events/unusable-input.ts";
import { HOURS_A_WEEK, type Baseline } from "./baseline.ts";
import { QUANTILE_LEVELS } from "./quantiles.ts";

/** A baseline takes some 10 kB. */
const MOST_BYTES = 1 << 20;
const MOST_NAMES = 500;

/**
 * Reads a baseline file and checks all of it.
 *
 * @param path - for the file system
 * @param shown - the path as the user gave it, for messages
 * @throws UnusableInput `bad-baseline`: no such file, too large, not JSON, another schema, or a field that is wrong
 */
export async function readBaseline(path: string, shown: string = path): Promise<Baseline> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) {
    throw unusable(shown, "there is no such file; build one with: stillwatch baseline build --out FILE LOG");
  }
  if (found.size > MOST_BYTES) throw unusable(shown, "it is too large to be a baseline");
  const text = await readFile(path, "utf8").catch(() => {
    throw unusable(shown, "the file cannot be read; check its permissions");
  });
  return parseBaseline(text, shown);
}

/** Checks the text of a baseline file; throws as `readBaseline` does. */
export function parseBaseline(text: string, shown: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unusable(shown, "it is not JSON; a baseline is made by: stillwatch baseline build");
  }
  const schema = typeof value === "object" && value !== null && "schema" in value ? value.schema : undefined;
  if (schema !== "stillwatch.baseline/1") {
    const newer = typeof schema === "string" && /^stillwatch\.baseline\/\d{1,6}$/.test(schema);
    throw unusable(
      shown,
      newer
        ? "it has another version of the schema than stillwatch.baseline/1; build it anew"
        : "it is not a baseline (its schema is not stillwatch.baseline/1)",
    );
  }
  const parsed = BASELINE.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  // Keys of the file stand in the path; only those that a baseline can have are said again.
  const field = (issue?.path ?? []).map(String).filter((part) => NAME.test(part) || /^\d{1,3}$/.test(part));
  throw unusable(
    shown,
    `its field ${field.join(".")} is wrong: ${issue?.message ?? "unknown"}; build it anew`,
  );
}

function unusable(shown: string, why: string): UnusableInput {
  return new UnusableInput("bad-baseline", `${shown}: ${why}`);
}

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const name = z.string().regex(NAME, "not a name");
const count = z.number().int("not a whole number").min(0, "below 0");
const share = z.number().min(0, "below 0").max(1, "above 1");
const time = z.iso.datetime("not an RFC 3339 time in UTC");
const rates = z.record(name, share).refine((map) => Object.keys(map).length <= MOST_NAMES, "too many names");

const quantiles = z
  .object({ known: count, values: z.array(z.number()) })
  .refine(({ known, values }) => values.length === (known === 0 ? 0 : QUANTILE_LEVELS.length), {
    error: `not one value for each of the ${String(QUANTILE_LEVELS.length)} levels`,
  })
  .refine(({ values }) => values.every((value, at) => at === 0 || value >= (values[at - 1] ?? value)), {
    error: "the values do not ascend",
  });

const BASELINE = z
  .object({
    schema: z.literal("stillwatch.baseline/1"),
    generator: z.object({
      name: z.literal("stillwatch"),
      version: z.string().regex(/^[0-9A-Za-z.+-]{1,40}$/, "not a version"),
      seed: count,
    }),
    period: z.object({ first: time, last: time }),
    accounts: count,
    requests: count,
    left_out: count,
    ordinary: z.object({ intents: rates, shapes: rates }),
    hours_of_week: z.array(share).length(HOURS_A_WEEK, `not ${String(HOURS_A_WEEK)} hours`),
    measures: z
      .record(name, quantiles)
      .refine((map) => Object.keys(map).length <= MOST_NAMES, "too many names"),
  })
  .refine(({ period }) => Date.parse(period.first) <= Date.parse(period.last), {
    path: ["period"],
    error: "it ends before it begins",
  });
