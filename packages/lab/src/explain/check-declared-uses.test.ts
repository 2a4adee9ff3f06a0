import { describe, expect, it } from "vitest";
import { measuresOf } from "../accounts/account-measures.fixture.ts";
import { ACCOUNT_MEASURES } from "../accounts/account-measures.ts";
import { quantilesOfPool } from "../baseline/quantiles.ts";
import type { DeclaredUse } from "../events/side-tables.ts";
import type { DeclaredUseCheck } from "../report/report.ts";
import { checkDeclaredUse } from "./check-declared-uses.ts";
import { USE_PROFILES } from "./use-profiles.ts";

/** A person who chats: accounts 0–99 of every case here. */
const person = (at: number): Record<string, number> => ({
  requests: 10,
  active_days: 4,
  requests_per_active_day: 2.5,
  output_input_ratio: 1 + at / 50,
  refusal_share: at / 1000,
  repeated_share: 0,
  languages: 1,
  systems: 1,
  models: 1,
  hours_of_day: 6,
  intent_reasoningExtraction: 0,
});
const people = Array.from({ length: 100 }, (_, at) => person(at));

/** Checks accounts that differ from a person in some figures. */
const check = (use: DeclaredUse, ...accounts: Readonly<Record<string, number>>[]): DeclaredUseCheck => {
  const measures = measuresOf([...people, ...accounts.map((own) => ({ ...person(0), ...own }))]);
  return checkDeclaredUse(
    use,
    accounts.map((_, at) => 100 + at),
    measures,
    quantilesOfPool(
      measures,
      people.map((_, at) => at),
    ),
  );
};

describe("a declared use that behaves as such", () => {
  const good: readonly (readonly [DeclaredUse, Readonly<Record<string, number>>])[] = [
    ["evaluation", { requests: 5000, models: 6, intent_reasoningElicitation: 1 }],
    ["evaluation", { requests: 5000, repeated_share: 0.7, active_days: 30 }],
    ["evaluation", { requests: 14_000, active_days: 2 }],
    ["batch", { requests: 90_000, output_input_ratio: 0.05, shape_structuredJson: 1 }],
    ["synthetic-data", { requests: 90_000, output_input_ratio: 3, intent_taskGeneration: 0.9 }],
    ["distillation", { requests: 90_000, intent_reasoningElicitation: 1 }],
    ["red-team", { requests: 600, refusal_share: 0.4, intent_reasoningExtraction: 0.3 }],
    ["reseller", { requests: 90_000, languages: 9, systems: 4000, models: 5, hours_of_day: 24 }],
  ];

  it.each(good)("agrees: %s %o", (use, figures) => {
    expect(check(use, figures)).toMatchObject({ agrees: true, expected: expect.stringMatching(`^${use}: `) });
  });

  it("is told with all its figures", () => {
    expect(check("evaluation", { models: 6, repeated_share: 0.25 }).observed).toContain(
      "accounts 1; repeated prompts 25 %, models 6, active days 4",
    );
  });
});

describe("a declared use that behaves otherwise", () => {
  const bad: readonly (readonly [DeclaredUse, Readonly<Record<string, number>>, string])[] = [
    [
      "evaluation",
      { requests: 50_000, active_days: 30 },
      "repeated prompts 0 % (expected at least 10 %), models 1 (expected at least 2), " +
        "active days 30 (expected at most 7)",
    ],
    [
      "evaluation",
      { models: 4, intent_traceCleaning: 0.8, intent_taskGeneration: 0.01 },
      "cleaning traces 80 % (expected at most 5 %)",
    ],
    ["batch", { output_input_ratio: 30 }, "tokens received per token sent 30 (expected at most 2.5)"],
    ["batch", { intent_reasoningElicitation: 0.9 }, "asking for reasoning 90 % (expected at most 5 %)"],
    [
      "synthetic-data",
      { output_input_ratio: 0.01 },
      "tokens received per token sent 0.01 (expected at least 1.5)",
    ],
    [
      "distillation",
      { intent_reasoningExtraction: 0.5 },
      "asking for hidden reasoning 50 % (expected at most 5 %)",
    ],
    ["red-team", { refusal_share: 0 }, "refused 0 % (expected at least 7.4 %)"],
    [
      "red-team",
      { refusal_share: 0.5, requests_per_active_day: 40_000 },
      "requests on an active day 40000 (expected at most 1000)",
    ],
    [
      "reseller",
      { languages: 9 },
      "languages 9, system texts 1 (expected at least 5), models 1 (expected at least 2), " +
        "hours of the day 6 (expected at least 20)",
    ],
  ];

  it.each(bad)("is shown, with just what differs: %s %o", (use, figures, observed) => {
    expect(check(use, figures)).toMatchObject({ agrees: false, observed });
  });

  it("is one that a crowd of accounts has", () => {
    const crowd = Array.from({ length: 11 }, () => ({ models: 3 }));
    expect(check("evaluation", ...crowd)).toMatchObject({
      agrees: false,
      observed: "accounts 11 (expected at most 10)",
    });
    expect(check("evaluation", ...crowd.slice(1)).agrees).toBe(true);
  });
});

describe("figures over several accounts", () => {
  it("are means weighted by requests for shares, and the largest for counts", () => {
    const { observed } = check(
      "red-team",
      { requests: 90, refusal_share: 0, requests_per_active_day: 5 },
      { requests: 10, refusal_share: 1, requests_per_active_day: 50 },
    );
    expect(observed).toBe("accounts 2; refused 10 %; requests on an active day 50");
  });

  it("that are not known contradict nothing, and are said to be unknown", () => {
    const unknown = { output_input_ratio: Number.NaN, languages: Number.NaN, hours_of_day: Number.NaN };
    expect(check("batch", unknown)).toMatchObject({ agrees: true });
    expect(check("batch", unknown).observed).toContain("tokens received per token sent not known");
    // One of four is enough short of two where two are unknown, and not where they are known.
    expect(check("reseller", { ...unknown, models: 5 }).agrees).toBe(true);
    expect(check("reseller", { models: 5 }).agrees).toBe(false);
  });
});

describe("profiles of uses", () => {
  it("ask for measures that exist, and for no more terms than they have", () => {
    for (const expectation of Object.values(USE_PROFILES).flat()) {
      expect(expectation.needed).toBeLessThanOrEqual(expectation.terms.length);
      for (const { measure } of expectation.terms)
        expect([...ACCOUNT_MEASURES, "accounts"]).toContain(measure);
    }
  });
});
