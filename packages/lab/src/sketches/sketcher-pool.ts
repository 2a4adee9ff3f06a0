import { Worker } from "node:worker_threads";
import { packChunk, unpackChunk } from "./chunk-transfer.ts";
import type { WorkerAnswer, WorkerTask } from "./sketch-worker.ts";
import { SketchStation, type SketchedTask, type SketchTask, type StationOptions } from "./sketch-station.ts";

/** Tasks under way per worker: one that is worked on and one that waits. */
const TASKS_PER_WORKER = 2;

/** A task under way. */
export interface SubmittedTask {
  readonly station: number;
  readonly done: Promise<SketchedTask>;
  /** Gives the memory of the answer back; nobody may look at it afterwards. */
  readonly release: () => void;
}

/** Sketches tasks somewhere; `station` says whose local ids the answer uses. */
export interface Sketchers {
  /** Tasks that may be under way at once. */
  readonly depth: number;
  /** @param here - the task must be done by the main thread's own station */
  submit(task: SketchTask, here: boolean): SubmittedTask;
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
        if (workers > 0)
          return { station: 0, done: Promise.resolve({ ...done, chunk: ownChunk(done.chunk) }), release };
        return { station: 0, done: Promise.resolve(done), release };
      }
      const station = next + 1;
      next = (next + 1) % threads.length;
      return { station, ...thread.submit(task) };
    },
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

/** Nothing to give back. */
function release(): void {
  return;
}

function ownChunk(chunk: SketchedTask["chunk"]): SketchedTask["chunk"] {
  return unpackChunk(packChunk(chunk, new SharedArrayBuffer(0)));
}

interface Waiting {
  readonly resolve: (done: SketchedTask) => void;
  readonly reject: (error: Error) => void;
}

/** Shared memory for the answer to a chunk of about 1 MiB of lines; an answer that needs more brings its own. */
const ROOM_BYTES = 2 * 1024 * 1024;

/** One worker thread; answers come in the order of the tasks. It owns the rooms that are not under way. */
class SketcherThread {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  readonly #rooms: SharedArrayBuffer[] = [];
  #failure: Error | undefined;

  constructor(options: Omit<StationOptions, "traceUsers">) {
    this.#worker = new Worker(new URL("./sketch-worker.js", import.meta.url), { workerData: options });
    this.#worker.on("message", (answer: WorkerAnswer) => {
      this.#waiting.shift()?.resolve({ ...answer, chunk: unpackChunk(answer.chunk) });
    });
    this.#worker.on("error", (error: Error) => {
      this.#failure = error;
      for (const waiting of this.#waiting.splice(0)) waiting.reject(error);
    });
  }

  submit(task: SketchTask): Omit<SubmittedTask, "station"> {
    if (this.#failure) return { done: Promise.reject(this.#failure), release };
    const room = this.#rooms.pop() ?? new SharedArrayBuffer(ROOM_BYTES);
    const done = new Promise<SketchedTask>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      // Chunks of lines and rooms are shared memory and are not copied.
      const message: WorkerTask = { task, room };
      this.#worker.postMessage(message);
    });
    return {
      done,
      release: () => {
        this.#rooms.push(room);
      },
    };
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
