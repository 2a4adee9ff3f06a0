import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { campaignText, OBJECTS, openExchange, type Exchange } from "./exchange.fixture.ts";

const FLOOD = 60;
const FLOOD_OBJECTS = 400;
const OWN = 5;

let exchange: Exchange;
beforeAll(async () => {
  exchange = await openExchange();
});
afterAll(async () => {
  await exchange.close();
});

describe("a member that floods", { timeout: 240_000 }, () => {
  it("waits behind itself: the other member's writes and reads are done long before the flood is", async () => {
    const north = exchange.as("north");
    const south = exchange.as("south");
    let taken = 0;
    const flood = Array.from({ length: FLOOD }, async () => {
      const { status } = await north.ask({ method: "POST", path: OBJECTS, body: envelope(FLOOD_OBJECTS) });
      if (status === 202) taken += 1;
      return status;
    });
    await Promise.race(flood);
    const takenBefore = taken;
    for (let turn = 0; turn < OWN; turn++) {
      expect((await south.ask({ method: "POST", path: OBJECTS, body: envelope(1) })).status).toBe(202);
      expect((await south.ask({ path: `${OBJECTS}?limit=1` })).status).toBe(200);
    }
    const takenMeanwhile = taken - takenBefore;
    const statuses = await Promise.all(flood);
    // Whatever is not taken is told to come again.
    expect(statuses.filter((status) => status !== 202 && status !== 429)).toEqual([]);
    expect(taken).toBeGreaterThan(OWN * 3);
    expect(takenMeanwhile).toBeLessThan(taken / 2);
  });
});

function envelope(objects: number): string {
  const texts = Array.from({ length: objects }, () => campaignText(randomUUID(), "Harvest"));
  return `{"objects":[${texts.join(",")}]}`;
}
