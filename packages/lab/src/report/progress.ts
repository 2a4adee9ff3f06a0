import { SingleBar } from "cli-progress";
import { bytesText, shortCount, spanText } from "./figure-text.ts";
import { visibleLine } from "./visible-text.ts";

/** How far a piece of work is. Calls after `stop` do nothing; one piece at a time. */
export interface Progress {
  /** Begins a piece of work; `totalBytes` is undefined where the length is unknown (standard input, compressed). */
  start(totalBytes: number | undefined, label: string): void;
  /** Adds to what is done. */
  advance(bytes: number, requests: number): void;
  /** Takes the line away. */
  stop(): void;
}

/** Where progress is drawn; a terminal says so by `isTTY`. */
export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** Shorter work shows nothing: a line that flashes by only disturbs. */
export const SILENT_MS = 2000;

/**
 * Progress with rate and time left, one line that is taken away at the end. Draws only on a terminal and only once a
 * piece of work has lasted `SILENT_MS`; on anything else (file, pipe, CI log) it stays silent.
 */
export function terminalProgress({
  stream,
  nowMs,
}: {
  readonly stream: ProgressStream;
  readonly nowMs: () => number;
}): Progress {
  let work: Work | undefined;
  let bar: SingleBar | undefined;
  let drawnMs = 0;
  const stop = (): void => {
    bar?.stop();
    bar = undefined;
    work = undefined;
  };
  return {
    start: (totalBytes, label) => {
      stop();
      if (stream.isTTY === true)
        work = { totalBytes, label: visibleLine(label), startedMs: nowMs(), bytes: 0, requests: 0 };
    },
    advance: (bytes, requests) => {
      if (work === undefined) return;
      work.bytes += bytes;
      work.requests += requests;
      const now = nowMs();
      if (now - work.startedMs < SILENT_MS || now - drawnMs < REDRAW_MS) return;
      drawnMs = now;
      const total = Math.max(1, work.totalBytes ?? 1);
      const value = Math.min(work.bytes, total);
      if (bar === undefined) {
        bar = newBar(stream, work.totalBytes !== undefined);
        bar.start(total, value, payload(work, now));
      } else bar.update(value, payload(work, now));
    },
    stop,
  };
}

const REDRAW_MS = 100;

interface Work {
  readonly totalBytes: number | undefined;
  readonly label: string;
  readonly startedMs: number;
  bytes: number;
  requests: number;
}

function newBar(stream: ProgressStream, hasTotal: boolean): SingleBar {
  return new SingleBar({
    format: hasTotal ? "{label} {bar} {percentage} %  {done}  {left}" : "{label} {done}",
    stream,
    clearOnComplete: true,
    hideCursor: false,
    linewrap: false,
    fps: 10,
    barsize: 24,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    // Ending on a signal is the command's own business; the library would install handlers.
    gracefulExit: false,
  });
}

function payload(work: Work, nowMs: number): Readonly<Record<string, string>> {
  const seconds = Math.max(0.001, (nowMs - work.startedMs) / 1000);
  const perSecond = work.bytes / seconds;
  const rest = Math.max(0, (work.totalBytes ?? 0) - work.bytes);
  const counted = work.requests > 0 ? `${shortCount(work.requests)} requests, ` : "";
  const rate =
    work.requests > 0 ? `${shortCount(Math.round(work.requests / seconds))}/s` : `${bytesText(perSecond)}/s`;
  return {
    label: work.label,
    done: `${counted}${bytesText(work.bytes)} at ${rate}`,
    left: perSecond > 0 ? `${spanText(rest / perSecond)} left` : "",
  };
}
