import { describe, expect, it } from "vitest";
import { seededRandom } from "../seeded-random.ts";
import { failoverWaves, weighFailover, type FailoverInput } from "./pool-failover.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Use {
  readonly account: number;
  /** Days. */
  readonly from: number;
  readonly until: number;
  /** Requests a day. */
  readonly rate: number;
}

function inputOf(uses: readonly Use[], stops: ReadonlyMap<number, number>, days = 8): FailoverInput {
  const requests = uses
    .flatMap(({ account, from, until, rate }) =>
      Array.from({ length: Math.ceil((until - from) * rate) }, (_, at) => ({
        account,
        timeMs: (from + at / rate) * DAY_MS,
      })),
    )
    .filter(({ account, timeMs }) => timeMs <= (stops.get(account) ?? Number.POSITIVE_INFINITY))
    .sort((a, b) => a.timeMs - b.timeMs);
  const firstSeenMs = new Float64Array(5000);
  for (const { account, from } of uses) firstSeenMs[account] = from * DAY_MS;
  return {
    timeMs: Float64Array.from(requests, ({ timeMs }) => timeMs),
    account: Int32Array.from(requests, ({ account }) => account),
    requestNo: Int32Array.from(requests, (_, at) => 1000 + at),
    stops,
    firstSeenMs,
    logStartMs: 0,
    logEndMs: days * DAY_MS,
  };
}

const users = (first: number, count: number, from: number, until = 8, rate = 6): Use[] =>
  Array.from({ length: count }, (_, at) => ({
    account: first + at,
    from: from + (at / count) * 0.1,
    until,
    rate,
  }));
const stopped = (first: number, count: number, day: number): [number, number][] =>
  Array.from({ length: count }, (_, at) => [first + at, (day + (at / count) * 0.08) * DAY_MS]);
/** Accounts that begin evenly over all days. */
const trickle = (first: number, perDay: number, days = 8): Use[] =>
  Array.from({ length: perDay * days }, (_, at) => ({
    account: first + at,
    from: at / perDay,
    until: days,
    rate: 6,
  }));

describe("a pool that takes over after bans", () => {
  const uses = [...users(0, 40, 0), ...users(100, 32, 4.12)];
  const input = inputOf(uses, new Map(stopped(0, 36, 4)));

  it("is strong evidence of the lifecycle, with its figures and the joiners' first requests", () => {
    const evidence = weighFailover(input);
    expect(evidence?.family).toBe("lifecycle");
    expect(evidence?.detector).toBe("D9");
    expect(evidence?.logLikelihoodRatio).toBeGreaterThan(2.5);
    expect(evidence?.figures).toMatchObject({ waves: 1, stopped: 36, joiners: 32, joiners_new_to_log: 32 });
    expect(evidence?.figures["recovered_share"]).toBeGreaterThan(0.7);
    expect(evidence?.figures["expected_joiners"]).toBeLessThan(2);
    const accounts = evidence?.requests.map((request) => input.account[request - 1000]);
    expect(accounts).toEqual([100, 101, 102, 103, 104]);
  });

  it("counts the same where the joiners were in the log before, without the text", () => {
    const aged = { ...input, firstSeenMs: new Float64Array(5000) };
    expect(weighFailover(aged)?.logLikelihoodRatio).toBeGreaterThan(1.8);
    expect(weighFailover(aged)?.figures["joiners_new_to_log"]).toBe(0);
  });

  it("is stronger in two smaller waves than in either of them", () => {
    const twice = inputOf(
      [...users(0, 12, 0), ...users(100, 5, 4.1), ...users(200, 5, 8.1, 12)],
      new Map([...stopped(0, 6, 4), ...stopped(6, 6, 8), ...stopped(100, 5, 8)]),
      12,
    );
    const waves = failoverWaves(twice);
    expect(waves.map(({ wave }) => wave.accounts.length)).toEqual([6, 11]);
    expect(waves.map(({ joiners }) => joiners.length)).toEqual([5, 5]);
    const both = weighFailover(twice)?.figures["p"] ?? 1;
    expect(both).toBeLessThan(Math.min(...waves.map(({ p }) => p)));
  });
});

