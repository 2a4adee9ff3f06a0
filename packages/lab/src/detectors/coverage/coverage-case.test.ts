import { describe, expect, it } from "vitest";
import { coverageCase } from "./coverage-case.ts";

const asked = (count: number, accounts: number): unknown[] =>
  Array.from({ length: count }, (_, at) => ({ account: `a${String(at % accounts)}`, list: "quiz", at }));

describe("a case of coverage", () => {
  it("speaks for a list dealt out over many payers and against one payer's evaluation", () => {
    expect(coverageCase({ lists: { quiz: 300 }, requests: asked(300, 30) })).toBe(2);
    const payers = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`a${String(at)}`, "p"]));
    expect(coverageCase({ lists: { quiz: 300 }, payers, requests: asked(300, 30) })).toBe(-3);
  });

  it("says nothing of other texts", () => {
    expect(coverageCase({ lists: { quiz: 300 }, requests: [{ account: "a" }, { account: "b" }] })).toBe(0);
  });

  it("is refused with the name of the field", () => {
    expect(() => coverageCase({ lists: { quiz: 3 }, requests: [{ list: "quiz", at: 1 }] })).toThrow(
      /^requests\.0\.account/,
    );
    expect(() => coverageCase({ lists: { quiz: 3 }, requests: asked(4, 1) })).toThrow(/^requests\.3\.at/);
    expect(() => coverageCase({ lists: {}, requests: asked(1, 1) })).toThrow(TypeError);
  });
});
