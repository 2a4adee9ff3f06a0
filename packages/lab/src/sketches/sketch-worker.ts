import { parentPort, workerData } from "node:worker_threads";
import { packChunk, type PackedChunk } from "./chunk-transfer.ts";
import { SketchStation, type SketchedTask, type SketchTask, type StationOptions } from "./sketch-station.ts";

/** A task for a worker, with shared memory for the answer. */
export interface WorkerTask {
  readonly task: SketchTask;
  readonly room: SharedArrayBuffer;
}

/** A worker's answer. */
export interface WorkerAnswer extends Omit<SketchedTask, "chunk"> {
  readonly chunk: PackedChunk;
}

/** The worker thread's side of `SketcherPool`: tasks come in order, each answer is posted in the same order. */
const station = new SketchStation(workerData as StationOptions);

parentPort?.on("message", ({ task, room }: WorkerTask) => {
  const done = station.sketch(task);
  const answer: WorkerAnswer = { ...done, chunk: packChunk(done.chunk, room) };
  parentPort?.postMessage(answer);
});
