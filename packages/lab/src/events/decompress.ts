import { createGunzip } from "node:zlib";
import { Decompress } from "fzstd";
import type { FileProblem } from "./file-problem.ts";

/** How a file is packed, told by its first bytes. */
export type Packing = "plain" | "gzip" | "zstd" | "other";

/** Bytes that {@link packingOf} needs to see. */
export const PACKING_HEAD = 18;

/** Largest zstd window that is unpacked; the zstd tool itself refuses more without `--long`. */
const MAX_ZSTD_WINDOW = 128 * 1024 * 1024;

/** Input is unpacked in slices of this size, so that one slice cannot swell beyond memory. */
const SLICE = 16 * 1024;

/** Tells the packing by magic bytes: gzip 1f 8b, zstd 28 b5 2f fd or a skippable frame, bzip2, xz, zip. */
export function packingOf(head: Uint8Array): Packing {
  const [a, b, c, d] = head;
  if (a === 0x1f && b === 0x8b) return "gzip";
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return "zstd";
  if (a !== undefined && a >> 4 === 5 && b === 0x2a && c === 0x4d && d === 0x18) return "zstd";
  if (a === 0x42 && b === 0x5a && c === 0x68) return "other";
  if (a === 0xfd && b === 0x37 && c === 0x7a && d === 0x58) return "other";
  return a === 0x50 && b === 0x4b && c === 0x03 && d === 0x04 ? "other" : "plain";
}

/**
 * Unpacks a gzip stream of one or several members. A stream that breaks off or is damaged gives what could be
 * unpacked and then a problem.
 */
export async function* gunzip(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer | FileProblem, void> {
  const unpacker = createGunzip();
  const ready: Buffer[] = [];
  let failure: Error | undefined;
  let wake: () => void = () => undefined;
  unpacker.on("data", (bytes: Buffer) => ready.push(bytes));
  unpacker.once("end", () => {
    wake();
  });
  unpacker.once("error", (error) => {
    failure = error;
    wake();
  });
  let read = 0;
  try {
    for await (const bytes of source) {
      for (const slice of slicesOf(bytes)) {
        // A failing write is never called back; the error event wakes in its place.
        await new Promise<void>((resolve) => {
          wake = resolve;
          unpacker.write(slice, () => {
            resolve();
          });
        });
        read += slice.length;
        yield* ready.splice(0);
        if (failure !== undefined) return yield damaged("gzip", failure, read);
      }
    }
    await new Promise<void>((resolve) => {
      wake = resolve;
      unpacker.end();
    });
    yield* ready.splice(0);
    if (failure !== undefined) yield damaged("gzip", failure, read);
  } finally {
    unpacker.destroy();
  }
}

/** Unpacks a zstd stream of one or several frames; like {@link gunzip} where it breaks off or is damaged. */
export async function* unzstd(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer | FileProblem, void> {
  const ready: Buffer[] = [];
  const unpacker = new Decompress((bytes) => {
    // The unpacker writes over its buffer as it goes on.
    if (bytes.length > 0) ready.push(Buffer.from(bytes));
  });
  let read = 0;
  for await (const bytes of source) {
    if (read === 0 && zstdWindow(bytes) > MAX_ZSTD_WINDOW) return yield tooWide();
    for (const slice of slicesOf(bytes)) {
      read += slice.length;
      // The unpacker keeps input that it cannot use yet, and the buffer may be overwritten.
      const error = pushed(unpacker, Buffer.from(slice), false);
      yield* ready.splice(0);
      if (error !== undefined) return yield damaged("zstd", error, read);
    }
  }
  const error = pushed(unpacker, new Uint8Array(0), true);
  yield* ready.splice(0);
  if (error !== undefined) yield damaged("zstd", error, read);
}

function pushed(unpacker: Decompress, bytes: Uint8Array, final: boolean): Error | undefined {
  try {
    unpacker.push(bytes, final);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error("unknown");
  }
}

function* slicesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE);
}

/** Window size of the first frame (RFC 8878, section 3.1.1.1); 0 where it cannot be told. */
function zstdWindow(head: Uint8Array): number {
  const descriptor = head[4] ?? 0;
  if (packingOf(head) !== "zstd" || head[0] !== 0x28) return 0;
  if ((descriptor >> 5) & 1) return singleSegmentSize(head, descriptor);
  const window = head[5] ?? 0;
  const base = 2 ** (10 + (window >> 3));
  return base + (base / 8) * (window & 7);
}

function singleSegmentSize(head: Uint8Array, descriptor: number): number {
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const bytes = 1 << (descriptor >> 6);
  let size = 0;
  for (let at = 0; at < bytes; at++) size += (head[5 + dictionary + at] ?? 0) * 2 ** (8 * at);
  return size;
}

function damaged(packing: string, error: Error, read: number): FileProblem {
  const cut = /unexpected (?:end of file|EOF)/i.test(error.message);
  return cut
    ? {
        code: "truncated",
        line: 1,
        reason: `the file ends in the middle of its ${packing} stream; ${String(read)} bytes read; copy it again`,
      }
    : {
        code: "corrupt",
        line: 1,
        reason: `the ${packing} stream is damaged at or before byte ${String(read)}; what came before is read; copy the file again`,
      };
}

function tooWide(): FileProblem {
  return {
    code: "corrupt",
    line: 1,
    reason: "the zstd window is larger than 128 MiB; pack the file again without --long or --ultra",
  };
}
