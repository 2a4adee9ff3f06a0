import { describe, expect, it } from "vitest";
import { bypassSearchCase } from "./bypass-search-case.ts";

const search = { accounts: 3, from: 0, until: 48, every: 1, refused: 0.8 };
const trial = { accounts: 3, from: 48, until: 50, every: 1, family: 1 };
const scaled = { accounts: 200, from: 54, until: 96, every: 6, family: 1, spread: 20 };
const also = [{ group: 1, as: 0 }];

describe("a case of bypass search", () => {
  it("gives the strength of a search whose winner is scaled", () => {
    expect(bypassSearchCase({ groups: [search, trial, scaled], also })).toBeGreaterThan(1.2);
  });

  it("gives 0 for a search alone, for a use alone, and where searchers did not try the winner", () => {
    expect(bypassSearchCase({ groups: [search, trial], also })).toBe(0);
    expect(bypassSearchCase({ groups: [scaled] })).toBe(0);
    expect(bypassSearchCase({ groups: [search, trial, scaled] })).toBe(0);
  });

  it("names the field that does not fit", () => {
    expect(() => bypassSearchCase({ ordinary_refusal: 2, groups: [search] })).toThrow(/^ordinary_refusal: /);
    expect(() => bypassSearchCase({ groups: [] })).toThrow(/^groups: /);
    expect(() => bypassSearchCase({ groups: [{ ...search, refused: 3 }] })).toThrow(/^groups\.0\.refused: /);
    expect(() => bypassSearchCase({ groups: [search], also })).toThrow(/^also\.0\.group: /);
    expect(() => bypassSearchCase({ groups: [search], also: [{ group: 0, as: 0 }] })).toThrow(
      /^also\.0\.as: /,
    );
    expect(() => bypassSearchCase("search")).toThrow(TypeError);
  });
});
