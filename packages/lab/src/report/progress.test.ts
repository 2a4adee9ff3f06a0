import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { SILENT_MS, terminalProgress } from "./progress.ts";
import type { ProgressStream } from "./progress.ts";

function screen(isTTY: boolean): { readonly stream: ProgressStream; readonly shown: () => string } {
  const through = new PassThrough();
  const stream = Object.assign(through, { isTTY, columns: 100 });
  return { stream, shown: () => (through.read() as Buffer | null)?.toString("utf8") ?? "" };
}

function clock(): { now: number; readonly nowMs: () => number } {
  const time = { now: 1000, nowMs: () => time.now };
  return time;
}

describe("terminalProgress", () => {
  it("shows rate and time left on a terminal once the work is long", () => {
    const { stream, shown } = screen(true);
    const time = clock();
    const progress = terminalProgress({ stream, nowMs: time.nowMs });
    progress.start(1000 * 1024, "Reading");
    time.now += SILENT_MS - 1;
    progress.advance(100 * 1024, 1000);
    expect(shown()).toBe("");
    time.now += 8001;
    progress.advance(150 * 1024, 1500);
    const text = shown();
    expect(text).toContain("Reading");
    expect(text).toContain("25 %");
    expect(text).toContain("2,500 requests, 250.0 KiB at 250/s");
    expect(text).toContain("30 s left");
    progress.stop();
  });

  it("shows what is done where the length is unknown", () => {
    const { stream, shown } = screen(true);
    const time = clock();
    const progress = terminalProgress({ stream, nowMs: time.nowMs });
    progress.start(undefined, "Standard input");
    time.now += 10_000;
    progress.advance(20 * 1024, 0);
    const text = shown();
    expect(text).toContain("Standard input");
    expect(text).toContain("20.0 KiB at 2.0 KiB/s");
    expect(text).not.toContain("left");
    progress.stop();
  });

  it("stays silent where the stream is no terminal", () => {
    const { stream, shown } = screen(false);
    const time = clock();
    const progress = terminalProgress({ stream, nowMs: time.nowMs });
    progress.start(100, "Reading");
    time.now += 60_000;
    progress.advance(50, 5);
    progress.stop();
    expect(shown()).toBe("");
  });

  it("stays silent for short work, and for calls outside of any work", () => {
    const { stream, shown } = screen(true);
    const time = clock();
    const progress = terminalProgress({ stream, nowMs: time.nowMs });
    progress.advance(5, 1);
    progress.start(100, "Reading");
    time.now += 500;
    progress.advance(100, 5);
    progress.stop();
    time.now += 60_000;
    progress.advance(100, 5);
    progress.stop();
    expect(shown()).toBe("");
  });

  it("takes its line away at the end", () => {
    const { stream, shown } = screen(true);
    const time = clock();
    const progress = terminalProgress({ stream, nowMs: time.nowMs });
    progress.start(100, "Reading");
    time.now += 5000;
    progress.advance(50, 5);
    shown();
    progress.stop();
    expect(shown()).toMatch(new RegExp(`${"\u001b"}\\[(?:[01]?J|[02]?K)`));
  });
});
