import { access, constants, open, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";
import { gunzip, packingOf, PACKING_HEAD, unzstd } from "./decompress.ts";
import type { FileProblem } from "./file-problem.ts";
import { UnusableInput } from "./unusable-input.ts";

/** One input of a run. */
export interface Source {
  /** Name as it is shown and as it stands in `rejected.ndjson`; `-` for standard input. */
  readonly path: string;
  /** Where it is opened; empty for standard input. */
  readonly absolutePath: string;
  /** Size on disk in bytes; absent for standard input and pipes. */
  readonly bytes?: number;
  /** Modification time, epoch milliseconds; the start of the run for standard input. */
  readonly modifiedMs: number;
}

export interface ExpandOptions {
  /** Folder that relative arguments start from. */
  readonly cwd: string;
  /** The clock, epoch milliseconds. */
  readonly nowMs: number;
  /** Files that are something else (side tables) and are left out of folders and globs. */
  readonly exclude?: readonly string[];
}

/** Files that are taken from a folder; a file named by itself is taken whatever its name. */
const LOG_FILE = /\.(?:jsonl?|ndjson|log|gz|gzip|zst|zstd)$/i;

/** Bytes of one read; the buffer is used again for the next. */
const READ_BYTES = 256 * 1024;

/**
 * Turns LOG arguments (files, folders, globs, `-`) into sources, sorted by path, each once. Folders are read
 * with everything below them, without hidden files and without following links.
 *
 * @throws UnusableInput where an argument leads to nothing that can be read
 */
export async function expandSources(
  args: readonly string[],
  options: ExpandOptions,
): Promise<readonly Source[]> {
  if (args.length === 0)
    throw new UnusableInput(
      "no-such-input",
      "no log was named; give a file, a folder, a glob, or - for standard input",
    );
  if (args.filter((arg) => arg === "-").length > 1) {
    throw new UnusableInput("stdin-twice", "standard input (-) was named twice; it can be read once only");
  }
  const excluded = new Set((options.exclude ?? []).map((path) => resolve(options.cwd, path)));
  const sources = new Map<string, Source>();
  for (const arg of args) {
    for (const source of await expandOne(arg, options, excluded)) sources.set(source.absolutePath, source);
  }
  return [...sources.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/**
 * Opens a source as a stream of its unpacked bytes. A packed stream that breaks off gives what could be
 * unpacked and then a problem; so does a failing disk.
 *
 * A buffer holds its bytes until the next one is asked for: the reads go into the same memory.
 *
 * @param input bytes of standard input, where the source is `-`
 */
export async function* openSource(
  source: Source,
  input: AsyncIterable<Buffer>,
  onRead?: (bytes: number) => void,
): AsyncGenerator<Buffer | FileProblem, void> {
  const raw: AsyncIterable<Buffer> = source.path === "-" ? input : fileBytes(source.absolutePath);
  try {
    yield* unpack(counted(raw, onRead));
  } catch (error) {
    yield {
      code: "read-failed",
      line: 1,
      reason: `reading stopped (${errorCode(error)}); check the disk or the link`,
    };
  }
}

/** Unpacks a stream by its magic bytes: gzip, zstd, or as it is. */
export async function* unpack(raw: AsyncIterable<Buffer>): AsyncGenerator<Buffer | FileProblem, void> {
  const iterator = raw[Symbol.asyncIterator]();
  const { head, ended } = await headOf(iterator);
  const whole = rest(head, iterator, ended);
  const packing = packingOf(head);
  if (packing === "gzip") yield* gunzip(whole);
  else if (packing === "zstd") yield* unzstd(whole);
  else if (packing === "other") {
    await iterator.return?.();
    yield {
      code: "other-compression",
      line: 1,
      reason: "the file is packed with bzip2, xz or zip; unpack it, or pack it with gzip or zstd",
    };
  } else yield* whole;
}

async function expandOne(
  arg: string,
  options: ExpandOptions,
  excluded: ReadonlySet<string>,
): Promise<readonly Source[]> {
  if (arg === "-") return [{ path: "-", absolutePath: "", modifiedMs: options.nowMs }];
  const absolute = resolve(options.cwd, arg);
  const found = await statOf(absolute, arg);
  if (found === undefined) {
    if (!isDynamicPattern(arg)) {
      throw new UnusableInput("no-such-input", `${arg}: there is no such file or folder; check the path`);
    }
    return matches(arg, options.cwd, excluded);
  }
  if (!found.isDirectory()) {
    await mustBeReadable(absolute, arg);
    return [sourceOf(arg, absolute, found)];
  }
  const names = await glob("**/*", {
    cwd: absolute,
    onlyFiles: true,
    dot: false,
    followSymbolicLinks: false,
    expandDirectories: false,
  });
  const inside = names.filter((name) => LOG_FILE.test(name) && !excluded.has(join(absolute, name)));
  if (inside.length === 0) {
    throw new UnusableInput(
      "no-logs-in-folder",
      `${arg}: no log in this folder; logs end in .ndjson, .jsonl, .json, .log, .gz or .zst`,
    );
  }
  return Promise.all(
    inside.map(async (name) =>
      sourceOf(join(arg, name), join(absolute, name), await stat(join(absolute, name))),
    ),
  );
}

async function matches(
  pattern: string,
  cwd: string,
  excluded: ReadonlySet<string>,
): Promise<readonly Source[]> {
  const names = await glob(pattern, {
    cwd,
    onlyFiles: true,
    absolute: true,
    followSymbolicLinks: false,
    expandDirectories: false,
  });
  const files = names.map((name) => resolve(name)).filter((name) => !excluded.has(name));
  if (files.length === 0)
    throw new UnusableInput("no-match", `${pattern}: no file matches; check the pattern and quote it`);
  return Promise.all(files.map(async (file) => sourceOf(shownName(cwd, file), file, await stat(file))));
}

function shownName(cwd: string, file: string): string {
  const name = relative(cwd, file);
  return name.startsWith("..") ? file : name;
}

interface FileFacts {
  readonly size: number;
  readonly mtimeMs: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

function sourceOf(path: string, absolutePath: string, found: FileFacts): Source {
  const modifiedMs = Math.floor(found.mtimeMs);
  return { path, absolutePath, modifiedMs, ...(found.isFile() ? { bytes: found.size } : {}) };
}

async function statOf(absolute: string, shown: string): Promise<FileFacts | undefined> {
  try {
    return await stat(absolute);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG") return undefined;
    throw new UnusableInput("unreadable-input", `${shown}: cannot be read (${code}); check its permissions`);
  }
}

/** Files below a folder that cannot be read become problems of their own; a file named by itself stops the run. */
async function mustBeReadable(absolute: string, shown: string): Promise<void> {
  try {
    await access(absolute, constants.R_OK);
  } catch (error) {
    throw new UnusableInput(
      "unreadable-input",
      `${shown}: cannot be read (${errorCode(error)}); check its permissions`,
    );
  }
}

async function* fileBytes(path: string): AsyncGenerator<Buffer, void> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, READ_BYTES);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function* counted(
  raw: AsyncIterable<Buffer>,
  onRead?: (bytes: number) => void,
): AsyncGenerator<Buffer, void> {
  for await (const bytes of raw) {
    onRead?.(bytes.length);
    yield bytes;
  }
}

async function headOf(iterator: AsyncIterator<Buffer>): Promise<{ head: Buffer; ended: boolean }> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < PACKING_HEAD) {
    const next = await iterator.next();
    if (next.done === true) return { head, ended: true };
    // A head that suffices is passed on before the next read; a short one has to be kept.
    head =
      head.length === 0 && next.value.length >= PACKING_HEAD ? next.value : Buffer.concat([head, next.value]);
  }
  return { head, ended: false };
}

async function* rest(
  head: Buffer,
  iterator: AsyncIterator<Buffer>,
  ended: boolean,
): AsyncGenerator<Buffer, void> {
  try {
    if (head.length > 0) yield head;
    if (ended) return;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

function errorCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "unknown error";
}
