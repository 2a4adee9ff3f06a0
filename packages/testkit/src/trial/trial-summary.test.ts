import { describe, expect, it } from "vitest";
import type { CampaignOutcome, LogOutcome } from "./cell-verdict.ts";
import { OPEN } from "./price.ts";
import type { Leak } from "../traffic/label-leaks.ts";
import type { CellResult, NullResult } from "./trial-job.ts";
import type { TrialResults } from "./trial-summary.ts";
import { summarise } from "./trial-summary.ts";
import { trialTables } from "./trial-tables.ts";

const results: TrialResults = {
  cells: [cell("harvest", 0, true), cell("harvest", 0.3, false, ["course"])],
  honest: [
    {
      kind: "honest",
      baseSeed: 1,
      outcome: outcome([], ["bot"], [0, 2, 0]),
      lookAlikes: ["course", "bot"],
      rivals: cell("harvest", 0, true).rivals.map((one) => ({
        ...one,
        verdict: {
          ...one.verdict,
          campaigns: {},
          found: [],
          ...(one.verdict.windows && { windows: { withCampaign: [0, 0], honest: [1, 8] } }),
        },
      })),
    },
  ],
  nulls: [nullLog([]), nullLog(["viral-prompt", "course"]), nullLog([]), nullLog([])],
  priced: [{ ...cell("harvest", 0, true), cell: { ...cell("harvest", 0, true).cell, knobs: OPEN } }],
  leaks: [leak("plan", "rubric", 0.61), leak("plan", "harvest", 0.7), leak("model", "rubric", 0.8)],
  failures: [],
  jobs: { done: 9, all: 9 },
  days: 8,
};
const summary = summarise(results);
const text = trialTables(summary);

describe("the summary of a trial", () => {
  it("counts campaigns and accounts over the cells of the sweep, not over the priced ones", () => {
    expect(summary.campaigns).toEqual({ found: 1, all: 2 });
    expect(summary.accounts).toEqual({
      precision: 10 / 12,
      medianPrecision: (0.9 + 0.5) / 2,
      recallInFound: 0.9,
    });
  });

  it("counts a null replicate with two false reports once, with its interval", () => {
    expect(summary.nulls).toMatchObject({ replicates: 4, withReport: 1, rate: 0.25 });
    expect(summary.nulls.falseCampaigns).toEqual({ "viral-prompt": 1, course: 1 });
    expect(summary.nulls.interval[1]).toBeGreaterThan(0.7);
  });

  it("counts false campaigns of each look-alike over cells, honest logs and replicates", () => {
    const counts = Object.fromEntries(
      summary.lookAlikes.filter((one) => one.falseCampaigns > 0).map((one) => [one.name, one.falseCampaigns]),
    );
    expect(counts).toEqual({ course: 2, bot: 1, "viral-prompt": 1 });
  });

  it("counts the accounts of a look-alike in every report, not only where it is the largest part", () => {
    const reported = Object.fromEntries(summary.lookAlikes.map((one) => [one.name, one.accountsReported]));
    expect(reported).toEqual({ course: 8, bot: 4, "viral-prompt": 4, background: 3 });
  });

  it("keeps the honest traffic of the cells by itself apart from the small replicates", () => {
    expect(summary.honest).toMatchObject({ logs: 1, withReport: 1 });
    expect(summary.nulls.replicates).toBe(4);
  });

  it("shows for each metadata field the campaign that it tells best, the worst field first", () => {
    expect(summary.leaks.map(({ field, campaign }) => [field, campaign])).toEqual([
      ["model", "rubric"],
      ["plan", "harvest"],
    ]);
  });

  it("prices the steps that ran and no others", () => {
    expect(summary.price.map(({ evasion, found, recall }) => [evasion, found, recall])).toEqual([
      ["none", 1, 0.9],
    ]);
  });
});

