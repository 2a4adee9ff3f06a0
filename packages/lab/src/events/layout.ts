import { isBlank, isWhiteSpace } from "./blank-line.ts";
import type { FileProblem } from "./file-problem.ts";

/** How records lie in a file: one a line, or as values that run over lines. */
export type Layout = "lines" | "document";

/** Bytes at the head of a file by which its layout is told. */
export const HEAD_BYTES = 1024 * 1024;

/** Bytes of the head by which text is told from other data. */
const TEXT_HEAD = 64 * 1024;

/** Lines of the head among which at least one must look like JSON. */
const LINES_LOOKED_AT = 200;

/** What the head of a file tells: its layout and the bytes to pass over (a byte order mark), or that it is no log. */
export type HeadFindings =
  { readonly layout: Layout; readonly skip: number } | { readonly problem: FileProblem };

/**
 * Tells the layout by the first line that shows anything: a value that ends on it means lines, one that goes on
 * means a document; a top-level list is a document. Files without any JSON in their first lines, binary or not, get
 * one clear problem instead of a rejection for each line. NUL bytes by themselves do not make a file binary: a crash
 * leaves them in a good log.
 *
 * @param ended whether the head is the whole file
 */
export function layoutOf(head: Buffer, ended: boolean): HeadFindings {
  const skip = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  const start = firstVisible(head, skip);
  const trouble = notText(head, start) ?? (start === head.length ? nothingVisible(head, ended) : undefined);
  if (trouble !== undefined) return { problem: trouble };
  const first = head[start];
  if (first === 0x5b) return { layout: "document", skip };
  if (first === 0x7b) return { layout: goesOn(head, start) ? "document" : "lines", skip };
  if (!someLine(head.subarray(start), beginsLikeJson)) {
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

function notText(head: Buffer, start: number): FileProblem | undefined {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    return { code: "utf-16", line: 1, reason: "the file is UTF-16; convert it to UTF-8" };
  }
  const text = head.subarray(0, TEXT_HEAD);
  if (text.includes(0) && (start === head.length || !someLine(text, isReadable))) {
    return { code: "binary", line: 1, reason: "the file is binary, not JSON; name the log itself" };
  }
  return undefined;
}

function nothingVisible(head: Buffer, ended: boolean): FileProblem {
  if (!isBlank(head))
    return { code: "binary", line: 1, reason: "the file begins with control characters only; it is no log" };
  return ended
    ? { code: "empty", line: 1, reason: "the file is empty" }
    : {
        code: "not-json",
        line: 1,
        reason: "the file begins with a long stretch of blanks; it is no log",
      };
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

/** Whether one of the first lines, from its first visible character on, is as asked. */
function someLine(text: Buffer, isWanted: (line: Buffer) => boolean): boolean {
  let at = 0;
  for (let line = 0; line < LINES_LOOKED_AT && at < text.length; line++) {
    const end = text.indexOf(0x0a, at);
    const whole = text.subarray(at, end === -1 ? text.length : end);
    const start = firstVisible(whole.subarray(0, MOST_INDENT), 0);
    if (isWanted(whole.subarray(start))) return true;
    if (end === -1) return false;
    at = end + 1;
  }
  return false;
}

/** Blanks before a line's first visible character that are passed over. */
const MOST_INDENT = 4096;

function beginsLikeJson(line: Buffer): boolean {
  return line[0] === 0x7b || line[0] === 0x5b || line.subarray(0, 5).equals(DATA);
}

const DATA: Buffer = Buffer.from("data:");

/** Whether a line goes on like JSON after its first character too, without control characters: chance does not make that. */
function isReadable(line: Buffer): boolean {
  const beginning = line.subarray(0, 64);
  return (
    /^(?:\{\s*(?:["}]|$)|\[\s*(?:[\]["{\d]|$)|data:\s*["[{])/.test(beginning.toString("latin1")) &&
    beginning.every((byte) => byte >= 0x20 || isWhiteSpace(byte))
  );
}
