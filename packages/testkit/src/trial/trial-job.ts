import type { Side } from "../traffic/corpus.ts";
import type { Leak } from "../traffic/label-leaks.ts";
import type { RivalVerdict } from "../rivals/judge-rival.ts";
import type { Cell } from "./cells.ts";
import type { LogOutcome } from "./cell-verdict.ts";
import type { FirstDetection } from "./first-detection.ts";

/** What all logs of a trial have in common. */
export interface TrialWorld {
  /** Sources of the tested logs. */
  readonly side: Side;
  /** Sources of the honest log that the rivals learn from; their thresholds are set on the tested sources. */
  readonly rivalSide: Side;
  readonly days: number;
  /** Size of the honest traffic against the full scenario; campaigns have their full size. */
  readonly scale: number;
  /** Folder of prompt sources; the shipped selection where absent. */
  readonly corpora?: string;
}

/** One piece of work of the trial. */
export type TrialJob =
  | { readonly kind: "cell"; readonly world: TrialWorld; readonly cell: Cell }
  | {
      /** Honest traffic of a cell without its campaigns. */
      readonly kind: "honest";
      readonly world: TrialWorld;
      readonly baseSeed: number;
      readonly rivals: boolean;
    }
  | { readonly kind: "null"; readonly world: TrialWorld; readonly seed: number }
  | {
      readonly kind: "leaks";
      readonly world: TrialWorld;
      readonly shapes: readonly string[];
      readonly seed: number;
    };

/** What came out of a job. */
export type TrialResult = CellResult | HonestResult | NullResult | LeaksResult | FailedJob;

export interface CellResult {
  readonly kind: "cell";
  readonly cell: Cell;
  readonly requests: number;
  readonly accounts: number;
  /** Wall clock of `detect` alone. */
  readonly seconds: number;
  readonly outcome: LogOutcome;
  /** Names of the look-alikes in the log. */
  readonly lookAlikes: readonly string[];
  readonly first: readonly FirstDetection[];
  readonly rivals: readonly RivalResult[];
}

/** A rival, or Stillwatch held to the same rules, on one log. */
export interface RivalResult {
  readonly name: string;
  readonly seconds: number;
  readonly verdict: RivalVerdict;
}

/** The honest traffic of cells by itself, at full trial size. */
export interface HonestResult {
  readonly kind: "honest";
  readonly baseSeed: number;
  readonly outcome: LogOutcome;
  readonly lookAlikes: readonly string[];
  readonly rivals: readonly RivalResult[];
}

/** A small log of honest traffic only. */
export interface NullResult {
  readonly kind: "null";
  readonly seed: number;
  readonly requests: number;
  readonly outcome: LogOutcome;
}

export interface LeaksResult {
  readonly kind: "leaks";
  readonly leaks: readonly Leak[];
}

/** A job that threw: its log is missing from the tables, which the tables say. */
export interface FailedJob {
  readonly kind: "failed";
  readonly message: string;
}
