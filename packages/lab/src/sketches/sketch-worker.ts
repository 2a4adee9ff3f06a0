import { parentPort, workerData } from "node:worker_threads";
import { copiedChunk } from "./chunk-columns.ts";
import { SketchStation, type SketchTask, type StationOptions } from "./sketch-station.ts";

/** The worker thread's side of `SketcherPool`: tasks come in order, each answer is posted in the same order. */
const station = new SketchStation(workerData as StationOptions);

parentPort?.on("message", (task: SketchTask) => {
  const done = station.sketch(task);
  const chunk = copiedChunk(done.chunk);
  const buffers = Object.values(chunk as unknown as Record<string, unknown>)
    .filter((column): column is Uint8Array => ArrayBuffer.isView(column))
    .map((column) => column.buffer as ArrayBuffer);
  parentPort?.postMessage({ ...done, chunk }, buffers);
});
