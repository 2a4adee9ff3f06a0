import { describe, expect, it } from "vitest";
import { baselineOf, PERIOD_START_MS } from "./baseline.fixture.ts";
import { judgeBaseline } from "./judge-baseline.ts";

const DAY_MS = 86_400_000;
const END_MS = PERIOD_START_MS + 28 * DAY_MS;

describe("a baseline", () => {
  it("is trusted where it is recent, long, wide, and of this version", () => {
    expect(judgeBaseline(baselineOf(), END_MS + 60 * DAY_MS, END_MS + 61 * DAY_MS, "1.2.3")).toEqual([]);
    expect(judgeBaseline(baselineOf({ days: 6.9 }), END_MS, END_MS, "1.2.3")).toEqual([]);
  });

  it("is stale more than 60 days before the log begins, or before today where there is no log", () => {
    const logStartMs = END_MS + 61.5 * DAY_MS;
    expect(judgeBaseline(baselineOf(), logStartMs, logStartMs, "1.2.3")).toEqual([
      "It is stale: its last request is 61 days before the log begins, more than 60. Build it anew.",
    ]);
    expect(judgeBaseline(baselineOf(), Number.NaN, logStartMs, "1.2.3")).toEqual([
      expect.stringContaining("61 days before today"),
    ]);
    // A log of then is judged against a baseline of then, whatever the clock says.
    expect(judgeBaseline(baselineOf(), END_MS, logStartMs, "1.2.3")).toEqual([]);
  });

  it("is short below 7 days", () => {
    expect(judgeBaseline(baselineOf({ days: 3 }), PERIOD_START_MS + 3 * DAY_MS, END_MS, "1.2.3")).toEqual([
      expect.stringContaining("3.0 days, less than 7"),
    ]);
  });

  it("is small below 1,000 accounts, and says which quantile still stands on it", () => {
    const warnings = (accounts: number): readonly string[] =>
      judgeBaseline(baselineOf({ accounts }), END_MS, END_MS, "1.2.3");
    expect(warnings(999)).toEqual([
      "It is small: 999 accounts, fewer than 1000; 0.995 is the outermost quantile that stands on it. " +
        "The quantile 0.999 needs 1000 accounts; below that it is little more than the largest value seen.",
    ]);
    expect(warnings(100)[0]).toMatch(
      /0\.99 is the outermost.*The quantile 0\.995 needs 200, 0\.999 needs 1000 accounts/,
    );
    expect(warnings(1)[0]).toContain("no quantile stands on it");
  });

  it("is of another version, or from the future", () => {
    expect(judgeBaseline(baselineOf(), END_MS, END_MS, "1.3.0")).toEqual([
      expect.stringContaining("built by version 1.2.3 and this is 1.3.0"),
    ]);
    expect(judgeBaseline(baselineOf(), END_MS, END_MS - 2 * DAY_MS, "1.2.3")).toEqual([
      expect.stringContaining("in the future"),
    ]);
  });
});
