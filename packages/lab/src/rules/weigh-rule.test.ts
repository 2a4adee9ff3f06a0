import { describe, expect, it } from "vitest";
import { measuresOf } from "../accounts/account-measures.fixture.ts";
import { quantileOf, quantilesOfPool } from "../baseline/quantiles.ts";
import { ruleOf } from "./rule.fixture.ts";
import { conditionText, weighRule, type RuleGround } from "./weigh-rule.ts";

/** Ordinary accounts 0–399 with 1 to 6 networks; then the members. */
const ORDINARY = Array.from({ length: 400 }, (_, at) => ({
  networks: 1 + (at % 6),
  user_agents: 1 + (at % 4),
}));
const GROUPS = Array.from({ length: 200 }, (_, group) =>
  Array.from({ length: 30 }, (_unused, at) => (group * 37 + at * 13) % 400),
);

function weigh(
  members: readonly Readonly<Record<string, number>>[],
  rule = ruleOf(),
  tests = 1,
  ground: Partial<RuleGround> = {},
) {
  const measures = measuresOf([...ORDINARY, ...members]);
  const quantiles = quantilesOfPool(measures, [...ORDINARY.keys()]);
  return weighRule(
    rule,
    members.map((_, at) => 400 + at),
    GROUPS,
    {
      measures,
      quantileOf: (name, q) => quantileOf(quantiles, name, q),
      ...ground,
    },
    tests,
  );
}

const many = (count: number, values: Readonly<Record<string, number>>) =>
  Array.from({ length: count }, () => values);

describe("weighRule", () => {
  it("speaks for a group of which more accounts are extreme than of ordinary groups", () => {
    const evidence = weigh([...many(20, { networks: 30 }), ...many(10, { networks: 2 })]);
    expect(evidence).toMatchObject({ family: "identity", detector: "7c1b2f0e", kind: "inferred" });
    expect(evidence?.logLikelihoodRatio).toBe(2);
    expect(evidence?.figures).toMatchObject({ extreme_accounts: 20, known_accounts: 30, ordinary_share: 0 });
    expect(evidence?.summary).toContain(
      "67 % of the accounts (20 of 30) have networks above the 99 % quantile of ordinary accounts; 0 % in ordinary groups",
    );
  });

  it("holds the rest of its stake where nobody is extreme", () => {
    expect(weigh(many(30, { networks: 2 }))?.logLikelihoodRatio).toBeCloseTo(Math.log(0.75), 10);
  });

  it("does not take the value at the quantile itself for extreme", () => {
    expect(weigh(many(30, { networks: 6 }))?.figures["extreme_accounts"]).toBe(0);
  });

  it("counts fewer extreme accounts than asked for as none", () => {
    const four = [...many(4, { networks: 30 }), ...many(2, { networks: 1 })];
    expect(weigh(four)?.logLikelihoodRatio).toBeCloseTo(Math.log(0.75), 10);
    expect(weigh([...four, { networks: 30 }])?.logLikelihoodRatio).toBeGreaterThan(1.2);
  });

  it("says nothing of groups smaller than asked for, or where half of the group is unknown", () => {
    expect(weigh(many(4, { networks: 30 }))).toBeUndefined();
    expect(weigh([...many(14, { networks: 30 }), ...many(16, {})])).toBeUndefined();
    expect(weigh([...many(16, { networks: 30 }), ...many(14, {})])?.figures["known_accounts"]).toBe(16);
  });

  it("says nothing where the baseline does not know the measure", () => {
    expect(weigh(many(30, { networks: 30 }), ruleOf(), 1, { quantileOf: () => Number.NaN })).toBeUndefined();
  });

  it("finds low values by a quantile at the low end", () => {
    const low = ruleOf({ detection: { measure: "networks", direction: "below", quantile: 0.01 } });
    expect(weigh(many(30, { networks: 0 }), low)?.figures["share"]).toBe(1);
    expect(weigh(many(30, { networks: 1 }), low)?.figures["share"]).toBe(0);
  });

  it("asks for all measures, or for any", () => {
    const terms = [
      { measure: "networks", direction: "above", quantile: 0.9 },
      { measure: "user_agents", direction: "above", quantile: 0.9 },
    ];
    const share = (detection: object, values: Readonly<Record<string, number>>): number | undefined =>
      weigh(many(30, values), withBoth(detection))?.figures["share"];
    expect(share({ all: terms }, { networks: 30, user_agents: 9 })).toBe(1);
    expect(share({ all: terms }, { networks: 30, user_agents: 1 })).toBe(0);
    expect(share({ any: terms }, { networks: 30, user_agents: 1 })).toBe(1);
    // One unknown measure leaves it open, unless the other decides.
    expect(share({ all: terms }, { networks: 30 })).toBeUndefined();
    expect(share({ all: terms }, { networks: 1 })).toBe(0);
    expect(share({ any: terms }, { networks: 30 })).toBe(1);
    expect(share({ any: terms }, { networks: 1 })).toBeUndefined();
  });

  it("pays for being one of several rules", () => {
    const members = [...many(6, { networks: 30 }), ...many(24, { networks: 2 })];
    const alone = weigh(members)?.figures["p"] ?? 0;
    expect(weigh(members, ruleOf(), 50)?.figures["p"]).toBeCloseTo(Math.min(1, alone * 50), 12);
  });

  it("says at most what its cap allows", () => {
    const correlation = {
      group_by: "candidate",
      statistic: "share",
      family: "timing",
      min_accounts: 5,
      min_independent_families: 2,
      cap: 1.3,
    };
    expect(weigh(many(30, { networks: 30 }), ruleOf({ correlation }))?.logLikelihoodRatio).toBe(1.3);
  });

  it("cites requests of extreme accounts", () => {
    const members = [...many(10, { networks: 2 }), ...many(20, { networks: 30 })];
    const cited = weigh(members, ruleOf(), 1, {
      requestsOf: (accounts) => accounts.map((account) => account * 10),
    });
    expect(cited?.requests).toEqual([4100, 4110, 4120, 4130, 4140]);
  });

  it("leaves documents of detectors to their code", () => {
    const { tests, ...rest } = { tests: [], correlation: undefined };
    expect(weigh(many(30, {}), ruleOf({ ...rest, tests, detection: { detector: "D6" } }))).toBeUndefined();
  });
});

describe("conditionText", () => {
  it("says thresholds as quantiles", () => {
    const { detection } = ruleOf({ detection: { measure: "networks", direction: "below", quantile: 0.005 } });
    expect(detection.kind === "measure" && conditionText(detection)).toBe(
      "networks below the 0.5 % quantile of ordinary accounts",
    );
  });
});

function withBoth(detection: object) {
  const test = {
    name: "n",
    case: "negative",
    expect: "silent",
    baseline: { networks: { accounts: 20, between: [0, 1] }, user_agents: { accounts: 20, between: [0, 1] } },
    accounts: [{ networks: 0, user_agents: 0 }],
  };
  return ruleOf({ detection, tests: [test] });
}
