import { describe, expect, it } from "vitest";
import { TRANSFORMS } from "./transforms.ts";
import type { TransformName } from "./transforms.ts";

function read(name: TransformName, raw: unknown): unknown {
  return TRANSFORMS[name].read(raw);
}

describe("transforms", () => {
  it("read 64-bit integers as numbers, strings and protobuf.js longs", () => {
    expect(read("integer", 24)).toBe(24);
    expect(read("integer", "24")).toBe(24);
    expect(read("integer", { low: 24, high: 0, unsigned: false })).toBe(24);
    expect(read("integer", { low: -1, high: -1, unsigned: false })).toBe(-1);
    expect(read("integer", { low: -1984808674, high: 404693214, unsigned: true })).toBe(
      404693214 * 2 ** 32 + 2310158622,
    );
    expect(read("integer", "24 tokens")).toBeUndefined();
  });

  it("take no negative count", () => {
    expect(read("count", -1)).toBeUndefined();
    expect(read("count", "12.0")).toBe(12);
  });

  it("read nanoseconds of any rendering to the same millisecond", () => {
    const expected = Date.UTC(2025, 0, 1);
    expect(read("epoch-nanos", String(expected * 1e6))).toBe(expected);
    expect(read("epoch-nanos", expected * 1e6)).toBe(expected);
  });

  it("read LiteLLM times as text without a zone and as float seconds", () => {
    const expected = Date.UTC(2025, 0, 24, 9, 20, 46, 847);
    expect(read("time-or-utc", "2025-01-24 09:20:46.847371")).toBe(expected);
    expect(read("time-or-utc", 1737710446.847371)).toBe(expected);
    expect(read("time-or-utc", "1737710446.847371")).toBe(expected);
  });

  it("keep a role's session name unless software made it up", () => {
    const role = "arn:aws:sts::111111111111:assumed-role/app";
    expect(read("arn", `${role}/jane`)).toBe(`${role}/jane`);
    expect(read("arn", `${role}/botocore-session-1700000000`)).toBe(role);
    expect(read("arn", `${role}/i-0123456789abcdef0`)).toBe(role);
  });

  it("read a status as number, as text, and as success", () => {
    expect(read("status", 429)).toBe(429);
    expect(read("status", "200 OK")).toBe(200);
    expect(read("status", "success")).toBe(200);
    expect(read("status", "failure")).toBeUndefined();
    expect(read("status", -2)).toBeUndefined();
  });

  it("read an HTTP date, and no other text as one", () => {
    expect(read("http-date", "Thu, 14 Aug 2025 01:11:01 GMT")).toBe(Date.UTC(2025, 7, 14, 1, 11, 1));
    expect(read("http-date", "2025")).toBeUndefined();
  });

  it("unpack JSON that was encoded once or twice", () => {
    const value = { prompt: "hi" };
    expect(read("json", JSON.stringify(value))).toEqual(value);
    expect(read("json", JSON.stringify(JSON.stringify(value)))).toEqual(value);
    expect(read("json", "not [json")).toBe("not [json");
    expect(read("json-text", JSON.stringify("You are kind."))).toBe("You are kind.");
  });

  it("leave embedded JSON that nests too deep a text", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    expect(read("json", deep)).toBe(deep);
  });
});
