import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { detect } from "./detect.ts";
import type { Source } from "./events/sources.ts";
import { UnusableInput } from "./events/unusable-input.ts";
import type { Report } from "./report/report.ts";
import {
  BUSY_REQUESTS,
  CAMPAIGN_ACCOUNTS,
  CAMPAIGN_REQUESTS,
  DECLARED_ORGANIZATION,
  LOG_START_MS,
  smallLog,
  type SmallLog,
} from "./small-log.fixture.ts";

const DAY_MS = 86_400_000;
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stillwatch-detect-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Run {
  readonly seed?: number;
  readonly fdr?: number;
  readonly declaredUse?: readonly object[];
  readonly enforcement?: readonly object[];
  readonly signal?: AbortSignal;
}

async function run(log: SmallLog, options: Run = {}): Promise<Report> {
  const declared = options.declaredUse;
  const { enforcement } = options;
  return detect({
    sources: [await written("log.ndjson", log.lines)],
    format: undefined,
    mapping: undefined,
    sideTables: {
      accounts: await written("accounts.ndjson", asLines(log.accounts)),
      enforcement: enforcement && (await written("enforcement.ndjson", asLines(enforcement))),
      releases: undefined,
      "declared-use": declared && (await written("declared.ndjson", asLines(declared))),
    },
    fdr: options.fdr ?? 0.05,
    seed: options.seed ?? 1,
    workers: 0,
    engineThreads: 2,
    engineMegabytes: 500,
    standardInput: Readable.from([]),
    temporaryRoot: folder,
    nowMs: LOG_START_MS + 8 * DAY_MS,
    version: "test",
    onRejected: async () => {},
    onProgress: () => undefined,
    onStep: () => undefined,
    signal: options.signal ?? new AbortController().signal,
  });
}

async function written(name: string, lines: readonly string[]): Promise<Source> {
  const absolutePath = join(folder, name);
  await writeFile(absolutePath, lines.map((line) => `${line}\n`).join(""));
  return { path: name, absolutePath, modifiedMs: LOG_START_MS };
}

const asLines = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row));

const membersOf = (report: Report): string[][] =>
  report.campaigns.map((campaign) => campaign.accounts.map(({ account }) => account).sort());

const pool = Array.from({ length: CAMPAIGN_ACCOUNTS }, (_, at) => `pool-${String(at)}`).sort();

describe("detect", () => {
  const log = smallLog({ campaign: true, lookAlike: true, busy: true });
  let report: Report;
  beforeAll(async () => {
    report = await run(log);
  });

  it("finds the planted campaign with just its accounts, and reports nothing else", () => {
    expect(membersOf(report)).toEqual([pool]);
    const [campaign] = report.campaigns;
    expect(campaign?.shapes).toEqual(["template-harvest", "reasoning-elicitation"]);
    const speaking = campaign?.evidence.filter((entry) => entry.log_likelihood_ratio >= 1.2);
    expect(speaking?.map((entry) => entry.family)).toEqual(["content", "timing", "identity", "lifecycle"]);
    // The first request of the log may have nothing to resemble yet.
    expect(campaign?.requests).toBeGreaterThanOrEqual(CAMPAIGN_REQUESTS - 1);
    expect(campaign?.requests).toBeLessThanOrEqual(CAMPAIGN_REQUESTS);
    expect(report.measure.large_scale_requests).toBe(campaign?.requests);
    expect(report.input.events).toBe(log.lines.length);
  });

  it("shows requests that the campaign's accounts sent, and the template that they share", () => {
    const [campaign] = report.campaigns;
    const idsOfPool = new Set(
      log.lines.filter((line) => line.includes('"account":"pool-')).map((line) => /"r-\d+"/.exec(line)?.[0]),
    );
    const shown = campaign?.evidence.flatMap((entry) => entry.request_ids) ?? [];
    expect(shown.length).toBeGreaterThan(3);
    for (const id of shown) expect(idsOfPool).toContain(`"${id}"`);
    const fixed = campaign?.template?.pieces.filter((piece) => piece.kind === "fixed") ?? [];
    expect(fixed.map((piece) => piece.text).join(" ")).toContain("full chain of thought");
  });

  it("does not report accounts that share a text and nothing else, however much it asks for reasoning", async () => {
    const spared = await run(smallLog({ lookAlike: true }));
    expect(spared.campaigns).toEqual([]);
    const [near] = spared.below_threshold;
    expect(near?.accounts.length).toBeGreaterThan(30);
    expect(near?.accounts.every(({ account }) => account.startsWith("student-"))).toBe(true);
    expect(near?.q_value).toBe(1);
  });

  it("reports no account on its volume alone", async () => {
    const { campaigns, below_threshold: below, spared } = await run(smallLog({ busy: true }));
    expect([campaigns, below]).toEqual([[], []]);
    const busy = spared.find((group) => group.requests > BUSY_REQUESTS / 2);
    expect(busy).toMatchObject({ accounts: 1, payers: 1 });
  });

  it("finds a campaign beside a customer that sends more of the same phrase, and leaves the customer alone", async () => {
    expect(membersOf(await run(smallLog({ campaign: true, busy: true })))).toEqual([pool]);
  });

  it("finds the same campaigns whatever the order of the lines", async () => {
    const shuffled = [...log.lines];
    let state = 5;
    for (let at = shuffled.length - 1; at > 0; at--) {
      state = (state * 48_271) % 2_147_483_647;
      const other = state % (at + 1);
      [shuffled[at], shuffled[other]] = [shuffled[other] ?? "", shuffled[at] ?? ""];
    }
    const again = await run({ ...log, lines: shuffled });
    expect(membersOf(again)).toEqual([pool]);
    expect(again.campaigns[0]?.id).toBe(report.campaigns[0]?.id);
  });

  it("gives the same report for the same log and seed, and the same campaigns for another seed", async () => {
    expect(await run(log)).toEqual(report);
    const other = await run(log, { seed: 4 });
    expect(other.campaigns[0]?.evidence).not.toEqual(report.campaigns[0]?.evidence);
    expect(membersOf(other)).toEqual(membersOf(report));
  });

  it("says nothing twice of a log that was delivered twice", async () => {
    const twice = await run({ ...log, lines: [...log.lines, ...log.lines] });
    expect(twice.input.duplicates).toBe(log.lines.length);
    expect(twice.campaigns).toEqual(report.campaigns);
  });
});

