/** Shares of a group's requests and of ordinary traffic, by name, 0–1. */
export type Rates = Readonly<Record<string, number>>;

/** Intents that a harvest needs and ordinary traffic has rarely; with what they are worth at full excess. */
const INTENT_WORTH: Rates = {
  reasoningElicitation: 2.5,
  rubricGrading: 2.5,
  taskGeneration: 2.5,
  censorshipSafeRewriting: 2.5,
  traceCleaning: 2.5,
  languageMatchedThinking: 2.5,
  reasoningExtraction: 2.5,
};

/** Response shapes that say that the elicitation worked. */
const SHAPE_WORTH: Rates = { inlineTaggedReasoning: 1.5, scoreOnly: 1 };

/** Most that intent and shape may say together, as a log-likelihood ratio. */
const MOST = 3.5;

/** What the text of a group is for, as a log-likelihood ratio against ordinary traffic, and what carried it. */
export interface IntentEvidence {
  readonly logLikelihoodRatio: number;
  readonly carriedBy: readonly { readonly name: string; readonly rate: number; readonly ordinary: number }[];
}

/**
 * D3: how much more often a group's requests ask for reasoning, grades or tasks than ordinary requests do, and how
 * often the answers have the shape of it. Each excess rate counts in proportion; a group without any
 * loses half a unit, since most published campaigns show one.
 */
export function intentEvidence(
  intents: Rates,
  shapes: Rates,
  ordinary: { readonly intents: Rates; readonly shapes: Rates },
): IntentEvidence {
  const carried = [
    ...excesses(intents, ordinary.intents, INTENT_WORTH),
    ...excesses(shapes, ordinary.shapes, SHAPE_WORTH),
  ].sort((a, b) => b.worth - a.worth);
  const sum = carried.reduce((total, entry) => total + entry.worth, 0);
  return {
    logLikelihoodRatio: carried.length === 0 ? -0.5 : Math.min(MOST, sum),
    carriedBy: carried.map(({ name, rate, ordinary: base }) => ({ name, rate, ordinary: base })),
  };
}

function excesses(
  rates: Rates,
  ordinary: Rates,
  worth: Rates,
): { name: string; rate: number; ordinary: number; worth: number }[] {
  return Object.entries(worth)
    .map(([name, full]) => {
      const rate = rates[name] ?? 0;
      const base = ordinary[name] ?? 0;
      return {
        name,
        rate,
        ordinary: base,
        worth: full * Math.max(0, (rate - base) / (1 - Math.min(0.9, base))),
      };
    })
    .filter((entry) => entry.rate >= 0.1 && entry.rate > 2 * entry.ordinary);
}
