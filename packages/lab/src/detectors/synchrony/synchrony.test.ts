import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coincidence, dailyRhythm, loadSpread, type TimedRequests } from "./synchrony.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** A midnight. */
const START_MS = 20_000 * DAY_MS;

describe("coincidence", () => {
  it("is near the null for accounts that act independently, day and night", () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const random = seeded(seed);
      const requests = Array.from({ length: 6000 }, () => {
        const day = Math.floor(random() * 7);
        // A daily rhythm: the sum of two uniform moments peaks at noon.
        const ofDay = ((random() + random()) / 2) * DAY_MS;
        return [START_MS + day * DAY_MS + ofDay, Math.floor(random() * 60)] as const;
      });
      expect(Math.abs(coincidence(timed(requests)).excess)).toBeLessThan(0.25);
    }
  });

  it("stands out where accounts burst together at moments of somebody's choosing", () => {
    const random = seeded(1);
    const bursts = Array.from({ length: 200 }, () => START_MS + random() * 7 * DAY_MS).flatMap((moment) =>
      Array.from({ length: 10 }, () => [moment + random() * 3000, Math.floor(random() * 60)] as const),
    );
    const { observed, expected, excess } = coincidence(timed(bursts));
    expect(observed).toBeGreaterThan(5 * expected);
    expect(excess).toBeGreaterThan(1.5);
  });

  it("stands out for one great burst, which must not explain itself", () => {
    const burst = Array.from({ length: 2000 }, (_, at) => [START_MS + 777_000 + at, at % 50] as const);
    const { observed, expected, excess } = coincidence(timed(burst));
    expect(observed).toBeGreaterThan(100 * expected);
    expect(excess).toBeGreaterThan(4);
  });

  it("is explained where a cron table fires on the hour, every hour", () => {
    const cron = Array.from({ length: 7 * 24 }, (_, hour) => hour).flatMap((hour) =>
      Array.from(
        { length: 20 },
        (_, account) => [START_MS + hour * HOUR_MS + account * 100, account] as const,
      ),
    );
    const { observed, expected, excess } = coincidence(timed(cron));
    expect(observed).toBe(7 * 24 * 190);
    expect(expected).toBeGreaterThan(0.8 * observed);
    expect(excess).toBeLessThan(0.2);
  });

  it("is negative where requests are dealt out in turn", () => {
    const dealt = Array.from({ length: 20_000 }, (_, turn) => [START_MS + turn * 10_000, turn % 40] as const);
    const { observed, excess } = coincidence(timed(dealt));
    expect(observed).toBe(0);
    expect(excess).toBeLessThan(-1);
  });

  it("does not pair an account with itself", () => {
    const alone = Array.from({ length: 500 }, (_, at) => [START_MS + at * 10, 3] as const);
    expect(coincidence(timed(alone))).toEqual({ observed: 0, expected: 0, excess: 0 });
  });

  it("claims little from a handful of requests", () => {
    const few = Array.from({ length: 5 }, (_, account) => [START_MS, account] as const);
    expect(coincidence(timed(few)).observed).toBe(10);
    expect(coincidence(timed(few)).excess).toBeLessThan(0.5);
  });

  it("counts the pairs of different accounts in ten seconds of the clock as a naive count does", () => {
    const request = fc.tuple(
      fc.nat({ max: 4 * HOUR_MS }).map((offset) => START_MS + offset - (offset % 3000)),
      fc.nat({ max: 4 }),
    );
    fc.assert(
      fc.property(fc.array(request, { maxLength: 60 }), (requests) => {
        let pairs = 0;
        requests.forEach(([time, account], at) => {
          for (const [other, otherAccount] of requests.slice(at + 1)) {
            const together = Math.floor(time / 10_000) === Math.floor(other / 10_000);
            if (together && account !== otherAccount) pairs++;
          }
        });
        expect(coincidence(timed(requests)).observed).toBe(pairs);
      }),
    );
  });
});

describe("the spread of the load", () => {
  it("is near 0 for equal shares and for chance alone, and well above 1 for people", () => {
    const random = seeded(3);
    const equal = Array.from({ length: 50 }, () => 20);
    const poisson = Array.from({ length: 400 }, () => {
      let count = 0;
      for (let at = 0; at < 200; at++) if (random() < 0.1) count++;
      return count;
    });
    const people = Array.from({ length: 400 }, () => Math.ceil(3 / (0.02 + random())));
    expect(loadSpread(equal)).toBeLessThan(0);
    expect(Math.abs(loadSpread(poisson) ?? 9)).toBeLessThan(0.1);
    expect(loadSpread(people)).toBeGreaterThan(1);
  });

  it("is unknown for few members or few requests", () => {
    expect(loadSpread(new Array<number>(7).fill(50))).toBeUndefined();
    expect(loadSpread(new Array<number>(50).fill(3))).toBeUndefined();
    expect(loadSpread([])).toBeUndefined();
  });
});

describe("the daily rhythm", () => {
  it("is 1 for one hour only, 0 round the clock, and between for office hours", () => {
    const one = new Float64Array(24);
    one[17] = 5;
    const office = Float64Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 18 ? 1 : 0));
    expect(dailyRhythm(one)).toBeCloseTo(1);
    expect(dailyRhythm(new Float64Array(24).fill(7))).toBeCloseTo(0);
    expect(dailyRhythm(office)).toBeGreaterThan(0.5);
    expect(dailyRhythm(office)).toBeLessThan(0.9);
  });

  it("does not depend on the time zone or on the volume", () => {
    const hours = fc.array(fc.nat({ max: 50 }), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(hours, fc.nat({ max: 23 }), fc.integer({ min: 1, max: 9 }), (counts, shift, times) => {
        const moved = counts.map((_, hour) => (counts[(hour + shift) % 24] ?? 0) * times);
        const rhythm = dailyRhythm(Float64Array.from(counts));
        expect(dailyRhythm(Float64Array.from(moved))).toBeCloseTo(rhythm, 9);
        expect(rhythm).toBeGreaterThanOrEqual(0);
        expect(rhythm).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});

function timed(requests: readonly (readonly [timeMs: number, account: number])[]): TimedRequests {
  const sorted = [...requests].sort(([a], [b]) => a - b);
  return {
    timeMs: Float64Array.from(sorted, ([time]) => time),
    account: Int32Array.from(sorted, ([, account]) => account),
  };
}

/** Park and Miller's minimal standard generator. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
