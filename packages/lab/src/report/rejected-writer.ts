import { join } from "node:path";
import type { RejectedLine } from "../events/request-event.ts";
import { coded, ReportError } from "./report-error.ts";
import type { ReportFiles } from "./report-files.ts";

/** Writes unreadable lines as they come, in bounded memory. Calls may overlap; lines stand in the order of calls. */
export interface RejectedWriter {
  write(line: RejectedLine): Promise<void>;
  /** Lines written so far. */
  count(): number;
  finish(): Promise<void>;
  discard(): Promise<void>;
}

/**
 * Starts a file of rejected lines under its temporary path; `finish` gives it its name. After a failure the writer is
 * closed and its file gone: it would lack lines in the middle.
 */
export async function openRejectedWriter(
  files: ReportFiles,
  { folder, temporary, name }: { readonly folder: string; readonly temporary: string; readonly name: string },
): Promise<RejectedWriter> {
  const file = await coded(folder, () => files.createNew(temporary));
  let pending: string[] = [];
  let size = 0;
  let lines = 0;
  let open = true;
  let written: Promise<void> = Promise.resolve();
  const flush = (): Promise<void> => {
    const text = pending.join("");
    pending = [];
    size = 0;
    written = written.then(() => file.write(text));
    return written;
  };
  const discard = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await file.close().finally(() => files.remove(temporary));
  };
  const orDiscard = (work: () => Promise<void>): Promise<void> =>
    coded(folder, async () => {
      try {
        await work();
      } catch (thrown) {
        // What went wrong first is what the user must read; the folder's release removes what stays behind.
        await discard().catch(() => {});
        throw thrown;
      }
    });
  return {
    count: () => lines,
    write: (line) =>
      orDiscard(async () => {
        if (!open)
          throw new ReportError("write-failed", `${name} is closed already; this is a defect of Stillwatch.`);
        const text = rejectedText(line);
        pending.push(text);
        size += text.length;
        lines++;
        if (size >= BUFFERED_CHARACTERS) await flush();
      }),
    finish: () =>
      orDiscard(async () => {
        if (!open) return;
        await flush();
        await file.sync();
        open = false;
        await file.close();
        await files.rename(temporary, join(folder, name));
      }),
    discard: () => coded(folder, discard),
  };
}

const BUFFERED_CHARACTERS = 1 << 16;

/** Field by field, so that nothing else that a reader hangs on a line gets into the file. */
function rejectedText({ file, line, field, reason }: RejectedLine): string {
  return `${JSON.stringify({ file, line, field, reason })}\n`;
}
