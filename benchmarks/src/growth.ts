import type { DetectRow } from "./compare-detect.ts";

/** How CPU time and memory of `detect` grow from one log to a longer one. */
export interface Growth {
  readonly from: number;
  readonly to: number;
  /** `to` over `from`: what linear growth would give. */
  readonly linear: number;
  readonly cpu: number;
  readonly memory: number;
}

/** What a longer log would take, on the line through the two longest measured ones. */
export interface Extrapolation {
  readonly requests: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

/** Growth between neighbours, shortest log first. */
export function growthOf(rows: readonly DetectRow[]): readonly Growth[] {
  const sorted = byLength(rows);
  return sorted.slice(1).map((to, index) => {
    const from = sorted[index] as DetectRow;
    return {
      from: from.requests,
      to: to.requests,
      linear: to.requests / from.requests,
      cpu: to.detect.cpuSeconds / from.detect.cpuSeconds,
      memory: to.detect.peakBytes / from.detect.peakBytes,
    };
  });
}

/** @returns undefined where fewer than two lengths were measured */
export function extrapolate(rows: readonly DetectRow[], requests: number): Extrapolation | undefined {
  const [shorter, longer] = byLength(rows).slice(-2);
  if (!shorter || !longer || shorter.requests === longer.requests) return undefined;
  const along = (value: (row: DetectRow) => number): number => {
    const slope = (value(longer) - value(shorter)) / (longer.requests - shorter.requests);
    return value(longer) + slope * (requests - longer.requests);
  };
  return {
    requests,
    cpuSeconds: along((row) => row.detect.cpuSeconds),
    peakBytes: along((row) => row.detect.peakBytes),
  };
}

function byLength(rows: readonly DetectRow[]): readonly DetectRow[] {
  return [...rows].sort((a, b) => a.requests - b.requests);
}
