import { describe, expect, it } from "vitest";
import { factsOf, type TestAccount } from "../../accounts/account-facts.fixture.ts";
import {
  creationConcentration,
  firstDayShare,
  medianAge,
  medianUsageOfPlans,
  stoppedShare,
  usageForPlan,
} from "./lifecycle.ts";
import { pivotShare } from "./release-pivot.ts";

const DAY_MS = 86_400_000;

const groupOf = (accounts: readonly unknown[]): number[] => accounts.map((_, at) => at);
const times = (count: number, account: TestAccount): TestAccount[] =>
  Array.from({ length: count }, () => account);

describe("the concentration of sign-ups", () => {
  it("is the share of the busiest seven days, both ends included", () => {
    const days = [0, 7, 7, 14.1, 30, 60];
    const accounts = days.map((day) => ({ createdMs: day * DAY_MS }));
    expect(creationConcentration(groupOf(accounts), factsOf(accounts))).toBe(3 / 6);
  });

  it("is unknown where most sign-up dates or nearly all accounts are missing", () => {
    const half = [...times(5, { createdMs: 0 }), ...times(6, {})];
    expect(creationConcentration(groupOf(half), factsOf(half))).toBeNaN();
    const few = times(4, { createdMs: 0 });
    expect(creationConcentration(groupOf(few), factsOf(few))).toBeNaN();
  });
});

describe("the median age", () => {
  it("is counted in days from sign-up to first use, on a log scale, and never negative", () => {
    const ages = [1, 2, 3, 500, 700];
    const accounts = ages.map((days) => ({ firstMs: 1000 * DAY_MS, createdMs: (1000 - days) * DAY_MS }));
    expect(medianAge(groupOf(accounts), factsOf(accounts))).toBeCloseTo(Math.log(4));
    const unborn = times(5, { firstMs: 0, createdMs: DAY_MS });
    expect(medianAge(groupOf(unborn), factsOf(unborn))).toBe(0);
  });
});

describe("the share of the busiest day that the first day reached", () => {
  const fresh = { firstMs: 3 * DAY_MS, activeDays: 4 };

  it("is 1 where new accounts run at full use at once, and low where they grow into it", () => {
    const pool = times(10, { ...fresh, firstDay: 50, peakDay: 50 });
    const people = times(10, { ...fresh, firstDay: 2, peakDay: 20 });
    expect(firstDayShare(groupOf(pool), factsOf(pool), 0)).toBe(1);
    expect(firstDayShare(groupOf(people), factsOf(people), 0)).toBeCloseTo(0.1);
  });

  it("says nothing of accounts that were there when the log began, or of one day only", () => {
    const old = times(10, { ...fresh, firstMs: DAY_MS, firstDay: 5, peakDay: 5 });
    const once = times(10, { ...fresh, activeDays: 1, firstDay: 5, peakDay: 5 });
    expect(firstDayShare(groupOf(old), factsOf(old), 0)).toBeNaN();
    expect(firstDayShare(groupOf(once), factsOf(once), 0)).toBeNaN();
  });
});

describe("the share of stopped accounts", () => {
  it("counts members with a ban or a limit", () => {
    const accounts = [...times(3, { stoppedMs: 5 }), ...times(9, {})];
    expect(stoppedShare(groupOf(accounts), factsOf(accounts))).toBe(0.25);
    expect(stoppedShare([], factsOf(accounts))).toBe(0);
  });
});

describe("usage for the plan", () => {
  const ordinary = times(20, { plan: 0, requests: 10, activeDays: 5 });
  const heavy = times(6, { plan: 0, requests: 80, activeDays: 5 });

  it("is the log2 of requests per active day against the plan's median", () => {
    const facts = factsOf([...ordinary, ...heavy]);
    const medians = medianUsageOfPlans(facts);
    expect(medians.get(0)).toBe(2);
    expect(usageForPlan([20, 21, 22, 23, 24, 25], facts, medians)).toBe(3);
    expect(usageForPlan(groupOf(ordinary), facts, medians)).toBe(0);
  });

  it("is unknown for plans that fewer than ten accounts have, and without a plan", () => {
    const facts = factsOf([...times(9, { plan: 1, requests: 10 }), ...times(9, { requests: 10 })]);
    const medians = medianUsageOfPlans(facts);
    expect(medians.size).toBe(0);
    expect(usageForPlan([0, 1, 2, 3, 4, 5], facts, medians)).toBeNaN();
  });
});

describe("the release pivot", () => {
  const release = 10 * DAY_MS;
  const first = (days: number): Float64Array => new Float64Array(10).fill(days * DAY_MS);

  it("is the share of earlier members who used the model within its first 24 hours", () => {
    const use = new Map([
      [0, release],
      [1, release + DAY_MS - 1],
      [2, release + DAY_MS],
      [3, release - 1],
    ]);
    expect(pivotShare([0, 1, 2, 3, 4], first(1), use, release)).toBe(2 / 5);
  });

  it("is unknown where fewer than five members were there before the release, or nobody used the model", () => {
    expect(pivotShare([0, 1, 2, 3], first(1), new Map(), release)).toBeNaN();
    expect(pivotShare([0, 1, 2, 3, 4], first(10), new Map([[0, release]]), release)).toBeNaN();
    expect(pivotShare([0, 1, 2, 3, 4], first(1), undefined, release)).toBeNaN();
  });
});
