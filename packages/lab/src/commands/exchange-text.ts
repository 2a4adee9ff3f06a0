import type { AddReport } from "@stillwatch/protocol";
import picocolors from "picocolors";
import type { CollectionStatus } from "../exchange/hub-status.ts";
import type { PullState } from "../exchange/pull-state.ts";
import { countOf } from "../report/figure-text.ts";
import { visibleLine } from "../report/visible-text.ts";

/** Failures that are listed one by one; `--json` has all. */
const MOST_LISTED = 50;
const LONGEST_MESSAGE = 300;

/** What a pull brought, in words. */
export function pulledText({
  objects,
  folder,
  state,
}: {
  readonly objects: number;
  readonly folder: string;
  readonly state: PullState;
}): string {
  const came = objects === 0 ? "nothing new" : `${countOf(objects, "new object")}`;
  return `${came}; ${countOf(state.objects, "object")} in ${folder}\n`;
}

/** What became of pushed objects, in words. What the hub said is foreign text and shown harmless. */
export function pushedText({ succeeded, failures, unnamedFailures, pending }: AddReport): string {
  const lines = failures
    .slice(0, MOST_LISTED)
    .map(({ id, message }) => `refused  ${shown(id)}  ${shown(message)}`);
  if (failures.length > MOST_LISTED) {
    lines.push(`and ${String(failures.length - MOST_LISTED)} more were refused; --json lists all`);
  }
  if (unnamedFailures > 0)
    lines.push(`${countOf(unnamedFailures, "object")} refused that the hub does not name`);
  if (pending > 0) lines.push(`${countOf(pending, "object")} still waiting at the hub`);
  lines.push(`${countOf(succeeded, "object")} added or there already`);
  return `${lines.join("\n")}\n`;
}

/** Collections of a hub, in words. */
export function statusText(
  collections: readonly CollectionStatus[],
  options: { readonly colour: boolean },
): string {
  if (collections.length === 0) return "the hub shows this key no collection\n";
  const paint = picocolors.createColors(options.colour);
  return collections
    .map((status) => {
      const rights = [status.canRead ? "read" : "", status.canWrite ? "write" : ""].filter(
        (right) => right !== "",
      );
      return (
        `${paint.bold(shown(status.title === "" ? status.id : status.title))}\n` +
        `  id        ${shown(status.id)}${status.alias === undefined ? "" : ` (${shown(status.alias)})`}\n` +
        `  root      ${shown(status.root)}\n` +
        `  may       ${rights.length === 0 ? "nothing" : rights.join(", ")}\n` +
        `  pulled    ${pulledLine(status)}\n` +
        `  waiting   ${WAITING[status.waiting]}\n`
      );
    })
    .join("\n");
}

const WAITING: Readonly<Record<CollectionStatus["waiting"], string>> = {
  nothing: "nothing",
  something: "something new: run pull",
  interrupted: "the rest of an interrupted pull: run pull",
  unknown: "unknown: this key may not read it",
};

function pulledLine({ pulled }: CollectionStatus): string {
  if (pulled === undefined) return "never";
  return `${countOf(pulled.objects, "object")}, last ${new Date(pulled.ms).toISOString()}, in ${pulled.folder}`;
}

function shown(text: string): string {
  const line = visibleLine(text);
  return line.length <= LONGEST_MESSAGE ? line : `${line.slice(0, LONGEST_MESSAGE - 1)}…`;
}
