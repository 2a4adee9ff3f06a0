import { describe, expect, it } from "vitest";
import { formatTimestamp, formatVersion, parseTimestamp } from "./timestamp.ts";

describe("a timestamp", () => {
  it.each([
    ["1970-01-01T00:00:00Z", 0],
    ["1970-01-01T00:00:00.000001Z", 1],
    ["1970-01-01T00:00:00.1Z", 100_000],
    ["1969-12-31T23:59:59.999999Z", -1],
    ["2016-11-02T12:34:34.12345Z", 1_478_090_074_123_450],
    ["2024-02-29T00:00:00.000Z", 1_709_164_800_000_000],
  ])("%s is %i microseconds since 1970", (text, microseconds) => {
    expect(parseTimestamp(text)).toBe(microseconds);
  });

  it("is cut off after six digits", () => {
    expect(parseTimestamp("1970-01-01T00:00:00.123456789Z")).toBe(123_456);
  });

  it("beyond what a number holds is the limit, so that a client's least and greatest date work", () => {
    expect(parseTimestamp("0001-01-01T00:00:00Z")).toBe(-Number.MAX_SAFE_INTEGER);
    expect(parseTimestamp("9999-12-31T23:59:59.999999Z")).toBe(Number.MAX_SAFE_INTEGER);
  });

  it.each([
    "",
    "2016-11-02",
    "2016-11-02T12:34:34",
    "2016-11-02 12:34:34Z",
    "2016-11-02T12:34:34+00:00",
    "2016-11-02t12:34:34z",
    "2016-11-02T12:34:34.Z",
    "2016-11-02T12:34:34.1234567890Z",
    "2016-11-04T03:04:051Z",
    "2016-13-02T12:34:34Z",
    "2016-00-02T12:34:34Z",
    "2023-02-29T00:00:00Z",
    "2016-11-31T00:00:00Z",
    "2016-11-02T24:00:00Z",
    "2016-11-02T12:60:00Z",
    "2016-12-31T23:59:60Z",
    " 2016-11-02T12:34:34Z",
    `2016-11-02T12:34:34.${"1".repeat(1_000_000)}Z`,
  ])("is refused where it is malformed or no such time is (%#)", (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });

  it("is written with six digits", () => {
    expect(formatTimestamp(0)).toBe("1970-01-01T00:00:00.000000Z");
    expect(formatTimestamp(-1)).toBe("1969-12-31T23:59:59.999999Z");
    expect(formatTimestamp(1_478_090_074_123_450)).toBe("2016-11-02T12:34:34.123450Z");
  });

  it("is written with three digits as a version, where they suffice", () => {
    expect(formatVersion(1_478_090_074_123_000)).toBe("2016-11-02T12:34:34.123Z");
    expect(formatVersion(1_478_090_074_123_450)).toBe("2016-11-02T12:34:34.123450Z");
  });

  it("cannot be written where it is no whole number of microseconds", () => {
    expect(() => formatTimestamp(0.5)).toThrow(RangeError);
    expect(() => formatVersion(2 ** 53)).toThrow(RangeError);
  });
});
