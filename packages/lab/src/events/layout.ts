import type { FileProblem } from "./file-problem.ts";

/** How records lie in a file: one a line, or as values that run over lines. */
export type Layout = "lines" | "document";

/** Bytes at the head of a file by which its layout is told. */
export const HEAD_BYTES = 1024 * 1024;

/** Bytes of the head that are searched for NUL bytes. */
const BINARY_HEAD = 64 * 1024;

/** Lines of the head among which at least one must look like JSON. */
const LINES_LOOKED_AT = 200;

/** What the head of a file tells: its layout and the bytes to pass over (a byte order mark), or that it is no log. */
export type HeadFindings =
  { readonly layout: Layout; readonly skip: number } | { readonly problem: FileProblem };

/**
 * Tells the layout by the first line that is not empty: a value that ends on it means lines, one that goes on
 * means a document; a top-level list is a document. Binary files and files without any JSON in their first
 * lines get one clear problem instead of a rejection for each line.
 *
 * @param ended whether the head is the whole file
 */
export function layoutOf(head: Buffer, ended: boolean): HeadFindings {
  const skip = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  const trouble = notText(head);
  if (trouble !== undefined) return { problem: trouble };
  const start = firstVisible(head, skip);
  if (start === head.length) {
    return ended
      ? { problem: { code: "empty", line: 1, reason: "the file is empty" } }
      : {
          problem: {
            code: "not-json",
            line: 1,
            reason: "the file begins with a long stretch of blanks; it is no log",
          },
        };
  }
  const first = head[start];
  if (first === 0x5b) return { layout: "document", skip };
  if (first === 0x7b) return { layout: goesOn(head, start) ? "document" : "lines", skip };
  if (!someLineIsJson(head.subarray(start))) {
    return {
      problem: {
        code: "not-json",
        line: 1,
        reason: "none of the first lines begins like JSON; name the log itself, or convert it to JSON lines",
      },
    };
  }
  return { layout: "lines", skip };
}

function notText(head: Buffer): FileProblem | undefined {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    return { code: "utf-16", line: 1, reason: "the file is UTF-16; convert it to UTF-8" };
  }
  if (head.subarray(0, BINARY_HEAD).includes(0)) {
    return { code: "binary", line: 1, reason: "the file is binary, not JSON; name the log itself" };
  }
  return undefined;
}

function firstVisible(head: Buffer, from: number): number {
  let at = from;
  while (at < head.length && (head[at] ?? 0) <= 0x20) at++;
  return at;
}

/** Whether the object that begins at `start` is still open, outside of a string, when its line ends. */
function goesOn(head: Buffer, start: number): boolean {
  let depth = 0;
  for (let at = start; at < head.length; at++) {
    const byte = head[at];
    if (byte === 0x0a) return depth > 0;
    if (byte === 0x22) {
      at = stringEnd(head, at + 1);
      // A string cannot run over a line end: the line is broken, and the file is one of lines.
      if (head[at] !== 0x22) return false;
    } else if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) {
      if (--depth === 0) return valueFollows(head, at + 1);
    }
  }
  return false;
}

function stringEnd(head: Buffer, from: number): number {
  let at = from;
  while (at < head.length && head[at] !== 0x22 && head[at] !== 0x0a) at += head[at] === 0x5c ? 2 : 1;
  return at;
}

/** Whether another value begins on the same line: documents one after another. */
function valueFollows(head: Buffer, from: number): boolean {
  let at = from;
  while (at < head.length && head[at] !== 0x0a && (head[at] ?? 0) <= 0x20) at++;
  return head[at] === 0x7b;
}

function someLineIsJson(text: Buffer): boolean {
  let at = 0;
  for (let line = 0; line < LINES_LOOKED_AT && at < text.length; line++) {
    const start = firstVisible(text.subarray(0, Math.min(text.length, at + 4096)), at);
    const byte = text[start];
    if (byte === 0x7b || byte === 0x5b) return true;
    if (
      text
        .subarray(start, start + 6)
        .toString("latin1")
        .startsWith("data:")
    )
      return true;
    const next = text.indexOf(0x0a, Math.max(at, start));
    if (next === -1) return false;
    at = next + 1;
  }
  return false;
}
