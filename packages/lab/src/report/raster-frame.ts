import type { Raster } from "./report.ts";

/** Rows of a raster that are drawn. */
export type Rows = Raster["rows"];

/** Width of the picture, and where its plot begins. */
export const WIDTH = 1024;
export const LEFT = 28;

/** Where the plot of a raster stands in its picture, and the time that it spans. */
export interface Frame {
  readonly startMs: number;
  readonly endMs: number;
  readonly top: number;
  readonly plot: number;
  readonly height: number;
  readonly rowHeight: number;
}

/** Leaves room above for up to three lines of labels; few rows are drawn thick and many thin. */
export function frameOf(raster: Raster, rows: Rows): Frame {
  const startMs = Date.parse(raster.start) || 0;
  const lanes = Math.min(3, labelled(raster).length);
  const rowHeight = Math.min(12, Math.max(1.6, 440 / rows.length));
  const top = 8 + lanes * 17;
  const plot = rows.length * rowHeight;
  return {
    startMs,
    endMs: startMs + raster.bins * raster.bin_seconds * 1000,
    top,
    plot,
    rowHeight,
    height: Math.ceil(top + plot + 26),
  };
}

/** Marks that concern the whole picture, not one account. */
export function labelled(raster: Raster): Raster["marks"] {
  return raster.marks.filter((mark) => mark.account === undefined).slice(0, 12);
}

/** Horizontal place of a time. */
export function placeOf(timeMs: number, frame: Frame): number {
  return LEFT + ((timeMs - frame.startMs) / (frame.endMs - frame.startMs)) * (WIDTH - LEFT);
}

/** Whether a time is inside the plot; false for NaN. */
export function inFrame(timeMs: number, frame: Frame): boolean {
  return timeMs >= frame.startMs && timeMs <= frame.endMs;
}
