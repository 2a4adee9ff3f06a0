import { HUB_OBJECTS_TEXT } from "./hub-objects.ts";
import { CLIENTS, ENVELOPE_OBJECTS, PAGE_OBJECTS, type HubResult, type HubRow } from "./measure-hub.ts";
import { markdown } from "./tables.ts";

/**
 * What was measured of OpenTAXII 0.10 on PostgreSQL 15 with 26,568 objects, by its official client on two cores of
 * another machine: orders of magnitude. Latencies are at 8 clients with a bearer token.
 */
const OPENTAXII = { added: 199, read: 2_109, byIdP95: 134, emptyPollP95: 134 } as const;

/** The exchange at each size, beside what is known of OpenTAXII. */
export function hubTable({ rows, meanBytes }: HubResult): string {
  const table = markdown(
    ["objects", "added/s", "read/s", "by id p50", "p95", "empty poll p50", "p95"],
    [
      ...rows.map((row) => [
        count(row.objects),
        count(row.added),
        count(row.read),
        milliseconds(row.byId.p50),
        milliseconds(row.byId.p95),
        milliseconds(row.emptyPoll.p50),
        milliseconds(row.emptyPoll.p95),
      ]),
      ["OpenTAXII, 26,568*", "199", "2,109", "22 ms", "134 ms", "22 ms", "134 ms"],
    ],
  );
  return [
    table,
    "",
    `*OpenTAXII is not at hand: its figures were measured earlier, on another machine of two cores.`,
    `Objects (mean ${meanBytes.toFixed(0)} bytes): ${HUB_OBJECTS_TEXT}. The hub is a process with its own PostgreSQL, in its default configuration, and every object is fully validated, rewritten for its author's pseudonym and durable before the answer. ` +
      `Envelopes of ${count(ENVELOPE_OBJECTS)}, two at a time; pages of ${count(PAGE_OBJECTS)}, one client; ${String(CLIENTS)} clients for single objects and empty polls. The clients run on the same cores.`,
    ...rows.slice(-1).map(ratioLine),
    ...flatnessLine(rows),
  ].join("\n");
}

function ratioLine(row: HubRow): string {
  return (
    `At ${count(row.objects)} objects, against OpenTAXII: added ${times(row.added / OPENTAXII.added)}, read ${times(row.read / OPENTAXII.read)}, ` +
    `by id p95 ${times(OPENTAXII.byIdP95 / row.byId.p95)}, empty poll p95 ${times(OPENTAXII.emptyPollP95 / row.emptyPoll.p95)}.`
  );
}

function flatnessLine(rows: readonly HubRow[]): readonly string[] {
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined || first === last) return [];
  return [
    `From ${count(first.objects)} to ${count(last.objects)} objects: added × ${share(last.added, first.added)}, read × ${share(last.read, first.read)}, ` +
      `by id p95 × ${share(last.byId.p95, first.byId.p95)}, empty poll p95 × ${share(last.emptyPoll.p95, first.emptyPoll.p95)}; 1 is flat.`,
  ];
}

function share(last: number, first: number): string {
  return (last / first).toFixed(2);
}

function times(ratio: number): string {
  return `${ratio.toFixed(ratio < 10 ? 1 : 0)} ×`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString("en");
}

function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`;
}
