import { ruleName, type Rule } from "./rule.ts";

/** Least length of an abbreviated id. */
const SHORTEST = 4;

/** Rules that a person may mean: by id, the beginning of an id, a detector's name (any case), or the whole title. */
export function findRules(rules: readonly Rule[], wanted: string): readonly Rule[] {
  const key = wanted.trim().toLowerCase();
  const exact = rules.filter(
    (rule) => rule.id === key || ruleName(rule).toLowerCase() === key || rule.title.toLowerCase() === key,
  );
  if (exact.length > 0 || key.length < SHORTEST) return exact;
  return rules.filter((rule) => rule.id.startsWith(key));
}
