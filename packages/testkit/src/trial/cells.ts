import { FIELD_CAMPAIGN_NAMES } from "../traffic/scenarios.ts";
import type { CampaignKnobs } from "../traffic/campaigns/knobs.ts";

/** One log of the trial: some campaigns, their knobs turned alike, in one of the shared pieces of honest traffic. */
export interface Cell {
  readonly shapes: readonly string[];
  readonly knobs: CampaignKnobs;
  /** Seed of the honest traffic; cells with the same one share it. */
  readonly baseSeed: number;
  /** Seed of the campaigns. */
  readonly seed: number;
  /** Also look for the first day on which a campaign is found. */
  readonly delay: boolean;
  /** Also run the rivals. */
  readonly rivals: boolean;
}

/** What the trial sweeps. */
export interface Sweep {
  readonly shapes: readonly string[];
  /** Multiples of the published requests per account and day. */
  readonly intensities: readonly number[];
  /** Shapes that are tried at other rates than the published one. */
  readonly ratedShapes: readonly string[];
  /** Shares of cover traffic. */
  readonly covers: readonly number[];
  /** Campaigns in one log at the most. */
  readonly together: number;
  /** Draws of honest traffic that the cells are dealt over. */
  readonly bases: number;
  readonly seed: number;
}

/** What the trial sweeps unless told otherwise. Rates are turned for the slowest shapes: there the limit lies. */
export const DEFAULT_SWEEP: Sweep = {
  shapes: FIELD_CAMPAIGN_NAMES,
  intensities: [0.5, 1, 2],
  ratedShapes: ["low-rate", "openai-july", "chinese"],
  covers: [0, 0.3, 0.6],
  together: 3,
  bases: 4,
  seed: 1,
};

/**
 * The logs of a sweep. Every share of cover is tried at the published rate, every other rate at the middle share and
 * for the shapes named for it: the full square would take three times as long and say little more. Delay and rivals
 * go with the middle.
 */
export function cellsOf(sweep: Sweep): Cell[] {
  const middle = sweep.covers[sweep.covers.length >> 1] ?? 0;
  const settings = [
    ...sweep.covers.map((cover) => ({ knobs: { cover, intensity: 1 }, shapes: sweep.shapes })),
    ...sweep.intensities
      .filter((intensity) => intensity !== 1)
      .map((intensity) => ({
        knobs: { cover: middle, intensity },
        shapes: sweep.shapes.filter((shape) => sweep.ratedShapes.includes(shape)),
      })),
  ];
  const cells: Cell[] = [];
  for (const { knobs, shapes: its } of settings) {
    for (const shapes of packed(its, sweep.together)) {
      const isMiddle = knobs.cover === middle && knobs.intensity === 1;
      cells.push({
        shapes,
        knobs,
        baseSeed: 1000 * sweep.seed + (cells.length % sweep.bases),
        seed: 1000 * sweep.seed + 500 + cells.length,
        delay: isMiddle,
        rivals: isMiddle,
      });
    }
  }
  return cells;
}

/** Seeds of the honest logs that the rivals learn from; those of cells begin at 1,000. */
export const RIVAL_SEEDS = { reference: 77, held: 78 } as const;

/** Shapes that say the same words; two of them in one log would be one campaign. */
const SAME_WORDS: readonly (readonly string[])[] = [
  ["template-harvest", "high-rate", "business-hours"],
  ["injected-block", "injected-end", "injected-beginning", "alibaba-peak"],
  ["rubric", "february-rubric"],
  ["rewriting", "february-rewriting"],
  ["alibaba-june", "february-pivot"],
  ["moonshot-relay", "moonshot-window", "deepseek-relay", "openai-july"],
  ["february-reasoning", "language-traces", "chinese"],
];

/** Deals shapes into groups of at most `size`, never two with the same words: first fit, in order. */
export function packed(shapes: readonly string[], size: number): string[][] {
  const groups: string[][] = [];
  const clash = (group: readonly string[], shape: string): boolean =>
    SAME_WORDS.some((same) => same.includes(shape) && group.some((other) => same.includes(other)));
  for (const shape of shapes) {
    const fitting = groups.find((group) => group.length < size && !clash(group, shape));
    if (fitting === undefined) groups.push([shape]);
    else fitting.push(shape);
  }
  return groups;
}
