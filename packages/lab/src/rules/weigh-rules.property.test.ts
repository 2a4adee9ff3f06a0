import { describe, expect, it } from "vitest";
import { measuresOf } from "../accounts/account-measures.fixture.ts";
import { quantileOf, quantilesOfPool } from "../baseline/quantiles.ts";
import { seededRandom } from "../detectors/seeded-random.ts";
import { ruleOf } from "./rule.fixture.ts";
import type { Rule } from "./rule.ts";
import { weighRules } from "./weigh-rules.ts";

const MEASURES = ["networks", "user_agents", "systems", "models", "languages"];
const RULES: readonly Rule[] = MEASURES.flatMap((measure, at) =>
  [0.9, 0.95].map((q, which) =>
    ruleOf({
      id: `0000000${String(at)}-000${String(which)}-4000-8000-000000000000`,
      detection: { measure, direction: "above", quantile: q },
      tests: [],
    }),
  ),
);

describe("weighRules", () => {
  it("finds nothing among ordinary accounts more often than an e-value may, however many rules there are", () => {
    const random = seededRandom(7);
    const accounts = Array.from({ length: 3000 }, () =>
      Object.fromEntries(MEASURES.map((measure) => [measure, Math.exp(3 * random())])),
    );
    const measures = measuresOf(accounts);
    const quantiles = quantilesOfPool(measures, [...accounts.keys()]);
    const draw = (): readonly number[] =>
      Array.from({ length: 40 }, () => Math.floor(random() * accounts.length));
    const strongest = Array.from({ length: 200 }, () => {
      const groups = Array.from({ length: 200 }, draw);
      const made = weighRules(RULES, draw(), groups, {
        measures,
        quantileOf: (name, q) => quantileOf(quantiles, name, q),
      });
      return Math.max(...made.map(({ logLikelihoodRatio }) => logLikelihoodRatio));
    });
    // Ten rules pay for each other: the strongest of them is an e-value, whose mean is at most 1.
    const mean = strongest.reduce((sum, ratio) => sum + Math.exp(ratio), 0) / strongest.length;
    expect(mean).toBeLessThan(1.02);
    expect(strongest.filter((ratio) => ratio >= 1.2).length / strongest.length).toBeLessThan(0.02);
  }, 60_000);
});
