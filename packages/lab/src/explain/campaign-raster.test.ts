import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { campaignRaster } from "./campaign-raster.ts";
import { findingOf, namesOf, requestsOf } from "./finding.fixture.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 10, 2);
const nothing = { enforcement: [], releases: [] };

describe("the raster of a campaign", () => {
  it("counts each account's requests per column, rows in the order of first use", () => {
    const requests = requestsOf([
      [3, START_MS],
      [1, START_MS + 10 * 60_000],
      [3, START_MS + 10 * 60_000 + 1],
      [3, START_MS + 19 * 60_000],
    ]);
    const raster = campaignRaster(findingOf({ requests }), { names: namesOf(4), ...nothing });
    expect(raster).toMatchObject({
      start: "2026-11-02T00:00:00.000Z",
      bin_seconds: 600,
      bins: 2,
      more_accounts: 0,
    });
    expect(raster.rows).toEqual([
      { account: "a3", counts: [1, 2] },
      { account: "a1", counts: [0, 1] },
    ]);
  });

  it("has at most 120 columns up to two years, whatever the moment it begins at, and loses no request", () => {
    const time = fc.nat({ max: 700 * DAY_MS });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 5 }), time), { minLength: 1, maxLength: 40 }), (list) => {
        const sorted = list
          .map(([account, offset]) => [account, START_MS + offset] as const)
          .sort(([, a], [, b]) => a - b);
        const raster = campaignRaster(findingOf({ requests: requestsOf(sorted) }), {
          names: namesOf(6),
          ...nothing,
        });
        expect(raster.bins).toBeLessThanOrEqual(120);
        expect(raster.rows.every((row) => row.counts.length === raster.bins)).toBe(true);
        const total = raster.rows.flatMap((row) => row.counts).reduce((sum, count) => sum + count, 0);
        expect(total).toBe(list.length);
      }),
    );
    const edge = requestsOf([
      [0, START_MS + 599_999],
      [0, START_MS + 599_999 + 120 * 600_000 - 1],
    ]);
    expect(
      campaignRaster(findingOf({ requests: edge }), { names: namesOf(1), ...nothing }).bins,
    ).toBeLessThanOrEqual(120);
  });

  it("shows three hundred accounts at the most, spread over all, and counts the others", () => {
    const requests = requestsOf(Array.from({ length: 450 }, (_, at) => [at, START_MS + at * 1000] as const));
    const raster = campaignRaster(findingOf({ requests }), { names: namesOf(450), ...nothing });
    expect(raster.rows.length).toBe(225);
    expect(raster.more_accounts).toBe(225);
    expect([raster.rows[0]?.account, raster.rows.at(-1)?.account]).toEqual(["a0", "a448"]);
  });

  it("marks releases and what was done to members while it ran, in order of time", () => {
    const requests = requestsOf([
      [0, START_MS],
      [1, START_MS + 6 * HOUR_MS],
    ]);
    const raster = campaignRaster(findingOf({ requests }), {
      names: namesOf(3),
      enforcement: [
        { timeMs: START_MS + 5 * HOUR_MS, account: "a1", action: "ban" },
        { timeMs: START_MS + 2 * HOUR_MS, account: "a2", action: "ban" },
        { timeMs: START_MS - HOUR_MS, account: "a0", action: "limit" },
      ],
      releases: [
        { timeMs: START_MS + HOUR_MS, model: "m2" },
        { timeMs: START_MS + 40 * HOUR_MS, model: "m3" },
      ],
    });
    expect(raster.marks).toEqual([
      { time: "2026-11-02T01:00:00.000Z", kind: "release", label: "m2" },
      { time: "2026-11-02T05:00:00.000Z", kind: "ban", label: "ban", account: "a1" },
    ]);
  });
});
