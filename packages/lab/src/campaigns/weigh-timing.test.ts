import { describe, expect, it } from "vitest";
import { factsOf } from "../accounts/account-facts.fixture.ts";
import type { CampaignRequests } from "./context.ts";
import { contextOf } from "./context.fixture.ts";
import type { Evidence } from "../detectors/evidence.ts";
import { seededRandom, type Random } from "../detectors/seeded-random.ts";
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
function weigh(
  perPoolAccount: number,
  own: readonly (readonly [number, number])[],
  seed: number,
): Record<string, number> {
  return evidenceOf(perPoolAccount, own, seed)?.figures ?? {};
}

function evidenceOf(
  perPoolAccount: number,
  own: readonly (readonly [number, number])[],
  seed: number,
): Evidence | undefined {
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
  const context = contextOf({
    facts,
    pool,
    poolTimes: times,
    logStartMs: START_MS,
    logEndMs: START_MS + DAYS * DAY_MS,
  });
  const groups = drawReferenceGroups(members, pool, facts, random);
  return weighTiming(members, requestsIn(own), groups, context);
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
  it("finds no more than chance in ordinary accounts, also where the pool's accounts are busier", () => {
    for (const perPoolAccount of [30, 90]) {
      const ps = Array.from({ length: 30 }, (_, run) => {
        const random = seededRandom(10_000 + run);
        const own = members.flatMap((account) =>
          ordinaryTimes(30, random).map((time) => [time, account] as const),
        );
        return weigh(perPoolAccount, own, run)["p_synchrony"] ?? 0;
      });
      // Binomial with n = 30: more than 5 at 5 %, or none below a half, come less than once in a thousand.
      expect(ps.filter((p) => p <= 0.05).length).toBeLessThanOrEqual(5);
      expect(ps.filter((p) => p <= 0.5).length).toBeGreaterThanOrEqual(6);
    }
  });

  it("finds accounts that burst together, also where the pool's accounts are busier", () => {
    for (const perPoolAccount of [30, 90]) {
      const random = seededRandom(5);
      const bursts = Array.from({ length: 60 }, () => ordinaryTimes(1, random)[0] ?? 0).flatMap((moment) =>
        Array.from(
          { length: 20 },
          () => [moment + random() * 4000, POOL + Math.floor(random() * GROUP)] as const,
        ),
      );
      expect(weigh(perPoolAccount, bursts, 1)["p_synchrony"]).toBeLessThan(1e-6);
    }
  });

  it("finds a load that is dealt out in turn: no coincidence, equal shares, no rhythm", () => {
    const turns = GROUP * 200;
    const dealt = Array.from(
      { length: turns },
      (_, turn) => [START_MS + Math.floor((turn * DAYS * DAY_MS) / turns), POOL + (turn % GROUP)] as const,
    );
    const figures = weigh(200, dealt, 1);
    expect(figures["p_synchrony"]).toBeLessThan(0.01);
    expect(figures["p_flatness"]).toBeLessThan(1e-3);
    expect(figures["p"]).toBeLessThan(3e-3);
  });

  it("says in plain words how evenly the accounts sent, and at which hours", () => {
    const turns = GROUP * 40;
    const summaryOf = (timeOf: (share: number) => number): string => {
      const dealt = Array.from(
        { length: turns },
        (_, turn) => [timeOf(turn / turns), POOL + (turn % GROUP)] as const,
      );
      return evidenceOf(40, dealt, 1)?.summary ?? "";
    };
    const roundTheClock = summaryOf((share) => START_MS + Math.floor(share * DAYS * DAY_MS));
    expect(roundTheClock).toMatch(
      /^Requests lean towards one time of day by 0[.\d]* % \(ordinary groups by \d\d %;/,
    );
  });

  it("says nothing of the daily rhythm where the log is shorter than two days", () => {
    const short = contextOf({ logStartMs: START_MS, logEndMs: START_MS + DAY_MS });
    const groups = Array.from({ length: 30 }, () => [0]);
    const figures = weighTiming(members, requestsIn([[START_MS, POOL]]), groups, short)?.figures;
    expect(Object.keys(figures ?? {})).toContain("p_synchrony");
    expect(Object.keys(figures ?? {})).not.toContain("p_flatness");
  });

  it("is silent where there are too few reference groups to test anything", () => {
    expect(weighTiming(members, requestsIn([]), [], contextOf({}))).toBeUndefined();
  });
});
