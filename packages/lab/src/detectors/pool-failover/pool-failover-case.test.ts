import { describe, expect, it } from "vitest";
import { poolFailoverCase } from "./pool-failover-case.ts";

const first = { accounts: 40, from: 0, until: 96, every: 4, stopped_at: 96 };
const second = { accounts: 30, from: 98, until: 192, every: 4, spread: 6 };

describe("a case of pool failover", () => {
  it("gives the strength of a second pool, and little for a pool that nobody replaces", () => {
    expect(poolFailoverCase({ log_hours: 192, groups: [first, second] })).toBeGreaterThan(1.8);
    expect(poolFailoverCase({ log_hours: 192, groups: [first] })).toBeLessThan(0);
  });

  it("gives 0 where nobody was stopped", () => {
    const { stopped_at: _, ...free } = first;
    expect(poolFailoverCase({ log_hours: 192, groups: [free, second] })).toBe(0);
  });

  it("names the field that does not fit", () => {
    expect(() => poolFailoverCase({ groups: [first] })).toThrow(/^log_hours: /);
    expect(() => poolFailoverCase({ log_hours: 9, groups: [{ ...first, every: 0 }] })).toThrow(
      /^groups\.0\.every: /,
    );
    expect(() => poolFailoverCase({ log_hours: 9, groups: [{ ...first, often: 1 }] })).toThrow(
      /^groups\.0\.often: /,
    );
    expect(() => poolFailoverCase(null)).toThrow(TypeError);
    const endless = { ...first, accounts: 10_000, every: 0.001 };
    expect(() => poolFailoverCase({ log_hours: 9, groups: [endless] })).toThrow(/^groups: more than/);
  });
});
