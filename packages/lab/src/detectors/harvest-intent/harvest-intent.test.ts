import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { intentEvidence } from "./harvest-intent.ts";

const NONE = { intents: {}, shapes: {} };
const INTENTS = ["reasoningElicitation", "rubricGrading", "taskGeneration", "traceCleaning"] as const;

describe("intent evidence", () => {
  it("speaks for a group whose requests all ask for reasoning, and names what carried it", () => {
    const found = intentEvidence({ reasoningElicitation: 1 }, {}, NONE);
    expect(found.logLikelihoodRatio).toBe(2.5);
    expect(found.carriedBy).toEqual([{ name: "reasoningElicitation", rate: 1, ordinary: 0 }]);
  });

  it("counts half a rate half", () => {
    expect(intentEvidence({ rubricGrading: 0.5 }, {}, NONE).logLikelihoodRatio).toBe(1.25);
  });

  it("is not impressed by a rate that ordinary traffic has too", () => {
    const ordinary = { intents: { rubricGrading: 0.5 }, shapes: {} };
    expect(intentEvidence({ rubricGrading: 0.6 }, {}, ordinary)).toEqual({
      logLikelihoodRatio: -0.5,
      carriedBy: [],
    });
  });

  it("is not impressed by a rare phrase, however much rarer it is elsewhere", () => {
    expect(intentEvidence({ traceCleaning: 0.09 }, {}, NONE).logLikelihoodRatio).toBe(-0.5);
  });

  it("adds the shape of the answers, up to a cap", () => {
    const shaped = intentEvidence({}, { inlineTaggedReasoning: 1 }, NONE);
    expect(shaped.logLikelihoodRatio).toBe(1.5);
    const everything = intentEvidence(
      { reasoningElicitation: 1, rubricGrading: 1 },
      { inlineTaggedReasoning: 1, scoreOnly: 1 },
      NONE,
    );
    expect(everything.logLikelihoodRatio).toBe(3.5);
    expect(everything.carriedBy.map((entry) => entry.name).at(-1)).toBe("scoreOnly");
  });

  it("never falls when a rate rises, and never leaves its bounds", () => {
    const rate = fc.double({ min: 0, max: 1, noNaN: true });
    const rates = fc.record(Object.fromEntries(INTENTS.map((name) => [name, rate])));
    fc.assert(
      fc.property(rates, rates, fc.constantFrom(...INTENTS), rate, (group, ordinary, name, more) => {
        const base = { intents: ordinary, shapes: {} };
        const before = intentEvidence(group, {}, base).logLikelihoodRatio;
        const raised = { ...group, [name]: Math.max(group[name] ?? 0, more) };
        const after = intentEvidence(raised, {}, base).logLikelihoodRatio;
        expect(after).toBeGreaterThanOrEqual(before - 1e-12);
        expect(before).toBeGreaterThanOrEqual(-0.5);
        expect(after).toBeLessThanOrEqual(3.5);
      }),
    );
  });
});
