import { mkdtemp, readdir, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RejectedLine } from "../events/request-event.ts";
import type { Source } from "../events/sources.ts";
import { sketchLog, type SourceSummary } from "./sketch-log.ts";
import type { SketchedTask, SketchTask } from "./sketch-station.ts";
import type { Sketchers } from "./sketcher-pool.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stillwatch-sketch-log-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("sketching a log", () => {
  it("hands on tasks in the order of the log, however late the first is done", async () => {
    const seen: string[] = [];
    const slow = sketchersOf(4, async (task) => {
      await delay(task.firstLine === 1 ? 40 : 0);
      return doneWith(task);
    });
    const sources = [await logOf("a.ndjson", 9000), await logOf("b.ndjson", 3)];
    await sketch(sources, slow, (task) => seen.push(`${task.file}:${String(task.firstLine)}`));
    expect(seen.length).toBeGreaterThan(3);
    const lines = seen.filter((place) => place.startsWith("a")).map((place) => Number(place.split(":")[1]));
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe("b.ndjson:1");
  });

  it("never has more tasks under way than the sketchers' depth, so that a slow loader holds the reader back", async () => {
    let underWay = 0;
    let most = 0;
    const counting = sketchersOf(2, async (task) => {
      most = Math.max(most, ++underWay);
      await delay(5);
      return doneWith(task);
    });
    await sketch([await logOf("c.ndjson", 20_000)], counting, () => {
      underWay--;
    });
    expect(most).toBe(2);
  });

  it("gives the memory of each answer back once, and not before it was taken", async () => {
    const events: string[] = [];
    const sketchers = sketchersOf(3, doneWith, (task) => events.push(`release ${String(task.firstLine)}`));
    await sketch([await logOf("memory.ndjson", 9000)], sketchers, (task) =>
      events.push(`take ${String(task.firstLine)}`),
    );
    expect(events.length).toBeGreaterThan(6);
    events.forEach((event, at) => {
      if (at % 2 === 1) expect(event).toBe(events[at - 1]?.replace("take", "release"));
    });
    expect(new Set(events).size).toBe(events.length);
  });

  it("covers every byte of a file once, in tasks of whole lines, and says which is the last", async () => {
    const source = await logOf("d.ndjson", 9000);
    const tasks: { offset: number; length: number; last: boolean; end: number | undefined }[] = [];
    await sketch([source], sketchersOf(2, doneWith), (task, byteOffset, byteLength) => {
      tasks.push({
        offset: byteOffset,
        length: byteLength,
        last: task.last,
        end: task.bytes[task.bytes.length - 1],
      });
    });
    let next = 0;
    for (const task of tasks) {
      expect(task.offset).toBe(next);
      expect(task.end).toBe(10);
      next += task.length;
    }
    expect(next).toBe(source.bytes);
    expect(tasks.map((task) => task.last)).toEqual([...tasks.slice(1).map(() => false), true]);
  });

  it("counts a file of unknown format as one rejected line, with a reason, and goes on with the next", async () => {
    const rejected: RejectedLine[] = [];
    const unknown = await fileOf("e.ndjson", "what is this\n");
    const summaries = await sketch(
      [unknown, await logOf("f.ndjson", 2)],
      sketchersOf(1, doneWith),
      undefined,
      rejected,
    );
    expect(rejected.map((line) => line.file)).toEqual(["e.ndjson"]);
    expect(summaries.map(({ format, rejected: count }) => [format, count])).toEqual([
      [undefined, 1],
      ["stillwatch", 0],
    ]);
  });

  it("throws what a sketcher throws, when its turn comes", async () => {
    const failing = sketchersOf(4, async (task) => {
      if (task.firstLine === 1) await delay(20);
      else throw new Error(`failed at line ${String(task.firstLine > 1)}`);
      return doneWith(task);
    });
    await expect(sketch([await logOf("g.ndjson", 9000)], failing)).rejects.toThrow("failed at line true");
  });

  it("closes the file it reads when it is stopped, be it before the first task", async () => {
    for (const stopAt of [0, 1]) {
      const source = await logOf(`stopped-${String(stopAt)}.ndjson`, 9000);
      const stop = new AbortController();
      let calls = 0;
      const sketching = sketch([source], sketchersOf(1, doneWith), undefined, [], {
        signal: stop.signal,
        onRead: () => calls++ === stopAt && stop.abort(new Error("enough")),
      });
      await expect(sketching).rejects.toThrow("enough");
      expect(await openFiles()).not.toContain(source.absolutePath);
    }
  });
});

function sketchersOf(
  depth: number,
  work: (task: SketchTask) => Promise<SketchedTask> | SketchedTask,
  onRelease: (task: SketchTask) => void = () => undefined,
): Sketchers {
  return {
    depth,
    submit: (task) => ({
      station: 0,
      done: Promise.resolve().then(() => work(task)),
      release: () => {
        onRelease(task);
      },
    }),
    close: () => Promise.resolve(),
  };
}

/** What a station would answer, with nothing in it. */
function doneWith(task: SketchTask): SketchedTask {
  const chunk = { rows: 1, lines: 1, rejected: [] } as unknown as SketchedTask["chunk"];
  return { chunk, fields: { [task.file]: { from: "time", origin: "observed" } } };
}

async function sketch(
  sources: readonly Source[],
  sketchers: Sketchers,
  onTask: (task: SketchTask, byteOffset: number, byteLength: number) => unknown = () => undefined,
  rejected: RejectedLine[] = [],
  stop: { readonly signal?: AbortSignal; readonly onRead?: () => unknown } = {},
): Promise<readonly SourceSummary[]> {
  return sketchLog({
    sources,
    format: undefined,
    mapping: undefined,
    sketchers,
    onTask: (_, placed) => {
      onTask(placed.task, placed.byteOffset, placed.byteLength);
    },
    onRejected: async (line) => {
      rejected.push(line);
      await Promise.resolve();
    },
    onProgress: (bytes) => {
      if (bytes > 0) stop.onRead?.();
    },
    signal: stop.signal ?? new AbortController().signal,
  });
}

function logOf(name: string, lines: number): Promise<Source> {
  const line = JSON.stringify({
    time: "2026-11-02T00:00:00Z",
    account: "a",
    provider: "openai",
    request: { model: "m", messages: [{ role: "user", content: "x".repeat(400) }] },
  });
  return fileOf(name, `${line}\n`.repeat(lines));
}

async function fileOf(path: string, content: string): Promise<Source> {
  const absolutePath = join(folder, path);
  await writeFile(absolutePath, content);
  return { path, absolutePath, bytes: Buffer.byteLength(content), modifiedMs: 0 };
}

/** Paths of this process's open files; none where the system does not tell. */
async function openFiles(): Promise<string[]> {
  const descriptors = await readdir("/proc/self/fd").catch(() => []);
  return Promise.all(descriptors.map((name) => readlink(join("/proc/self/fd", name)).catch(() => "")));
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
