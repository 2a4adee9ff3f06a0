import { hubObjects, type HubObject } from "./hub-objects.ts";
import { openMeasuredHub, OBJECTS, type MeasuredHub } from "./hub-process.ts";

/** Objects of one envelope. */
export const ENVELOPE_OBJECTS = 1_000;
export const PAGE_OBJECTS = 1_000;
/** Clients that ask at the same time for single objects and for nothing new. */
export const CLIENTS = 8;
const QUESTIONS = 1_600;
/** A member may have two writes under way. */
const WRITES = 2;
/** Envelopes that are made before the clock runs. */
const AHEAD = 20;
/** Pages that are read at each size: from the beginning, as many as there are up to these. */
const MOST_PAGES = 100;

/** Answer times in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p95: number;
}

/** A hub with so many objects. */
export interface HubRow {
  readonly objects: number;
  /** Objects per second while the collection grew from the size before to this one. */
  readonly added: number;
  /** Objects per second in pages of 1,000, by one client. */
  readonly read: number;
  readonly byId: Latency;
  readonly emptyPoll: Latency;
}

export interface HubResult {
  readonly rows: readonly HubRow[];
  readonly meanBytes: number;
}

/** Lets one collection of one hub grow from size to size and measures at each. */
export async function measureHub(
  sizes: readonly number[],
  seed: number,
  say: (line: string) => void,
): Promise<HubResult> {
  const hub = await openMeasuredHub();
  try {
    const objects = hubObjects(seed);
    const growing: Growing = { objects: 0, bytes: 0, ids: [] };
    const rows: HubRow[] = [];
    for (const size of [...new Set(sizes)].sort((a, b) => a - b)) {
      const addSeconds = await grow(hub, { objects, growing, size });
      const before = rows.at(-1)?.objects ?? 0;
      const read = await readPages(hub);
      const last = await lastAdded(hub, growing.ids.at(-1) ?? "");
      const row: HubRow = {
        objects: growing.objects,
        added: (growing.objects - before) / addSeconds,
        read,
        byId: await answerTimes(hub, (turn) => {
          const id = growing.ids[(turn * 7_919) % growing.ids.length] ?? "";
          return { path: `${OBJECTS}${id}/`, expected: id };
        }),
        emptyPoll: await answerTimes(hub, () => ({
          path: pollAfter(last),
          expected: "{}",
        })),
      };
      rows.push(row);
      say(
        `  ${String(row.objects)} objects: added ${row.added.toFixed(0)}/s, read ${row.read.toFixed(0)}/s, by id p95 ${row.byId.p95.toFixed(1)} ms, empty poll p95 ${row.emptyPoll.p95.toFixed(1)} ms`,
      );
    }
    return { rows, meanBytes: growing.bytes / growing.objects };
  } finally {
    await hub.close();
  }
}

/** What was added so far. */
interface Growing {
  objects: number;
  bytes: number;
  /** Some of the ids, from all of the collection. */
  readonly ids: string[];
}

/** Every so many objects one id is remembered, at the end of an envelope. */
async function grow(
  hub: MeasuredHub,
  parts: {
    readonly objects: Generator<HubObject, never>;
    readonly growing: Growing;
    readonly size: number;
  },
): Promise<number> {
  const { objects, growing, size } = parts;
  let seconds = 0;
  while (growing.objects < size) {
    const envelopes: { readonly text: string; readonly objects: number }[] = [];
    while (envelopes.length < AHEAD && growing.objects < size) {
      const taken: HubObject[] = [];
      while (taken.length < Math.min(ENVELOPE_OBJECTS, size - growing.objects))
        taken.push(objects.next().value);
      envelopes.push({
        text: `{"objects":[${taken.map(({ text }) => text).join(",")}]}`,
        objects: taken.length,
      });
      growing.objects += taken.length;
      for (const { text } of taken) growing.bytes += text.length;
      for (const { id } of taken.filter((_, place) => place % 50 === 7)) growing.ids.push(id);
    }
    const started = performance.now();
    await Promise.all(
      Array.from({ length: WRITES }, async () => {
        for (let envelope = envelopes.shift(); envelope !== undefined; envelope = envelopes.shift()) {
          await add(hub, envelope);
        }
      }),
    );
    seconds += (performance.now() - started) / 1_000;
  }
  return seconds;
}

/** @throws Error where not every object was taken: then nothing would be measured */
async function add(hub: MeasuredHub, { text, objects }: { readonly text: string; readonly objects: number }) {
  const answer = await hub.writer.ask({ method: "POST", path: OBJECTS, body: text });
  const status = answer.status === 202 ? answer.json<{ success_count: number }>() : undefined;
  if (status?.success_count !== objects) {
    throw new Error(
      `the hub answered ${String(answer.status)}: ${answer.body.toString("utf8").slice(0, 1_000)}`,
    );
  }
}

/** Objects per second, read from the beginning by `next`. */
async function readPages({ reader }: MeasuredHub): Promise<number> {
  let next = "";
  let pages = 0;
  const started = performance.now();
  for (;;) {
    const answer = await reader.ask({ path: `${OBJECTS}?limit=${String(PAGE_OBJECTS)}${next}` });
    if (answer.status !== 200) throw new Error(`the hub answered a page with ${String(answer.status)}`);
    pages += 1;
    const follows = /"next":"([^"]+)"/.exec(answer.body.toString("latin1", 0, 1_000))?.[1];
    if (follows === undefined || pages === MOST_PAGES) break;
    next = `&next=${encodeURIComponent(follows)}`;
  }
  return (pages * PAGE_OBJECTS * 1_000) / (performance.now() - started);
}

/** When the newest object was added: what a client that has everything polls with. */
async function lastAdded({ reader }: MeasuredHub, someId: string): Promise<string> {
  let answer = await reader.ask({ path: `${OBJECTS}${someId}/` });
  let last = "";
  for (;;) {
    const header = answer.headers["x-taxii-date-added-last"];
    if (typeof header !== "string") return last;
    last = header;
    answer = await reader.ask({ path: pollAfter(last) });
  }
}

function pollAfter(date: string): string {
  return `${OBJECTS}?added_after=${encodeURIComponent(date)}`;
}

async function answerTimes(
  hub: MeasuredHub,
  question: (turn: number) => { readonly path: string; readonly expected: string },
): Promise<Latency> {
  const times: number[] = [];
  let turn = 0;
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (turn < QUESTIONS) {
        const { path, expected } = question(turn++);
        const started = performance.now();
        const answer = await hub.reader.ask({ path });
        times.push(performance.now() - started);
        if (answer.status !== 200 || !answer.body.includes(expected)) {
          throw new Error(`the hub answered ${path} with ${String(answer.status)}`);
        }
      }
    }),
  );
  times.sort((a, b) => a - b);
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
