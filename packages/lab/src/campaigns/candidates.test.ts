import { describe, expect, it } from "vitest";
import { LEAST, linkSeeds, type Candidate } from "./candidates.ts";
import { range, seedOf } from "./seeds.fixture.ts";

const numbersOf = (candidates: readonly Candidate[]): number[][] =>
  candidates.map((candidate) => candidate.seeds.map((seed) => seed.no));

/** Accounts with a hundred requests each. */
const requestsOf = (accounts: number): Float64Array => new Float64Array(accounts).fill(100);

describe("linking seeds", () => {
  it("joins the wordings into which one campaign's template was shattered", () => {
    const seeds = [seedOf(0, range(0, 40), 12), seedOf(1, range(5, 40), 6), seedOf(2, range(10, 38), 4)];
    const candidates = linkSeeds(seeds, requestsOf(2000));
    expect(numbersOf(candidates)).toEqual([[0, 1, 2]]);
    expect(candidates[0]?.accounts.size).toBe(40);
    expect(candidates[0]?.accounts.get(12)).toBe(12);
  });

  it("does not glue two campaigns together by a harness that half of all accounts use", () => {
    const harness = seedOf(0, range(0, 1000), 20);
    const seeds = [harness, seedOf(1, range(0, 40), 12), seedOf(2, range(500, 540), 12)];
    expect(numbersOf(linkSeeds(seeds, requestsOf(2000)))).toEqual([[0], [1], [2]]);
  });

  it("nor where the harness has fewer requests than the campaigns", () => {
    const harness = seedOf(0, range(0, 1000), 1);
    const seeds = [harness, seedOf(1, range(0, 40), 50), seedOf(2, range(500, 540), 50)];
    expect(numbersOf(linkSeeds(seeds, requestsOf(2000)))).toEqual([[1], [2], [0]]);
  });

  it("keeps apart groups that share a few accounts only", () => {
    const seeds = [seedOf(0, range(0, 40), 12), seedOf(1, range(30, 70), 10)];
    expect(numbersOf(linkSeeds(seeds, requestsOf(2000)))).toEqual([[0], [1]]);
  });

  it("keeps apart two groups that share a few accounts, though one of them has several texts", () => {
    const others = [10, 9, 8].map((perAccount, at) => seedOf(at + 1, range(30, 70), perAccount));
    expect(numbersOf(linkSeeds([seedOf(0, range(0, 40), 12), ...others], requestsOf(2000)))).toEqual([
      [0],
      [1, 2, 3],
    ]);
  });

  it("joins a seed to the group that it overlaps most, not through a chain of pairs", () => {
    const seeds = [seedOf(0, range(0, 40), 12), seedOf(1, range(10, 50), 10), seedOf(2, range(40, 80), 8)];
    // 1 goes to 0; 2 overlaps with 1 but not with 0, which leads the group.
    expect(numbersOf(linkSeeds(seeds, requestsOf(2000)))).toEqual([[0, 1], [2]]);
  });

  it("takes nobody in who quotes many of a group's texts: quotations of quotations are no group", () => {
    const campaign = seedOf(0, range(0, 30), 60);
    const quoted = range(1, 6).map((no) => seedOf(no, range(no, 60), 12));
    expect(linkSeeds([campaign, ...quoted], requestsOf(2000))[0]?.core.size).toBe(30);
  });

  it("takes in who has several texts that are the group's", () => {
    const wordings = range(1, 6).map((no) => seedOf(no, range(no, 38), 12));
    expect(linkSeeds([seedOf(0, range(0, 30), 60), ...wordings], requestsOf(2000))[0]?.core.size).toBe(38);
  });

  it("lets a text that as many strangers have stand by itself: it is a quotation", () => {
    const campaign = seedOf(0, range(0, 60), 30);
    const passage = seedOf(1, [...range(0, 20), ...range(900, 925)], 4);
    expect(numbersOf(linkSeeds([campaign, passage], requestsOf(5000)))).toEqual([[0], [1]]);
  });

  it("passes over seeds that are too narrow, too short or copies of one text", () => {
    const wide = range(0, 40);
    const seeds = [
      seedOf(0, range(0, LEAST.accounts - 1), 50),
      seedOf(1, wide, 5, { payers: LEAST.payers - 1 }),
      seedOf(2, wide, 5, { requests: LEAST.requests - 1 }),
      seedOf(3, wide, 5, { texts: LEAST.texts - 1 }),
      seedOf(4, wide, 5, { texts: LEAST.texts, payers: LEAST.payers, requests: LEAST.requests }),
    ];
    expect(numbersOf(linkSeeds(seeds, requestsOf(2000)))).toEqual([[4]]);
  });

  it("does not depend on the order in which seeds are given", () => {
    const seeds = [
      seedOf(0, range(0, 40), 12),
      seedOf(1, range(5, 40), 6),
      seedOf(2, range(500, 540), 6),
      seedOf(3, range(0, 1000), 1),
    ];
    expect(numbersOf(linkSeeds([...seeds].reverse(), requestsOf(2000)))).toEqual(
      numbersOf(linkSeeds(seeds, requestsOf(2000))),
    );
  });
});
