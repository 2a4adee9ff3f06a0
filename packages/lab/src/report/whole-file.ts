import { dirname } from "node:path";
import { coded, ReportError } from "./report-error.ts";
import type { ReportFiles } from "./report-files.ts";

/** A file that is about to be written in one go. */
export interface WholeFile {
  /** Puts the text on the disk and gives it its name, in place of what was there; all or nothing. */
  write(text: string): Promise<void>;
  /** Gives up; what stood under the name stays. Content after `write`, too. */
  discard(): Promise<void>;
}

/**
 * Opens a single result file before the long work, so that an unusable place is refused at once. Throws `ReportError`,
 * as its functions do. A crash leaves at most a temporary file beside it.
 *
 * @param mark - tells this run's temporary file from that of another run, such as the process id
 */
export async function openWholeFile(path: string, files: ReportFiles, mark: string): Promise<WholeFile> {
  const temporary = `${path}.${mark}.tmp`;
  const folder = dirname(path);
  const file = await coded(folder, async () => {
    await files.makeFolder(folder);
    // Only a folder can be listed; renaming onto it would fail after the work.
    if (
      await files.list(path).then(
        () => true,
        () => false,
      )
    ) {
      throw new ReportError("out-not-writable", `${path} is a folder. Name a file with --out.`);
    }
    return files.createNew(temporary);
  });
  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await file.close();
  };
  const discard = async (): Promise<void> => {
    await close();
    await files.remove(temporary);
  };
  return {
    write: (text) =>
      coded(folder, async () => {
        try {
          await file.write(text);
          await file.sync();
          await close();
          await files.rename(temporary, path);
          await files.syncFolder(folder);
        } catch (thrown) {
          // What went wrong first is what the user must read.
          await discard().catch(() => undefined);
          throw thrown;
        }
      }),
    discard: () => coded(folder, discard),
  };
}