describe("the tables of a trial", () => {
  it("put cover shares side by side and say where a campaign is missed", () => {
    expect(text).toMatch(
      /\| harvest +\| × 1 +\| 10 +\| 90 % \/ 100 % +\| \*\*missed\*\* +\| 40 \(2 d\) +\|/u,
    );
  });

  it("show rivals by campaign, and windows where a method names no accounts", () => {
    expect(text).toMatch(/\| PRADA +\| 1 of 1 +\| 1 of 2 +\| 1 of 2 +\| 20 % +\| 50 % +\| 80 % +\|/u);
    expect(text).toMatch(/\| MMD windows +\| names no accounts .*75 % with campaigns, 13 % in honest logs/u);
  });

  it("name the size and the parts of each false group", () => {
    expect(text).toMatch(
      /false among reported groups in cells +\| 1 of 2: course \(8 accounts: 4 course, 4 background\)/u,
    );
    expect(text).toMatch(/honest logs of full trial size with a report \(1\) +\| 1: bot \(8 accounts/u);
  });

  it("say first when logs are missing, and nothing of it otherwise", () => {
    expect(text).not.toContain("failed");
    expect(text).not.toContain("Interrupted");
    const cut = trialTables(summarise({ ...results, jobs: { done: 3, all: 9 } }));
    expect(cut.startsWith("**Interrupted after 3 of 9 logs;")).toBe(true);
    const failed = trialTables(summarise({ ...results, failures: ["no engine", "no engine"] }));
    expect(failed.startsWith("**2 logs failed and are missing below:** no engine\n")).toBe(true);
  });

  it("are well-formed Markdown: every row of a table has as many cells as its head", () => {
    for (const block of text.split("\n\n").filter((part) => part.startsWith("|"))) {
      const counts = block
        .split("\n")
        .filter((row) => row.startsWith("|"))
        .map((row) => row.split(" | ").length);
      expect(new Set(counts).size).toBe(1);
    }
  });
});

function cell(
  shape: string,
  cover: number,
  found: boolean,
  falseReports: readonly string[] = [],
): CellResult {
  const campaign: CampaignOutcome = {
    shape,
    found,
    coverage: found ? 0.9 : 0,
    purity: 1,
    accounts: 10,
    requests: 100,
  };
  return {
    kind: "cell",
    cell: {
      shapes: [shape],
      knobs: { cover, intensity: 1 },
      baseSeed: 1,
      seed: 2,
      delay: true,
      rivals: found,
    },
    requests: 1000,
    accounts: 100,
    seconds: 1,
    outcome: outcome([campaign], falseReports, found ? [9, 10, 9] : [1, 2, 0]),
    lookAlikes: ["course", "bot"],
    first: found ? [{ shape, day: "2026-09-08", requests: 40, days: 2 }] : [],
    rivals: found
      ? [
          {
            name: "PRADA",
            seconds: 1,
            verdict: {
              campaigns: { [shape]: 0.8 },
              found: [shape],
              falseGroups: ["bot"],
              accounts: { flagged: 16, guilty: 8, all: 10, honest: 80 },
            },
          },
          {
            name: "MMD windows",
            seconds: 1,
            verdict: {
              campaigns: { [shape]: 0 },
              found: [],
              falseGroups: [],
              accounts: { flagged: 0, guilty: 0, all: 10, honest: 80 },
              windows: { withCampaign: [3, 4], honest: [2, 4] },
            },
          },
        ]
      : [],
  };
}

function outcome(
  campaigns: readonly CampaignOutcome[],
  falseReports: readonly string[],
  [guilty, reported, ofFound]: readonly [number, number, number],
): LogOutcome {
  return {
    campaigns,
    falseReports: falseReports.map((name) => ({ name, accounts: 8, parts: { [name]: 4, background: 4 } })),
    candidates: [{ probability: 0.95, q: 0.01, reported: true, true: falseReports.length === 0 }],
    accounts: {
      guilty,
      reported,
      ofFound: ofFound > 0 ? 10 : 0,
      guiltyOfFound: ofFound,
      honest: honestOf(falseReports),
    },
  };
}

function honestOf(names: readonly string[]): Record<string, number> {
  return names.length === 0 ? {} : { ...Object.fromEntries(names.map((name) => [name, 4])), background: 1 };
}

function leak(field: string, campaign: string, auc: number): Leak {
  return { field, campaign, auc, rows: 100 };
}

function nullLog(falseReports: readonly string[]): NullResult {
  return { kind: "null", seed: 1, requests: 100, outcome: outcome([], falseReports, [0, 0, 0]) };
}
