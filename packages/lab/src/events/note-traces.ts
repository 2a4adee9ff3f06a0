import { createReadStream } from "node:fs";
import type { FormatName } from "./format-names.ts";
import { TraceUsers } from "./formats/trace-users.ts";
import { probeFormat } from "./probe-format.ts";
import { noteTraces } from "./read-log.ts";
import { splitRecords } from "./records.ts";
import { openSource, type Source } from "./sources.ts";

/**
 * First pass over Langfuse files, wherever they stand among the sources: users and sessions are on traces, text is on
 * observations, possibly of another file.
 *
 * @param format - the format that the user named, if any
 * @throws the signal's reason once it is aborted
 */
export async function noteLangfuseTraces(
  sources: readonly Source[],
  format: FormatName | undefined,
  signal?: AbortSignal,
): Promise<TraceUsers> {
  const users = new TraceUsers();
  if (format !== undefined && format !== "langfuse") return users;
  for (const source of sources) {
    signal?.throwIfAborted();
    const input = source.path === "-" ? createReadStream(source.absolutePath) : none();
    const chunks = splitRecords(openSource(source, input));
    const { detected, items } = await probeFormat(chunks);
    if (detected.format === "langfuse") await noteTraces(untilAborted(items, signal), users);
    // The file is closed through the generator that was started; the replaying one was not.
    else await chunks.return();
  }
  return users;
}

async function* untilAborted<Item>(
  items: AsyncIterable<Item>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Item, void> {
  for await (const item of items) {
    signal?.throwIfAborted();
    yield item;
  }
}

async function* none(): AsyncGenerator<Buffer, void> {
  await Promise.resolve();
}
