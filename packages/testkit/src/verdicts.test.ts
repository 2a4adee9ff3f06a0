import { describe, expect, it } from "vitest";
import type { Truth } from "./traffic/truth.ts";
import { falseReportText, judgeReport } from "./verdicts.ts";

const truth: Truth = {
  seed: 1,
  side: "all",
  requests: 0,
  accounts: { a: "harvest", b: "harvest", c: "harvest", d: "harvest", e: "course", f: "background" },
  parts: {
    harvest: { kind: "campaign", accounts: 4, requests: 0 },
    course: { kind: "look-alike", accounts: 1, requests: 0 },
    background: { kind: "background", accounts: 1, requests: 0 },
  },
  campaign_requests: {},
};

describe("judging a report", () => {
  it("finds a campaign that a reported group consists of, and counts the strangers in it", () => {
    const verdict = judgeReport(reporting(["a", "b", "c", "f"]), truth);
    expect(verdict.campaigns).toEqual([
      {
        campaign: "harvest",
        found: true,
        pieces: 1,
        recall: 0.75,
        precision: 0.75,
        strangers: { background: 1 },
      },
    ]);
    expect(verdict.falseReports).toEqual([]);
  });

  it("counts a campaign as missed when too few of its accounts are named", () => {
    expect(judgeReport(reporting(["a"]), truth).campaigns[0]?.found).toBe(false);
  });

  it("names the look-alike that a reported group consists of", () => {
    expect(judgeReport(reporting(["e"], ["f"]), truth).falseReports).toEqual([
      { name: "course", accounts: 1, parts: { course: 1 } },
      { name: "background", accounts: 1, parts: { background: 1 } },
    ]);
  });

  it("asks for more than half: a group whose largest part is a campaign of half of it is false", () => {
    const half = judgeReport(reporting(["a", "b", "e", "f"]), truth);
    expect(half.campaigns[0]).toMatchObject({ found: false, pieces: 0, recall: 0 });
    expect(half.falseReports).toEqual([
      { name: "course", accounts: 4, parts: { harvest: 2, course: 1, background: 1 } },
    ]);
    expect(half.falseReports.map(falseReportText)).toEqual([
      "course (4 accounts: 2 harvest, 1 course, 1 background)",
    ]);
  });

  it("keeps every part of a false group, not only its largest", () => {
    const { falseReports } = judgeReport(reporting(["e", "f", "a"]), truth);
    expect(falseReports[0]?.parts).toEqual({ course: 1, background: 1, harvest: 1 });
  });

  it("joins the pieces of a campaign", () => {
    const verdict = judgeReport(reporting(["a", "b"], ["c", "d"]), truth);
    expect(verdict.campaigns[0]).toEqual({
      campaign: "harvest",
      found: true,
      pieces: 2,
      recall: 1,
      precision: 1,
      strangers: {},
    });
  });
});

function reporting(...groups: string[][]): Parameters<typeof judgeReport>[0] {
  const campaigns = groups.map((accounts, index) => ({
    id: String(index),
    probability: 1,
    accounts: accounts.map((account) => ({ account })),
  }));
  return { campaigns };
}
