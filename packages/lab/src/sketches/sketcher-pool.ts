import { Worker } from "node:worker_threads";
import { copiedChunk } from "./chunk-columns.ts";
import { SketchStation, type SketchedTask, type SketchTask, type StationOptions } from "./sketch-station.ts";

/** Tasks under way per worker: one that is worked on and one that waits. */
const TASKS_PER_WORKER = 2;

/** Sketches tasks somewhere; `station` says whose local ids the answer uses. */
export interface Sketchers {
  /** Tasks that may be under way at once. */
  readonly depth: number;
  /** @param here - the task must be done by the main thread's own station */
  submit(task: SketchTask, here: boolean): { readonly station: number; readonly done: Promise<SketchedTask> };
  close(): Promise<void>;
}

/**
 * Worker threads that sketch in parallel, besides one station on the main thread (station 0) for sources whose
 * records must stay together. With no workers everything is done there: starting threads costs more than a
 * small log.
 */
export function openSketchers(options: StationOptions, workers: number): Sketchers {
  let own: SketchStation | undefined;
  const { traceUsers: _, ...cloneable } = options;
  const threads = Array.from({ length: workers }, () => new SketcherThread(cloneable));
  let next = 0;
  return {
    depth: Math.max(1, workers * TASKS_PER_WORKER),
    submit: (task, here) => {
      const thread = threads[next];
      if (here || thread === undefined) {
        own ??= new SketchStation(options);
        const done = own.sketch(task);
        // With workers, several answers are under way before the first is loaded.
        return {
          station: 0,
          done: Promise.resolve(workers === 0 ? done : { ...done, chunk: copiedChunk(done.chunk) }),
        };
      }
      const station = next + 1;
      next = (next + 1) % threads.length;
      return { station, done: thread.submit(task) };
    },
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

interface Waiting {
  readonly resolve: (done: SketchedTask) => void;
  readonly reject: (error: Error) => void;
}

/** One worker thread; answers come in the order of the tasks. */
class SketcherThread {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #failure: Error | undefined;

  constructor(options: Omit<StationOptions, "traceUsers">) {
    this.#worker = new Worker(new URL("./sketch-worker.js", import.meta.url), { workerData: options });
    this.#worker.on("message", (done: SketchedTask) => this.#waiting.shift()?.resolve(done));
    this.#worker.on("error", (error: Error) => {
      this.#failure = error;
      for (const waiting of this.#waiting.splice(0)) waiting.reject(error);
    });
  }

  submit(task: SketchTask): Promise<SketchedTask> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      // Chunks of lines are shared memory and are not copied.
      this.#worker.postMessage(task);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
