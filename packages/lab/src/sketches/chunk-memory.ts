/** Buffers of this size are kept for reuse; larger ones are made for one use. */
const KEPT_BYTES = 2 * 1024 * 1024;

/**
 * Buffers for chunks of lines, used again and again: fresh memory costs more processor time than filling it. They are
 * shared memory, so that a worker thread reads them where they are. The caller that was given a buffer owns
 * it until it gives it back; nobody may look at it afterwards.
 */
export class ChunkMemory {
  readonly #free: SharedArrayBuffer[] = [];

  readonly allocate = (bytes: number): Buffer => {
    if (bytes > KEPT_BYTES) return Buffer.from(new SharedArrayBuffer(bytes));
    return Buffer.from(this.#free.pop() ?? new SharedArrayBuffer(KEPT_BYTES));
  };

  /** Takes a buffer back; views of anything else are ignored. */
  release(view: Uint8Array): void {
    const { buffer } = view;
    if (buffer instanceof SharedArrayBuffer && buffer.byteLength === KEPT_BYTES) this.#free.push(buffer);
  }
}
