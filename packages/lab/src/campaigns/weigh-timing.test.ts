import { describe, expect, it } from "vitest";
import { factsOf } from "../accounts/account-facts.fixture.ts";
import type { CampaignRequests } from "./context.ts";
import { contextOf } from "./context.fixture.ts";
import { seededRandom, type Random } from "./random.ts";
import { drawReferenceGroups } from "./reference-groups.ts";
import { weighTiming } from "./weigh-timing.ts";

const DAY_MS = 86_400_000;
const START_MS = 20_000 * DAY_MS;
const POOL = 400;
const GROUP = 40;
const DAYS = 7;

/** Requests of ordinary people: independent, by day. */
function ordinaryTimes(count: number, random: Random): number[] {
  return Array.from({ length: count }, () => {
    const ofDay = (0.3 + (random() + random()) / 4) * DAY_MS;
    return START_MS + Math.floor(random() * DAYS) * DAY_MS + Math.floor(ofDay);
  }).sort((a, b) => a - b);
}

/** A pool of ordinary accounts, and a group beyond it whose requests are given. */
function weigh(perPoolAccount: number, own: readonly (readonly [number, number])[], seed: number): Record<string, number> {
  const random = seededRandom(seed);
  const times = new Map<number, Float64Array>();
  for (let account = 0; account < POOL; account++) {
    times.set(account, Float64Array.from(ordinaryTimes(perPoolAccount, random)));
  }
  const requestsOf = new Map<number, number>();
  for (const [, account] of own) requestsOf.set(account, (requestsOf.get(account) ?? 0) + 1);
  const facts = factsOf(
    Array.from({ length: POOL + GROUP }, (_, account) => ({
      requests: account < POOL ? perPoolAccount : (requestsOf.get(account) ?? 1),
    })),
  );
  for (let account = 0; account < POOL; account++) {
    for (const time of times.get(account) ?? []) {
      const slot = account * 24 + (Math.floor(time / 3_600_000) % 24);
      facts.hourOfDay[slot] = (facts.hourOfDay[slot] ?? 0) + 1;
    }
  }
  const pool = Array.from({ length: POOL }, (_, account) => account);
  const context = contextOf({ facts, pool, poolTimes: times, logStartMs: START_MS, logEndMs: START_MS + DAYS * DAY_MS });
  const members = Array.from({ length: GROUP }, (_, at) => POOL + at);
  const groups = drawReferenceGroups(members, pool, facts, random);
  return weighTiming(members, requestsIn(own), groups, context)?.figures ?? {};
}

function requestsIn(own: readonly (readonly [number, number])[]): CampaignRequests {
  const sorted = [...own].sort(([a], [b]) => a - b);
  return {
    timeMs: Float64Array.from(sorted, ([time]) => time),
    account: Int32Array.from(sorted, ([, account]) => account),
    requestNo: Int32Array.from(sorted, (_, at) => at),
    inputTokens: new Int32Array(sorted.length),
    outputTokens: new Int32Array(sorted.length),
  };
}

const members = Array.from({ length: GROUP }, (_, at) => POOL + at);

describe("the timing family", () => {
  it("finds no more than chance in groups of ordinary accounts, also where the pool's accounts are busier", () => {
    for (const perPoolAccount of [30, 90]) {
      const runs = 60;
      let significant = 0;
      for (let seed = 1; seed <= runs; seed++) {
        const random = seededRandom(10_000 + seed);
        const own = members.flatMap((account) =>
          ordinaryTimes(30, random).map((time) => [time, account] as const),
        );
        const p = weigh(perPoolAccount, own, seed)["p_synchrony"] ?? 0;
        console.log(perPoolAccount, p);
        if (p <= 0.05) significant++;
      }
      console.log(perPoolAccount, significant);
    }
  });
});