describe("a declared use", () => {
  const log = smallLog({ campaign: true, institute: true });
  const ofInstitute = (report: Report): string[] =>
    report.campaigns.flatMap(({ accounts }) =>
      accounts.map(({ account }) => account).filter((account) => account.startsWith("institute-")),
    );

  it("keeps its accounts out of a campaign whose text they share", async () => {
    expect(ofInstitute(await run(log))).not.toEqual([]);
    const declared = { organization: DECLARED_ORGANIZATION, use: "evaluation" };
    const report = await run(log, { declaredUse: [declared] });
    expect(ofInstitute(report)).toEqual([]);
    expect(membersOf(report)).toEqual([pool]);
    expect(report.campaigns[0]?.requests).toBeLessThanOrEqual(CAMPAIGN_REQUESTS);
    expect(report.declared_uses).toMatchObject([
      { subject: `organization ${DECLARED_ORGANIZATION}`, use: "evaluation", requests: 180 },
    ]);
  });

  it("that ends before the activity does changes nothing, and the report does not claim that it did", async () => {
    const declared = {
      organization: DECLARED_ORGANIZATION,
      use: "evaluation",
      until: new Date(LOG_START_MS + DAY_MS).toISOString(),
    };
    const report = await run(log, { declaredUse: [declared] });
    expect(ofInstitute(report)).not.toEqual([]);
    expect(report.declared_uses[0]?.effect).toMatch(/^none/);
  });

  it("of the whole campaign leaves nothing to report", async () => {
    const declaredUse = [...pool, ...Array.from({ length: 6 }, (_, at) => `institute-${String(at)}`)].map(
      (account) => ({ account, use: "synthetic-data" }),
    );
    const report = await run(log, { declaredUse });
    expect([report.campaigns, report.below_threshold]).toEqual([[], []]);
  });
});

describe("a run", () => {
  it("stops with the signal's reason and leaves no temporary file", async () => {
    const stop = new AbortController();
    stop.abort(new Error("stopped by the test"));
    await expect(run(smallLog({}), { signal: stop.signal })).rejects.toThrow("stopped by the test");
    expect((await readdir(folder)).filter((name) => name.startsWith("stillwatch-"))).toEqual([]);
  });

  it("refuses a log without a single request", async () => {
    await expect(run({ lines: ["not a record"], accounts: [] })).rejects.toThrow(UnusableInput);
  });

  it("gives an empty result for one request", async () => {
    const [line = ""] = smallLog({}).lines;
    const report = await run({ lines: [line], accounts: [] });
    expect([report.campaigns, report.input.events, report.input.accounts]).toEqual([[], 1, 1]);
  });
});
