import type { DeclaredUse } from "../events/side-tables.ts";

/** A bound on one figure of a declared use's accounts. */
export interface Term {
  /** An account measure, or `accounts` for their number. */
  readonly measure: string;
  /** What a reader calls it. */
  readonly label: string;
  readonly as: "share" | "number";
  /** Over several accounts: their mean, each weighted by its requests, or the largest. */
  readonly take: "mean" | "most";
  readonly bound: "at most" | "at least";
  /** The bound is this quantile over ordinary accounts, or `floor` where that is larger or nothing is known. */
  readonly quantile?: number;
  readonly floor: number;
}

/** Something a use does by its nature: at least `needed` of the terms hold. */
export interface Expectation {
  readonly text: string;
  readonly needed: number;
  readonly terms: readonly Term[];
}

/** More accounts than this are a population and not a programme. */
const MOST_ACCOUNTS = 10;

const few: Expectation = {
  text: "uses few accounts",
  needed: 1,
  terms: [
    {
      measure: "accounts",
      label: "accounts",
      as: "number",
      take: "most",
      bound: "at most",
      floor: MOST_ACCOUNTS,
    },
  ],
};

/** An intent is absent where it is hardly commoner than in the most inclined of ordinary accounts. */
function without(text: string, intents: Readonly<Record<string, string>>): Expectation {
  const terms = Object.entries(intents).map(([intent, label]): Term => ({
    measure: `intent_${intent}`,
    label,
    as: "share",
    take: "mean",
    bound: "at most",
    quantile: 0.99,
    floor: 0.05,
  }));
  return { text, needed: terms.length, terms };
}

const HIDDEN_REASONING = { reasoningExtraction: "asking for hidden reasoning" } as const;
const HARVEST = {
  ...HIDDEN_REASONING,
  traceCleaning: "cleaning traces",
  languageMatchedThinking: "prescribing the language of thought",
  censorshipSafeRewriting: "rewriting for censors",
} as const;
const TEACHING = {
  ...HARVEST,
  reasoningElicitation: "asking for reasoning",
  taskGeneration: "generating tasks",
} as const;

/**
 * How each declared use behaves by its nature, from the benign uses and their separators of the reference
 * (detection.md, section 10.1). Wide on purpose: what is outside contradicts the declaration, rather than being unusual.
 */
export const USE_PROFILES: Readonly<Record<DeclaredUse, readonly Expectation[]>> = {
  evaluation: [
    few,
    {
      text: "repeats its prompts, covers several models, or is a single sweep of at most a week",
      needed: 1,
      terms: [
        share("repeated_share", "repeated prompts", "at least", { floor: 0.1 }),
        number("models", "models", "at least", { floor: 2 }),
        number("active_days", "active days", "at most", { floor: 7 }),
      ],
    },
    without("does not ask for training material", { ...HARVEST, taskGeneration: TEACHING.taskGeneration }),
  ],
  batch: [
    {
      text: "gets short answers for what it sends",
      needed: 1,
      terms: [
        number(
          "output_input_ratio",
          "tokens received per token sent",
          "at most",
          { quantile: 0.75, floor: 1 },
          "mean",
        ),
      ],
    },
    without("does not ask for reasoning or training material", TEACHING),
  ],
  "synthetic-data": [
    few,
    {
      text: "gets long answers for what it sends",
      needed: 1,
      terms: [
        number(
          "output_input_ratio",
          "tokens received per token sent",
          "at least",
          { quantile: 0.25, floor: 0.1 },
          "mean",
        ),
      ],
    },
    without("does not ask for the model's hidden reasoning", HARVEST),
  ],
  distillation: [few, without("asks for answers, not for the model's hidden reasoning", HIDDEN_REASONING)],
  "red-team": [
    few,
    {
      text: "is refused more often than ordinary accounts",
      needed: 1,
      terms: [share("refusal_share", "refused", "at least", { quantile: 0.75, floor: 0.02 })],
    },
    {
      text: "stays small",
      needed: 1,
      terms: [
        number("requests_per_active_day", "requests on an active day", "at most", {
          quantile: 0.999,
          floor: 1000,
        }),
      ],
    },
  ],
  reseller: [
    {
      text: "has the breadth of many end users in two respects",
      needed: 2,
      terms: [
        number("languages", "languages", "at least", { quantile: 0.9, floor: 3 }),
        number("systems", "system texts", "at least", { quantile: 0.9, floor: 5 }),
        number("models", "models", "at least", { quantile: 0.9, floor: 2 }),
        number("hours_of_day", "hours of the day", "at least", { quantile: 0.9, floor: 20 }),
      ],
    },
    without("does not ask for training material", HARVEST),
  ],
};

type Limit = Pick<Term, "quantile" | "floor">;

function share(measure: string, label: string, bound: Term["bound"], limit: Limit): Term {
  return { measure, label, as: "share", take: "mean", bound, ...limit };
}

function number(
  measure: string,
  label: string,
  bound: Term["bound"],
  limit: Limit,
  take: Term["take"] = "most",
): Term {
  return { measure, label, as: "number", take, bound, ...limit };
}
