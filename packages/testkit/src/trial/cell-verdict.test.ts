import { describe, expect, it } from "vitest";
import type { Truth } from "../traffic/truth.ts";
import type { TriedGroup } from "./cell-verdict.ts";
import { judgeLog } from "./cell-verdict.ts";

const truth: Truth = {
  seed: 1,
  side: "test",
  requests: 20,
  accounts: {
    a: "harvest",
    b: "harvest",
    c: "harvest",
    d: "harvest",
    e: "rubric",
    f: "course",
    g: "background",
  },
  parts: {
    harvest: { kind: "campaign", accounts: 4, requests: 10 },
    rubric: { kind: "campaign", accounts: 1, requests: 5 },
    course: { kind: "look-alike", accounts: 1, requests: 3 },
    background: { kind: "background", accounts: 1, requests: 2 },
  },
  campaign_requests: { harvest: ["r1", "r2", "r3"], rubric: ["r4"] },
};

describe("holding a log against the truth", () => {
  const outcome = judgeLog(
    {
      campaigns: [group(0.99, 0.001, ["a", "b", "c", "g"]), group(0.8, 0.04, ["f"])],
      below_threshold: [group(0.2, 0.4, ["e"]), group(0.1, 0.6, ["g"])],
    },
    truth,
  );

  it("gives coverage, purity and the requests of each campaign, missed ones too", () => {
    expect(outcome.campaigns).toEqual([
      { shape: "harvest", found: true, coverage: 0.75, purity: 0.75, accounts: 4, requests: 3 },
      { shape: "rubric", found: false, coverage: 0, purity: 1, accounts: 1, requests: 1 },
    ]);
  });

  it("names the honest part behind a false report", () => {
    expect(outcome.falseReports).toEqual([{ name: "course", accounts: 1, parts: { course: 1 } }]);
  });

  it("counts every tested candidate, also those below the threshold, with what is true", () => {
    expect(outcome.candidates).toEqual([
      { reported: true, probability: 0.99, q: 0.001, true: true },
      { reported: true, probability: 0.8, q: 0.04, true: false },
      { reported: false, probability: 0.2, q: 0.4, true: true },
      { reported: false, probability: 0.1, q: 0.6, true: false },
    ]);
  });

  it("counts accounts over everything reported, and inside the found campaigns", () => {
    expect(outcome.accounts).toEqual({
      reported: 5,
      guilty: 3,
      ofFound: 4,
      guiltyOfFound: 3,
      honest: { background: 1, course: 1 },
    });
  });
});

function group(probability: number, q: number, accounts: readonly string[]): TriedGroup {
  return { id: "", probability, q_value: q, accounts: accounts.map((account) => ({ account })) };
}
