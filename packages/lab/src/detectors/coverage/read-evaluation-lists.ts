import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { decodeEvaluationList, evaluationListOf, type EvaluationList } from "./evaluation-lists.ts";

/** A file of texts may be so long; a folder given by mistake must not fill the memory. In bytes. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Why a file gives no list. The text of the file is never part of the message. */
export class UnusableEvaluationList extends Error {
  override readonly name = "UnusableEvaluationList";
}

/**
 * Reads every list of a folder, by file name: `.hashes` files as they are shipped, and `.ndjson` files with one
 * question a line, each a JSON string or an object with the string `text` or `prompt`.
 *
 * @throws UnusableEvaluationList naming the file, and the line where there is one
 */
export async function readEvaluationLists(folder: string): Promise<readonly EvaluationList[]> {
  const lists: EvaluationList[] = [];
  for (const file of (await readdir(folder)).sort()) {
    const ending = /\.(hashes|ndjson)$/.exec(file);
    if (ending === null) continue;
    const bytes = await readFile(join(folder, file));
    if (bytes.length > MOST_BYTES)
      throw new UnusableEvaluationList(`${file} is longer than 256 MiB; split it.`);
    const name = file.slice(0, ending.index);
    lists.push(
      ending[1] === "hashes" ? decoded(file, name, bytes) : evaluationListOf(name, textsOf(file, bytes)),
    );
  }
  return lists;
}

function decoded(file: string, name: string, bytes: Uint8Array): EvaluationList {
  try {
    return decodeEvaluationList(name, bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UnusableEvaluationList(
      `${file} is no list of evaluation hashes: it must have 8 bytes for each.`,
    );
  }
}

function textsOf(file: string, bytes: Buffer): string[] {
  return bytes
    .toString("utf8")
    .split("\n")
    .flatMap((line, at) => {
      if (line.trim() === "") return [];
      const text = textOf(line);
      if (text !== undefined) return [text];
      throw new UnusableEvaluationList(
        `${file}, line ${String(at + 1)}: expected a JSON string, or an object with the string "text" or "prompt".`,
      );
    });
}

function textOf(line: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return undefined;
  const { text, prompt } = value as { readonly text?: unknown; readonly prompt?: unknown };
  return [text, prompt].find((field) => typeof field === "string");
}
