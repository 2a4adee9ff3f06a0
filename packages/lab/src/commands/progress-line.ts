import type { World } from "./world.ts";

const REDRAW_MS = 200;

/** A line on the terminal that is written over and taken away in the end; nothing where there is no terminal. */
export interface ProgressLine {
  show(text: string): void;
  clear(): void;
}

/** A progress line on standard error. */
export function progressLine({ stderr, now }: Pick<World, "stderr" | "now">): ProgressLine {
  let drawnMs: number | undefined;
  return {
    show: (text) => {
      const nowMs = now();
      if (!stderr.isTTY || (drawnMs !== undefined && nowMs - drawnMs < REDRAW_MS)) return;
      drawnMs = nowMs;
      stderr.write(`\r\u001B[2K${text}`);
    },
    clear: () => {
      if (drawnMs !== undefined) stderr.write("\r\u001B[2K");
      drawnMs = undefined;
    },
  };
}