describe("honest look-alikes of failover", () => {
  it("do not include a popular harness whose abusers are banned and whose users join as ever", () => {
    const uses = [...users(0, 100, 0), ...trickle(1000, 12)];
    const llr = weighFailover(inputOf(uses, new Map(stopped(0, 30, 4))))?.logLikelihoodRatio;
    expect(llr).toBeLessThan(0.3);
  });

  it("do not include a few bans in a text that hardly lose it volume", () => {
    const uses = [...users(0, 100, 0), ...users(200, 60, 4.1)];
    expect(weighFailover(inputOf(uses, new Map(stopped(0, 5, 4))))).toBeUndefined();
  });

  it("do not include a growing product that doubles every day", () => {
    const growth = [1, 2, 4, 8, 16, 32, 64, 128].flatMap((count, day) =>
      users(1000 + count * 4, count * 4, day),
    );
    const lost = new Map(stopped(1000 + 32, 32, 5));
    const withFirst = new Map([...lost, ...stopped(1000 + 16, 16, 5), ...stopped(1000 + 8, 8, 5)]);
    const llr = weighFailover(inputOf(growth, withFirst))?.logLikelihoodRatio ?? 0;
    expect(llr).toBeLessThan(1);
  });

  it("do not include a release day on which the whole log gets newcomers", () => {
    const uses = [...users(0, 200, 0), ...trickle(500, 1), ...users(1000, 150, 4.1)];
    const input = inputOf(uses, new Map(stopped(0, 180, 4)));
    const quiet = weighFailover(input)?.logLikelihoodRatio ?? 0;
    const others = Float64Array.from(input.firstSeenMs);
    for (let account = 2000; account < 3000; account++) others[account] = 4.2 * DAY_MS;
    for (let account = 3000; account < 3200; account++) others[account] = ((account - 3000) / 25) * DAY_MS;
    const release = weighFailover({ ...input, firstSeenMs: others })?.logLikelihoodRatio ?? 0;
    expect(quiet).toBeGreaterThan(1.2);
    expect(release).toBeLessThan(1);
  });

  it("do not include a ban wave that nobody replaces", () => {
    const llr = weighFailover(inputOf(users(0, 40, 0), new Map(stopped(0, 36, 4))))?.logLikelihoodRatio;
    expect(llr).toBeCloseTo(-0.16, 2);
  });

  it("do not include joiners who try the text once and bring nothing back", () => {
    const visitors = Array.from({ length: 32 }, (_, at) => ({
      account: 100 + at,
      from: 4.1 + at / 100,
      until: 4.1 + at / 100 + 0.01,
      rate: 1,
    }));
    const input = inputOf([...users(0, 40, 0), ...visitors], new Map(stopped(0, 36, 4)));
    expect(weighFailover(input)?.logLikelihoodRatio).toBeLessThan(0);
  });
});

describe("failover is not judged", () => {
  it("without stops, or with stops of accounts that had not used the text", () => {
    const uses = [...users(0, 40, 0), ...users(100, 32, 4.1)];
    expect(weighFailover(inputOf(uses, new Map()))).toBeUndefined();
    expect(weighFailover(inputOf(uses, new Map(stopped(2000, 36, 4))))).toBeUndefined();
  });

  it("in a log too short to know the joining rate", () => {
    const uses = [...users(0, 40, 0, 3), ...users(100, 32, 1.6, 3)];
    expect(weighFailover(inputOf(uses, new Map(stopped(0, 36, 1.5)), 3))).toBeUndefined();
  });
});

describe("without any link between stops and joiners", () => {
  it("the evidence is no more than 1 on average, for even and for bursty joining, and rarely speaks", () => {
    const random = seededRandom(11);
    const runs = 300;
    for (const bursty of [false, true]) {
      let total = 0;
      let speaking = 0;
      for (let run = 0; run < runs; run++) {
        const uses = users(0, 60, 0, 14, 3);
        let next = 100;
        for (let day = 0; day < 14; day++) {
          const perDay = 6 * (bursty ? -Math.log(1 - random()) : 1);
          for (let left = perDay; left > random(); left--) {
            uses.push({ account: next++, from: day + random(), until: 14, rate: 3 });
          }
        }
        const first = 3 + random() * 4;
        const stops = new Map([...stopped(0, 20, first), ...stopped(20, 20, first + 4)]);
        const llr = weighFailover(inputOf(uses, stops, 14))?.logLikelihoodRatio ?? Number.NaN;
        total += Math.exp(llr);
        if (llr > 1.2) speaking++;
      }
      expect(total / runs, String(bursty)).toBeLessThan(1);
      expect(speaking / runs, String(bursty)).toBeLessThan(0.01);
    }
  });
});
