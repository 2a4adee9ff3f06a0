import { createHash } from "node:crypto";
import { join } from "node:path";
import { BEGINNING, type FoundCollection, type Page, type ReceivedObject } from "@stillwatch/protocol";
import { lockFolder, type LockHolder } from "../report/folder-lock.ts";
import { coded } from "../report/report-error.ts";
import type { ReportFiles } from "../report/report-files.ts";
import { openWholeFile } from "../report/whole-file.ts";
import { formatState, parseState, type PullState } from "./pull-state.ts";

/**
 * The folder of one collection's pulls: `000001.ndjson` and so on, one object a line in the order in which the hub got
 * them, and `state.json`. One pull at a time owns it.
 *
 * A page is stored by a new segment and then a new state. A crash between the two leaves a segment that the state does
 * not count; the next pull asks for that page again and puts it in the segment's place, so nothing is lost or doubled.
 */
export interface PullFolder {
  readonly path: string;
  /** After the last page that was stored. */
  readonly state: PullState;
  /** Stores a page for good. */
  store(page: Page<ReceivedObject>): Promise<void>;
  release(): Promise<void>;
}

export const STATE_NAME = "state.json";
const SEGMENT = /^\d{6,}\.ndjson$/;

/** Name of a collection's folder: its id, where that can be a file name, and what tells it from the same id elsewhere. */
export function pullFolderName({ url, resource }: Pick<FoundCollection, "url" | "resource">): string {
  const digest = createHash("sha256").update(url).digest("hex").slice(0, 12);
  return /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/.test(resource.id) ? `${resource.id}-${digest}` : digest;
}

/**
 * Opens a collection's folder below `out`, with the state of the pulls before.
 *
 * @throws ReportError where the folder cannot be used or another pull has it; ExchangeError `bad-state`
 */
export async function openPullFolder(
  out: string,
  collection: FoundCollection,
  {
    files,
    holder,
    now,
  }: { readonly files: ReportFiles; readonly holder: LockHolder; readonly now: () => number },
): Promise<PullFolder> {
  const path = join(out, pullFolderName(collection));
  const mark = String(holder.pid);
  const statePath = join(path, STATE_NAME);
  const unlock = await coded(path, async () => {
    await files.makeFolder(path);
    return lockFolder(path, { files, holder, nowMs: now() });
  });
  try {
    const text = await coded(path, () => files.readText(statePath));
    let state = text === undefined ? newState(collection, now()) : parseState(text, statePath);
    await coded(path, () => removeLeftovers(path, state.segments, files));
    return {
      path,
      get state() {
        return state;
      },
      store: async ({ rows, position, more }) => {
        const segments = state.segments + (rows.length === 0 ? 0 : 1);
        if (rows.length > 0) {
          await write(segmentPath(path, segments), rows.map(({ text: line }) => lineOf(line)).join(""));
        }
        const next = {
          ...state,
          position,
          complete: !more,
          segments,
          objects: state.objects + rows.length,
          pulledMs: now(),
        };
        await write(statePath, formatState(next));
        state = next;
      },
      release: () => coded(path, unlock),
    };
  } catch (thrown) {
    await unlock();
    throw thrown;
  }

  async function write(file: string, text: string): Promise<void> {
    const whole = await openWholeFile(file, files, mark);
    await whole.write(text);
  }
}

function newState({ root, resource }: FoundCollection, nowMs: number): PullState {
  return {
    root: root.url,
    collection: resource.id,
    title: resource.title,
    position: BEGINNING,
    complete: false,
    segments: 0,
    objects: 0,
    pulledMs: nowMs,
  };
}

/** An object as one line. JSON has line breaks between tokens only; each becomes a space, all else stays. */
function lineOf(text: string): string {
  return `${text.replace(/[\r\n]/g, " ")}\n`;
}

function segmentPath(path: string, segment: number): string {
  return join(path, `${String(segment).padStart(6, "0")}.ndjson`);
}

async function removeLeftovers(path: string, segments: number, files: ReportFiles): Promise<void> {
  for (const name of await files.list(path)) {
    const beyond = SEGMENT.test(name) && Number.parseInt(name, 10) > segments;
    if (beyond || name.endsWith(".tmp")) await files.remove(join(path, name));
  }
}
