import { describe, expect, it } from "vitest";
import { HOURS_A_WEEK } from "../baseline/baseline.ts";
import { baselineOf } from "../baseline/baseline.fixture.ts";
import { baselineTable } from "./baseline-table.ts";

describe("the table of a baseline", () => {
  const text = baselineTable(baselineOf(), []);

  it("says what it is of, and that it may be used", () => {
    expect(text).toContain(
      "Baseline of 1,000 accounts, 14,028 requests, 2026-10-05 to 2026-11-02 (version 1.2.3, seed 5)",
    );
    expect(text).toContain("7 accounts left out");
    expect(text).toContain("Neither stale nor too small.");
  });

  it("has a row for each measure, with dashes where nothing is known", () => {
    expect(text).toMatch(/^requests +51 +501 +950 +990 +999 +▁\S{6}█ +1,000 +requests$/m);
    expect(text).toMatch(/^languages +– +– +– +– +– +0 /m);
  });

  it("shows warnings in the place of trust", () => {
    const warned = baselineTable(baselineOf(), ["It is small."]);
    expect(warned).toContain("Warning: It is small.");
    expect(warned).not.toContain("Neither");
  });
});

describe("a row of bars", () => {
  it("goes from the lowest to the highest bar, and stays low where all is the same", () => {
    expect(baselineTable(baselineOf(), [])).toMatch(/^requests .* ▁▁▂▄▆▇██ /m);
    expect(baselineTable(baselineOf({ accounts: 1 }), [])).toMatch(/^requests .* ▁{8} /m);
  });

  it("begins at none for the hours of a day", () => {
    const hours = Array.from({ length: HOURS_A_WEEK }, (_, hour) => (hour === 1 ? 0.5 : 0.25));
    const text = baselineTable({ ...baselineOf(), hours_of_week: hours }, []);
    expect(text).toContain(`\nMon ▅█${"▅".repeat(22)}\nTue ${"█".repeat(24)}\n`);
  });
});
