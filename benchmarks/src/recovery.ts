import { FIRST_CAMPAIGN, FREE_TEXT } from "./mining-prompts.ts";

/** A smaller group is not looked at. */
const LEAST_GROUP = 20;

/** How well groups of prompts match the planted templates. */
export interface Recovery {
  /** Share of all planted prompts in a group of at least 20 whose most frequent template is theirs. */
  readonly planted: number;
  /** The same for the campaign templates alone. */
  readonly campaign: number;
  /** Share of the members of such groups that belong to the group's template. */
  readonly purity: number;
  readonly groups: number;
}

/**
 * @param groupOf - group number of each prompt; -1 for none
 * @param labels - template of each prompt
 */
export function recovery(groupOf: Int32Array, labels: Int16Array): Recovery {
  const groups = new Map<number, Map<number, number>>();
  groupOf.forEach((group, prompt) => {
    if (group < 0) return;
    const counts = groups.get(group) ?? new Map<number, number>();
    const label = labels[prompt] ?? FREE_TEXT;
    counts.set(label, (counts.get(label) ?? 0) + 1);
    groups.set(group, counts);
  });
  let members = 0;
  let kept = 0;
  let recovered = 0;
  let campaign = 0;
  for (const counts of groups.values()) {
    const size = sum(counts.values());
    if (size < LEAST_GROUP) continue;
    kept++;
    members += size;
    const [label, count] = mostFrequent(counts);
    if (label === FREE_TEXT) continue;
    recovered += count;
    if (label >= FIRST_CAMPAIGN) campaign += count;
  }
  return {
    planted: recovered / labels.filter((label) => label !== FREE_TEXT).length,
    campaign: campaign / labels.filter((label) => label >= FIRST_CAMPAIGN).length,
    purity: members === 0 ? 0 : recovered / members,
    groups: kept,
  };
}

function mostFrequent(counts: ReadonlyMap<number, number>): readonly [label: number, count: number] {
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [FREE_TEXT, 0] as const);
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
