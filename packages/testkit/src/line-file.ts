import { closeSync, openSync, writeSync } from "node:fs";

const NEWLINE = 10;

/** A file that takes lines. */
export interface LineFile {
  readonly path: string;
  readonly write: (line: string) => void;
  readonly close: () => void;
}

/** Opens a file anew. Lines are gathered to about a megabyte and written at once; nothing else is held. */
export function openLines(path: string): LineFile {
  const file = openSync(path, "w");
  let held: Buffer = Buffer.allocUnsafe(1 << 20);
  let used = 0;
  const flush = (): void => {
    for (let at = 0; at < used;) at += writeSync(file, held, at, used - at);
    used = 0;
  };
  return {
    path,
    write: (line) => {
      // A UTF-16 unit takes at most three bytes in UTF-8.
      const most = 3 * line.length + 1;
      if (used + most > held.length) flush();
      if (most > held.length) held = Buffer.allocUnsafe(most);
      used += held.write(line, used, "utf8");
      held[used++] = NEWLINE;
    },
    close: () => {
      flush();
      closeSync(file);
    },
  };
}
