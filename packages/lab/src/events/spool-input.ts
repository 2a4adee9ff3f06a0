import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Source } from "./sources.ts";

/**
 * Copies sources that can be read once only (standard input, pipes) to files in a folder of the run, since examples
 * are read again at the end. Other sources come back as they are.
 *
 * @param folder - the run's temporary folder; the caller removes it
 */
export async function spoolInput(
  sources: readonly Source[],
  input: AsyncIterable<Buffer>,
  folder: string,
): Promise<readonly Source[]> {
  const spooled: Source[] = [];
  for (const [number, source] of sources.entries()) {
    if (source.bytes !== undefined) {
      spooled.push(source);
      continue;
    }
    const path = join(folder, `spooled-${String(number)}`);
    const from = source.path === "-" ? Readable.from(input) : createReadStream(source.absolutePath);
    await pipeline(from, createWriteStream(path, { mode: 0o600 }));
    spooled.push({ ...source, absolutePath: path, bytes: (await stat(path)).size });
  }
  return spooled;
}
