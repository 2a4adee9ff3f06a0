import type { Rival, RivalLog } from "./rival.ts";

/** Share of honest accounts that a calibrated rival may flag. */
export const ACCOUNT_FALSE_POSITIVES = 0.01;

/** Scores accounts against what was learned from a reference; an account that cannot be scored is left out. */
export type AccountScorer = (log: RivalLog) => ReadonlyMap<string, number>;

/**
 * A rival that scores accounts and has no published threshold that carries over: it learns on one
 * honest log, and its threshold is the score that 1 % of the scored accounts of another honest log exceed.
 */
export function calibratedRival(
  name: string,
  source: string,
  fit: (reference: RivalLog) => AccountScorer,
): Rival {
  return {
    name,
    source,
    learn: (reference, held) => {
      const score = fit(reference);
      const threshold = upperQuantile([...score(held).values()], ACCOUNT_FALSE_POSITIVES);
      return (log) => ({
        flagged: new Set(
          [...score(log)].filter(([, value]) => value > threshold).map(([account]) => account),
        ),
      });
    },
  };
}

/** The value that at most the given share of `values` exceeds; infinite where there is no value. */
export function upperQuantile(values: readonly number[], share: number): number {
  const ordered = [...values].sort((a, b) => b - a);
  return ordered[Math.floor(share * ordered.length)] ?? Number.POSITIVE_INFINITY;
}
