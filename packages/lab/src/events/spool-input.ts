import { constants, createReadStream, createWriteStream, openSync } from "node:fs";
import { stat } from "node:fs/promises";
import { Socket } from "node:net";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Source } from "./sources.ts";
import { asTemporaryFolderError } from "./temporary-folder-error.ts";
import { UnusableInput } from "./unusable-input.ts";

/**
 * Copies sources that can be read once only (standard input, pipes) to files in a folder of the run, since examples
 * are read again at the end. Other sources come back as they are.
 *
 * @param folder - the run's temporary folder; the caller removes it
 * @throws UnusableInput where a source cannot be read, TemporaryFolderError where it cannot be kept, the signal's
 *   reason once it is aborted, also while no byte comes
 */
export async function spoolInput(
  sources: readonly Source[],
  input: AsyncIterable<Buffer>,
  folder: string,
  signal?: AbortSignal,
): Promise<readonly Source[]> {
  const spooled: Source[] = [];
  for (const [number, source] of sources.entries()) {
    if (source.bytes !== undefined) {
      spooled.push(source);
      continue;
    }
    const path = join(folder, `spooled-${String(number)}`);
    await copy(await openOnce(source, input), path, source.path, signal);
    spooled.push({ ...source, absolutePath: path, bytes: (await stat(path)).size });
  }
  return spooled;
}

async function openOnce(source: Source, input: AsyncIterable<Buffer>): Promise<Readable> {
  // A stream of the system can be destroyed while a read is under way; a generator cannot.
  if (source.path === "-") return input instanceof Readable ? input : Readable.from(input);
  if (!(await stat(source.absolutePath)).isFIFO()) return createReadStream(source.absolutePath);
  return openPipe(source.absolutePath);
}

/** The usual way to open a pipe waits for its writer, in a thread that nothing can stop. */
function openPipe(path: string): Readable {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}

async function copy(
  from: Readable,
  path: string,
  shown: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const to = createWriteStream(path, { flags: "wx", mode: 0o600 });
  // One failure ends both streams; whose it was shows in which complains first.
  let failed: "reading" | "writing" | undefined;
  from.once("error", () => (failed ??= "reading"));
  to.once("error", () => (failed ??= "writing"));
  try {
    await pipeline(from, to, signal === undefined ? {} : { signal });
  } catch (thrown) {
    signal?.throwIfAborted();
    if (failed === "writing") throw asTemporaryFolderError(thrown, dirname(dirname(path)));
    const system = thrown instanceof Error && "code" in thrown ? ` (${String(thrown.code)})` : "";
    const name = shown === "-" ? "standard input" : shown;
    throw new UnusableInput("unreadable-input", `${name} cannot be read${system}; check what it comes from`);
  }
}
