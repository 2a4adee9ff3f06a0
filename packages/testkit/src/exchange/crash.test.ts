import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startChildHub } from "./child-hub.ts";
import { campaignText, OBJECTS, openExchange, type Exchange } from "./exchange.fixture.ts";
import type { HubAnswer } from "./hub-request.ts";

const ENVELOPES = 200;
const OBJECTS_EACH = 50;
/** So many are acknowledged when something is killed: the rest is under way or to come. */
const KILLED_AFTER = 60;

let exchange: Exchange;
beforeEach(async () => {
  exchange = await openExchange();
});
afterEach(async () => {
  await exchange.close();
});

describe("in the middle of 10,000 writes", { timeout: 400_000 }, () => {
  it("kill -9 of the hub loses nothing that was acknowledged, doubles nothing, and cursors still work", async () => {
    const writing = writeAll();
    await writing.reached(KILLED_AFTER);
    const cursor = await cursorAfterFirstPage();
    await exchange.hub().end("SIGKILL");
    const acknowledged = writing.acknowledged();
    expect(acknowledged.length).toBeLessThan(ENVELOPES * OBJECTS_EACH);
    await exchange.restart();
    const found = await everything();
    expect(missing(acknowledged, found)).toEqual([]);
    await expectWhole(writing, cursor);
  });

  it("kill -9 of PostgreSQL loses nothing that was acknowledged, doubles nothing, and cursors still work", async () => {
    const writing = writeAll();
    await writing.reached(KILLED_AFTER);
    const cursor = await cursorAfterFirstPage();
    const postmaster = join(exchange.folder, "stillwatch-hub/postgres/postmaster.pid");
    process.kill(Number(readFileSync(postmaster, "utf8").split("\n")[0]), "SIGKILL");
    const acknowledged = writing.acknowledged();
    const found = await everything();
    expect(missing(acknowledged, found)).toEqual([]);
    await expectWhole(writing, cursor);
    expect(writing.refusals()).toBeGreaterThan(0);
  });
});

describe("a second hub on the same data folder", { timeout: 120_000 }, () => {
  it("is refused, and the first answers on", async () => {
    await expect(startChildHub(exchange.folder)).rejects.toThrow("Another hub works on this store");
    expect((await exchange.as("south").ask({ path: OBJECTS })).status).toBe(200);
  });
});

/** When all is written: each object is there once, in an order that the cursor taken before continues. */
async function expectWhole(writing: Writing, cursor: Cursor): Promise<void> {
  await writing.done;
  const all = await everything();
  expect(all).toHaveLength(ENVELOPES * OBJECTS_EACH);
  expect(new Set(all).size).toBe(all.length);
  expect(missing(writing.acknowledged(), all)).toEqual([]);
  const place = all.indexOf(cursor.lastId);
  expect(await pagesFrom(cursor.next)).toEqual(all.slice(place + 1));
}

interface Writing {
  /** Resolves when so many envelopes are acknowledged. */
  reached(envelopes: number): Promise<void>;
  /** Ids of the objects that the hub has said it has. */
  acknowledged(): readonly string[];
  /** Requests that were not acknowledged and were sent again. */
  refusals(): number;
  readonly done: Promise<void>;
}

/** Two clients that send the same envelope again until it is acknowledged, whatever becomes of the hub. */
function writeAll(): Writing {
  const envelopes = Array.from({ length: ENVELOPES }, () => {
    const uuids = Array.from({ length: OBJECTS_EACH }, () => randomUUID());
    return {
      ids: uuids.map((uuid) => `campaign--${uuid}`),
      body: `{"objects":[${uuids.map((uuid) => campaignText(uuid, "Harvest")).join(",")}]}`,
    };
  });
  const acknowledged: string[] = [];
  let refusals = 0;
  async function send(body: string): Promise<void> {
    for (;;) {
      const answer = await exchange
        .as("north")
        .ask({ method: "POST", path: OBJECTS, body })
        .catch(() => undefined);
      if (answer?.status === 202) {
        expect(answer.json<{ success_count: number }>().success_count).toBe(OBJECTS_EACH);
        return;
      }
      // Nothing else than "not now" may be said.
      if (answer !== undefined) expect(answer.status).toBe(503);
      refusals += 1;
      await sleep(100);
    }
  }
  const done = Promise.all(
    [0, 1].map(async () => {
      for (let envelope = envelopes.shift(); envelope !== undefined; envelope = envelopes.shift()) {
        await send(envelope.body);
        acknowledged.push(...envelope.ids);
      }
    }),
  ).then(() => undefined);
  return {
    async reached(count) {
      while (acknowledged.length < count * OBJECTS_EACH) await Promise.race([done, sleep(5)]);
    },
    acknowledged: () => [...acknowledged],
    refusals: () => refusals,
    done,
  };
}

interface Cursor {
  readonly next: string;
  readonly lastId: string;
}

async function cursorAfterFirstPage(): Promise<Cursor> {
  const page = pageOf(await exchange.as("south").ask({ path: `${OBJECTS}?limit=300` }));
  if (page.next === undefined) throw new Error("the first page was the last");
  return { next: page.next, lastId: page.objects?.at(-1)?.id ?? "" };
}

async function everything(): Promise<readonly string[]> {
  return pagesFrom(undefined);
}

/** Ids in the order of the pages; asks again while the store is away. */
async function pagesFrom(first: string | undefined): Promise<readonly string[]> {
  const ids: string[] = [];
  let next = first;
  for (;;) {
    const position = next === undefined ? "" : `&next=${encodeURIComponent(next)}`;
    const answer = await exchange
      .as("south")
      .ask({ path: `${OBJECTS}?limit=1000${position}` })
      .catch(() => undefined);
    if (answer === undefined || answer.status === 503) {
      await sleep(100);
      continue;
    }
    const page = pageOf(answer);
    ids.push(...(page.objects ?? []).map(({ id }) => id));
    if (page.next === undefined) return ids;
    next = page.next;
  }
}

interface PageBody {
  readonly next?: string;
  readonly objects?: readonly { readonly id: string }[];
}

function pageOf(answer: HubAnswer): PageBody {
  expect(answer.status).toBe(200);
  return answer.json<PageBody>();
}

function missing(wanted: readonly string[], found: readonly string[]): readonly string[] {
  const there = new Set(found);
  return wanted.filter((id) => !there.has(id));
}
