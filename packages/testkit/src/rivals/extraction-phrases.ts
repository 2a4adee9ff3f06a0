/**
 * Thirty-three phrases of the kind that open detectors list (their own lists are not copied): demands for reasoning,
 * for training data, for grading and for hidden instructions.
 */
export const EXTRACTION_PHRASES: readonly string[] = [
  "step by step",
  "chain of thought",
  "chain-of-thought",
  "show your reasoning",
  "show your work",
  "explain your reasoning",
  "reason step by step",
  "think out loud",
  "thinking process",
  "internal reasoning",
  "full reasoning",
  "reasoning trace",
  "<thinking>",
  "<reasoning>",
  "before you answer",
  "think before",
  "training data",
  "fine-tuning",
  "instruction-response pairs",
  "generate a dataset",
  "diverse instructions",
  "come up with a set of",
  "rate the following",
  "score the response",
  "on a scale of",
  "grading rubric",
  "which response is better",
  "system prompt",
  "ignore previous instructions",
  "repeat everything above",
  "verbatim",
  "do not summarize",
  "一步一步",
];

/** How many of the phrases stand in the text. */
export function phrasesIn(text: string): number {
  const lower = text.toLowerCase();
  return EXTRACTION_PHRASES.filter((phrase) => lower.includes(phrase)).length;
}

/** System text and user message: where rules look for phrases and preambles. */
export function wholeText({ system, text }: { readonly system: string; readonly text: string }): string {
  return system === "" ? text : `${system}\n${text}`;
}
