import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { decodeEvaluationList, type EvaluationList } from "./evaluation-lists.ts";

const ENDING = ".hashes";
/** Two million questions. A folder given by mistake must not fill the memory. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Reads the lists that are shipped: every `.hashes` file of a folder, by file name.
 *
 * @throws Error naming the file that is no list; then the installation is damaged, which no input of a run can mend
 */
export async function readEvaluationLists(folder: string): Promise<readonly EvaluationList[]> {
  const lists: EvaluationList[] = [];
  for (const file of (await readdir(folder)).sort()) {
    if (!file.endsWith(ENDING)) continue;
    const path = join(folder, file);
    if ((await stat(path)).size > MOST_BYTES) throw new Error(`${file} is longer than 16 MiB.`);
    lists.push(decodeEvaluationList(file.slice(0, -ENDING.length), await readFile(path)));
  }
  return lists;
}
