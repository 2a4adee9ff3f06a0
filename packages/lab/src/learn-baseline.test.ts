import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { baselineText, type Baseline } from "./baseline/baseline.ts";
import { quantileOf } from "./baseline/quantiles.ts";
import type { Period } from "./sketches/period.ts";
import type { Source } from "./events/sources.ts";
import { learnBaseline } from "./learn-baseline.ts";
import {
  CAMPAIGN_ACCOUNTS,
  DECLARED_ORGANIZATION,
  LOG_START_MS,
  smallLog,
  type SmallLog,
} from "./small-log.fixture.ts";

const DAY_MS = 86_400_000;
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stillwatch-learn-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function learn(
  log: SmallLog,
  options: { readonly period?: Period; readonly declaredUse?: readonly object[] } = {},
): Promise<Baseline> {
  const { declaredUse, period } = options;
  return learnBaseline({
    sources: [await written("log.ndjson", log.lines)],
    format: undefined,
    mapping: undefined,
    sideTables: {
      accounts: await written("accounts.ndjson", asLines(log.accounts)),
      enforcement: undefined,
      releases: undefined,
      "declared-use": declaredUse && (await written("declared.ndjson", asLines(declaredUse))),
    },
    seed: 1,
    workers: 0,
    engineThreads: 2,
    engineMegabytes: 500,
    standardInput: Readable.from([]),
    temporaryRoot: folder,
    nowMs: LOG_START_MS + 8 * DAY_MS,
    version: "0.0.1",
    onRejected: async () => {},
    onProgress: () => undefined,
    onStep: () => undefined,
    signal: new AbortController().signal,
    ...(period && { period }),
  });
}

async function written(name: string, lines: readonly string[]): Promise<Source> {
  const absolutePath = join(folder, name);
  await writeFile(absolutePath, lines.map((line) => `${line}\n`).join(""));
  return { path: name, absolutePath, modifiedMs: LOG_START_MS };
}

const asLines = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row));

describe("a learnt baseline", () => {
  let quiet: Baseline;
  beforeAll(async () => {
    quiet = await learn(smallLog({}));
  });

  it("is of all accounts where nothing is suspect", () => {
    expect([quiet.accounts, quiet.left_out]).toEqual([500, 0]);
    expect(quiet.requests).toBe(smallLog({}).lines.length);
    expect(quiet.hours_of_week.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    expect(quiet.measures["age_days"]?.known).toBe(500);
  });

  it("leaves the accounts of a campaign out, so that it does not become the norm", async () => {
    const learnt = await learn(smallLog({ campaign: true }));
    expect(learnt.left_out).toBe(CAMPAIGN_ACCOUNTS);
    expect(learnt.accounts).toBe(500);
    expect(quantileOf(learnt, "intent_reasoningElicitation", 0.95)).toBe(
      quantileOf(quiet, "intent_reasoningElicitation", 0.95),
    );
  });

  it("leaves accounts of a declared use out", async () => {
    const learnt = await learn(smallLog({ institute: true }), {
      declaredUse: [{ organization: DECLARED_ORGANIZATION, use: "distillation" }],
    });
    expect([learnt.accounts, learnt.left_out]).toEqual([500, 6]);
  });

  it("is the same, byte for byte, of the same log, and names nobody", async () => {
    const text = baselineText(await learn(smallLog({ campaign: true })));
    expect(baselineText(await learn(smallLog({ campaign: true })))).toBe(text);
    expect(text).not.toMatch(/person-|pool-|card-/);
  });

  it("is of the requests of the period only", async () => {
    const period = { fromMs: LOG_START_MS + 2 * DAY_MS, untilMs: LOG_START_MS + 4 * DAY_MS };
    const learnt = await learn(smallLog({ campaign: true }), { period });
    expect(Date.parse(learnt.period.first)).toBeGreaterThanOrEqual(period.fromMs);
    expect(Date.parse(learnt.period.last)).toBeLessThan(period.untilMs);
    expect(quantileOf(learnt, "active_days", 1)).toBeLessThanOrEqual(2);
    expect(learnt.requests).toBeLessThan(quiet.requests / 2);
    expect(learnt.requests).toBeGreaterThan(0);
    await expect(learn(smallLog({}), { period: { fromMs: 0, untilMs: 1 } })).rejects.toThrow(
      /no request lies in the period/,
    );
  });

  it("is the same of a period as of a log that was cut to it, what is known of clients included", async () => {
    const log = withClients(smallLog({ campaign: true }));
    const period = { fromMs: LOG_START_MS + 2 * DAY_MS, untilMs: LOG_START_MS + 5 * DAY_MS };
    const lines = log.lines.filter((line) => {
      const time = timeOf(line);
      return time >= period.fromMs && time < period.untilMs;
    });
    const learnt = await learn(log, { period });
    expect([quantileOf(learnt, "networks", 0), quantileOf(learnt, "user_agents", 1)]).toEqual([1, 1]);
    expect(baselineText(learnt)).toBe(baselineText(await learn({ ...log, lines })));
  });
});

/** The log with a client and an organization on each line: an account's own, another client on the first day only. */
function withClients(log: SmallLog): SmallLog {
  const numbers = new Map<string, number>();
  const lines = log.lines.map((line) => {
    const record = JSON.parse(line) as { readonly account: string };
    const number = numbers.get(record.account) ?? numbers.size;
    numbers.set(record.account, number);
    const early = timeOf(line) < LOG_START_MS + DAY_MS;
    const ip = `203.${String(Number(early))}.${String(number >> 8)}.${String(number & 255)}`;
    const client = { ip, asn: 64_500 + Number(early), user_agent: early ? "old/1" : "new/2", tls: "t13d" };
    return JSON.stringify({ ...record, organization: `of ${record.account}`, client });
  });
  return { ...log, lines };
}

function timeOf(line: string): number {
  return Date.parse((JSON.parse(line) as { readonly time: string }).time);
}
