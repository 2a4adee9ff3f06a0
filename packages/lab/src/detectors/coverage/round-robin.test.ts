import { describe, expect, it } from "vitest";
import { seededRandom } from "../distribution-test/seeded-random.ts";
import { turnTaking, weighTurnTaking, type TurnTaking } from "./round-robin.ts";

const HOUR_MS = 3_600_000;
const DAYS = 8;

function ordered(requests: readonly (readonly [timeMs: number, account: number])[]): TurnTaking {
  const sorted = [...requests].sort(([a], [b]) => a - b);
  return {
    timeMs: Float64Array.from(sorted, ([time]) => time),
    account: Int32Array.from(sorted, ([, account]) => account),
  };
}

/** People: sessions of a few requests at hours of their own. */
function people(accounts: number, random: () => number): TurnTaking {
  return ordered(
    Array.from({ length: accounts }, (_, account) => {
      const hour = random() * 20;
      return Array.from({ length: DAYS }, (_, day) => {
        const start = (day * 24 + hour + random() * 4) * HOUR_MS;
        const turns = random() < 0.5 ? 0 : 1 + Math.floor(random() * 5);
        return Array.from(
          { length: turns },
          (_, turn) => [start + turn * 60_000 * (1 + random()), account] as const,
        );
      }).flat();
    }).flat(),
  );
}

/** A stream that is dealt out over accounts in turn; some requests are not there, some overtake. */
function balanced(accounts: number, missing: number, random: () => number): TurnTaking {
  return ordered(
    Array.from(
      { length: accounts * 3 * DAYS },
      (_, turn) => [((turn + random() * 3) / (accounts * 3)) * 24 * HOUR_MS, turn % accounts] as const,
    ).filter(() => random() >= missing),
  );
}

describe("taking turns", () => {
  it("is above chance where a stream is dealt out in a cycle, also with a third missing", () => {
    const random = seededRandom(1);
    expect(turnTaking(balanced(60, 0, random), random)).toBeGreaterThan(2);
    expect(turnTaking(balanced(60, 0.3, random), random)).toBeGreaterThan(0.3);
  });

  it("is at chance for independent accounts, and below it for people", () => {
    const random = seededRandom(2);
    const independent = ordered(
      Array.from({ length: 1200 }, (_, row) => [random() * DAYS * 24 * HOUR_MS, row % 60] as const),
    );
    expect(Math.abs(turnTaking(independent, random))).toBeLessThan(0.15);
    expect(turnTaking(people(60, random), random)).toBeLessThan(0);
  });

  it("is not measured on clock-driven accounts, or on few", () => {
    const random = seededRandom(3);
    const cron = ordered(
      Array.from(
        { length: 40 * DAYS },
        (_, row) =>
          [(Math.floor(row / 40) * 24 + (row % 40) / 2) * HOUR_MS + random() * 9000, row % 40] as const,
      ),
    );
    expect(turnTaking(cron, random)).toBeNaN();
    expect(turnTaking(balanced(7, 0, random), random)).toBeNaN();
    expect(turnTaking(ordered([]), random)).toBeNaN();
  });

  it("is evidence of timing against ordinary groups, and says no more than one in ten thousand", () => {
    const random = seededRandom(4);
    const groups = Array.from({ length: 25 }, () => people(40, random));
    const own = balanced(40, 0.2, random);
    const evidence = weighTurnTaking({ ...own, requestNo: own.account.map((_, row) => row) }, groups, random);
    expect([evidence?.family, evidence?.figures["p"]]).toEqual(["timing", 1e-4]);
    const ordinary = people(40, random);
    const none = weighTurnTaking({ ...ordinary, requestNo: ordinary.account }, groups, random);
    expect(none?.logLikelihoodRatio).toBeLessThan(1);
    expect(weighTurnTaking({ ...own, requestNo: own.account }, groups.slice(0, 19), random)).toBeUndefined();
  });
});
