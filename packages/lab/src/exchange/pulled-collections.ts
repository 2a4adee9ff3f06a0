import { join } from "node:path";
import type { ReportFiles } from "../report/report-files.ts";
import { STATE_NAME } from "./pull-folder.ts";
import { parseState, type PullState } from "./pull-state.ts";

/** A collection that has been pulled, and where. */
export interface PulledCollection {
  readonly folder: string;
  readonly state: PullState;
}

/** States of all collections that were pulled into `out`. @throws ExchangeError `bad-state` */
export async function pulledCollections(
  out: string,
  files: Pick<ReportFiles, "list" | "readText">,
): Promise<readonly PulledCollection[]> {
  const names = await files.list(out).catch((): readonly string[] => []);
  const found: PulledCollection[] = [];
  for (const name of [...names].sort()) {
    const folder = join(out, name);
    const path = join(folder, STATE_NAME);
    // A file beside the folders is none of ours.
    const text = await files.readText(path).catch(() => undefined);
    if (text !== undefined) found.push({ folder, state: parseState(text, path) });
  }
  return found;
}
