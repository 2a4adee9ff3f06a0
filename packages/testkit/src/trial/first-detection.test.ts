import { describe, expect, it } from "vitest";
import type { LogOutcome } from "./cell-verdict.ts";
import { firstDetections } from "./first-detection.ts";

const days = ["2026-09-07", "2026-09-08", "2026-09-09", "2026-09-10", "2026-09-11"];
const at = (day: string, hour: number): number => Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000;

describe("the first detection", () => {
  it("is the first day on which a campaign is found, with its own requests until then", async () => {
    const looked: string[] = [];
    const found = await firstDetections(
      days,
      outcome({ harvest: true }),
      { harvest: [at("2026-09-08", 0), at("2026-09-09", 23), at("2026-09-11", 1)] },
      async (day) => {
        looked.push(day);
        return Promise.resolve(outcome({ harvest: day >= "2026-09-09" }));
      },
    );
    expect(found).toEqual([{ shape: "harvest", day: "2026-09-09", requests: 2, days: 2 }]);
    expect(looked.length).toBeLessThanOrEqual(3);
    expect(looked).not.toContain("2026-09-11");
  });

  it("looks once at a day for all campaigns, and not at all for those that are missed", async () => {
    const looked: string[] = [];
    const found = await firstDetections(
      days,
      outcome({ a: true, b: true, missed: false }),
      { a: [], b: [], missed: [] },
      async (day) => {
        looked.push(day);
        return Promise.resolve(outcome({ a: true, b: false, missed: true }));
      },
    );
    expect(found.map(({ shape, day }) => [shape, day])).toEqual([
      ["a", "2026-09-07"],
      ["b", "2026-09-11"],
    ]);
    expect(new Set(looked).size).toBe(looked.length);
  });

  it("stops at the most looks: the day is then the first one known to show it", async () => {
    const looked: string[] = [];
    const found = await firstDetections(
      days,
      outcome({ a: true, b: true }),
      { a: [], b: [] },
      async (day) => {
        looked.push(day);
        return Promise.resolve(outcome({ a: day >= "2026-09-08", b: day >= "2026-09-10" }));
      },
      2,
    );
    expect(looked).toEqual(["2026-09-09", "2026-09-08"].slice(0, looked.length));
    expect(looked.length).toBeLessThanOrEqual(2);
    expect(found.map(({ shape, day }) => [shape, day])).toEqual([
      ["a", "2026-09-08"],
      ["b", "2026-09-11"],
    ]);
  });
});

function outcome(found: Readonly<Record<string, boolean>>): LogOutcome {
  return {
    campaigns: Object.entries(found).map(([shape, isFound]) => ({
      shape,
      found: isFound,
      coverage: isFound ? 1 : 0,
      purity: 1,
      accounts: 10,
      requests: 100,
    })),
    falseReports: [],
    candidates: [],
    accounts: { reported: 0, guilty: 0, ofFound: 0, guiltyOfFound: 0, honest: {} },
  };
}
