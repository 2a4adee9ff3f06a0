import type { TestedCandidate } from "./cell-verdict.ts";

/** Candidates of one class of reported probability. */
export interface CalibrationClass {
  readonly from: number;
  readonly to: number;
  readonly candidates: number;
  readonly meanProbability: number;
  /** Share that are campaigns. */
  readonly realised: number;
}

const EDGES: readonly number[] = [0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1];

/** Reported probability against realised truth; classes without candidates are left out. */
export function calibrationCurve(candidates: readonly TestedCandidate[]): CalibrationClass[] {
  return EDGES.slice(1).flatMap((to, index) => {
    const from = EDGES[index] ?? 0;
    const its = candidates.filter(
      ({ probability }) => probability >= from && (probability < to || (to === 1 && probability <= 1)),
    );
    if (its.length === 0) return [];
    return {
      from,
      to,
      candidates: its.length,
      meanProbability: its.reduce((sum, one) => sum + one.probability, 0) / its.length,
      realised: its.filter((one) => one.true).length / its.length,
    };
  });
}

/** Mean squared difference of probability and truth (Brier 1950); NaN where there is no candidate. */
export function brierScore(candidates: readonly TestedCandidate[]): number {
  return (
    candidates.reduce((sum, one) => sum + (one.probability - (one.true ? 1 : 0)) ** 2, 0) / candidates.length
  );
}
