import { describe, expect, it } from "vitest";
import { parseRfc3339, parseTimeOrUtc } from "./times.ts";

describe("RFC 3339 times", () => {
  it.each([
    ["2026-01-31T12:00:00Z", Date.UTC(2026, 0, 31, 12)],
    ["2026-01-31t12:00:00z", Date.UTC(2026, 0, 31, 12)],
    ["2026-01-31 12:00:00Z", Date.UTC(2026, 0, 31, 12)],
    ["2026-01-31T12:00:00.123456789Z", Date.UTC(2026, 0, 31, 12, 0, 0, 123)],
    ["2026-01-31T12:00:00.9996Z", Date.UTC(2026, 0, 31, 12, 0, 0, 999)],
    ["2026-01-31T12:00:00.5+05:30", Date.UTC(2026, 0, 31, 6, 30, 0, 500)],
    ["2026-01-31T00:30:00-08:00", Date.UTC(2026, 0, 31, 8, 30)],
    ["2026-01-31T12:00:00-00:00", Date.UTC(2026, 0, 31, 12)],
    ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
    ["2016-12-31T23:59:60Z", Date.UTC(2017, 0, 1)],
    ["2017-01-01T08:59:60.9+09:00", Date.UTC(2017, 0, 1)],
  ])("reads %s", (text, expected) => {
    expect(parseRfc3339(text)).toBe(expected);
  });

  it.each([
    ["no offset", "2026-01-31T12:00:00"],
    ["no time", "2026-01-31"],
    ["no seconds", "2026-01-31T12:00Z"],
    ["a day that the month lacks", "2026-02-29T00:00:00Z"],
    ["day 0", "2026-01-00T00:00:00Z"],
    ["month 13", "2026-13-01T00:00:00Z"],
    ["hour 24", "2026-01-31T24:00:00Z"],
    ["a leap second in the middle of a day", "2026-01-31T12:00:60Z"],
    ["an offset beyond a day", "2026-01-31T12:00:00+24:00"],
    ["an empty fraction", "2026-01-31T12:00:00.Z"],
    ["blanks around", " 2026-01-31T12:00:00Z"],
    ["a very long text", `2026-01-31T12:00:00.${"1".repeat(100_000)}Z`],
  ])("does not read a time with %s", (_, text) => {
    expect(parseRfc3339(text)).toBeUndefined();
  });

  it("take UTC for an absent offset only where a format says so", () => {
    expect(parseTimeOrUtc("2025-01-24 09:20:46.847371")).toBe(Date.UTC(2025, 0, 24, 9, 20, 46, 847));
    expect(parseTimeOrUtc("2025-01-24 09:20:46+01:00")).toBe(Date.UTC(2025, 0, 24, 8, 20, 46));
  });
});
