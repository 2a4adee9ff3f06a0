import type { AccountFacts } from "../../accounts/account-facts.ts";

const DAY_MS = 86_400_000;

/** Share of the members that were created within the busiest seven days; NaN where creation dates are unknown. */
export function creationConcentration(group: readonly number[], facts: AccountFacts): number {
  const created = knownSorted(group, facts.createdMs);
  if (created.length < group.length / 2 || created.length < 5) return Number.NaN;
  let most = 0;
  let start = 0;
  created.forEach((time, end) => {
    while (time - (created[start] ?? time) > 7 * DAY_MS) start++;
    most = Math.max(most, end - start + 1);
  });
  return most / created.length;
}

/** Median age in days at the first request of the log, on a log scale; NaN where creation dates are unknown. */
export function medianAge(group: readonly number[], facts: AccountFacts): number {
  const ages = group
    .map((account) => ((facts.firstMs[account] ?? 0) - (facts.createdMs[account] ?? Number.NaN)) / DAY_MS)
    .filter((age) => !Number.isNaN(age))
    .sort((a, b) => a - b);
  if (ages.length < group.length / 2 || ages.length < 5) return Number.NaN;
  return Math.log1p(Math.max(0, ages[ages.length >> 1] ?? 0));
}

/**
 * Time to full use (AA26-251A, "new accounts at maximum usage at once"): mean share of its busiest day that an
 * account reached on its first day, over accounts that were created or first seen after the log began.
 */
export function firstDayShare(group: readonly number[], facts: AccountFacts, logStartMs: number): number {
  const shares = group
    .filter(
      (account) =>
        (facts.firstMs[account] ?? 0) > logStartMs + DAY_MS && (facts.activeDays[account] ?? 0) >= 2,
    )
    .map((account) => (facts.firstDay[account] ?? 0) / Math.max(1, facts.peakDay[account] ?? 1));
  return shares.length < 8 ? Number.NaN : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** Share of the members that were banned or limited within the log; NaN where there is no enforcement table. */
export function stoppedShare(group: readonly number[], facts: AccountFacts): number {
  const stopped = group.filter((account) => !Number.isNaN(facts.stoppedMs[account] ?? Number.NaN));
  return stopped.length / Math.max(1, group.length);
}

/**
 * Subscription-to-usage ratio (AA26-251A): median over members of log2 of an account's requests per active day
 * against the median of all accounts on its plan.
 */
export function usageForPlan(
  group: readonly number[],
  facts: AccountFacts,
  medianOfPlan: ReadonlyMap<number, number>,
): number {
  const ratios = group
    .map((account) => {
      const usual = medianOfPlan.get(facts.plan[account] ?? -1);
      const own = (facts.requests[account] ?? 0) / Math.max(1, facts.activeDays[account] ?? 1);
      return usual === undefined || usual <= 0 || own <= 0 ? Number.NaN : Math.log2(own / usual);
    })
    .filter((ratio) => !Number.isNaN(ratio))
    .sort((a, b) => a - b);
  return ratios.length < group.length / 2 || ratios.length < 5
    ? Number.NaN
    : (ratios[ratios.length >> 1] ?? 0);
}

/** Median requests per active day of each plan that at least ten accounts have. */
export function medianUsageOfPlans(facts: AccountFacts): ReadonlyMap<number, number> {
  const rates = new Map<number, number[]>();
  for (let account = 0; account < facts.count; account++) {
    const plan = facts.plan[account] ?? -1;
    if (plan < 0) continue;
    const rate = (facts.requests[account] ?? 0) / Math.max(1, facts.activeDays[account] ?? 1);
    const list = rates.get(plan);
    if (list) list.push(rate);
    else rates.set(plan, [rate]);
  }
  return new Map(
    [...rates]
      .filter(([, list]) => list.length >= 10)
      .map(([plan, list]) => [plan, list.sort((a, b) => a - b)[list.length >> 1] ?? 0]),
  );
}

function knownSorted(group: readonly number[], column: Float64Array): number[] {
  return group
    .map((account) => column[account] ?? Number.NaN)
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
}
