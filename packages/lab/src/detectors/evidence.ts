import type { EvidenceFamily } from "../report/report.ts";

/** What one detector says about a candidate, in one family. */
export interface Evidence {
  readonly family: EvidenceFamily;
  readonly detector: string;
  readonly logLikelihoodRatio: number;
  readonly summary: string;
  readonly kind: "observed" | "inferred";
  readonly figures: Readonly<Record<string, number>>;
  /** Requests that show it. */
  readonly requests: readonly number[];
}
