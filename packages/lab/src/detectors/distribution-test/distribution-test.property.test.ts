import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccountRows } from "./account-rows.ts";
import { weighDistribution } from "./distribution-test.ts";
import { addFeatures, drawRandomFeatures, featureCount } from "./random-features.ts";
import { seededRandom } from "../seeded-random.ts";

/** Accounts of one population: each has its own centre and number of requests, so that its rows resemble each other. */
function population(accounts: number, random: () => number, shift = 0): AccountRows {
  const rows: number[] = [];
  const account: number[] = [];
  for (let at = 0; at < accounts; at++) {
    const centre = [random() * 4 + shift, random() * 2];
    const count = 1 + Math.floor(20 * random() ** 4);
    for (let row = 0; row < count; row++) {
      rows.push(...centre.map((value) => value + (random() - 0.5) * 0.4));
      account.push(at);
    }
  }
  return {
    names: ["a", "b"],
    rows: Float64Array.from(rows),
    account: Int32Array.from(account),
    requestNo: Int32Array.from(account, (_, row) => row),
  };
}

/** Exact biased MMD² of all rows, O(n²). */
function exactMmdSquared(own: AccountRows, peers: AccountRows, bandwidth: number): number {
  const width = own.names.length;
  const mean = (a: AccountRows, b: AccountRows): number => {
    let sum = 0;
    for (let i = 0; i < a.account.length; i++) {
      for (let j = 0; j < b.account.length; j++) {
        let squares = 0;
        for (let c = 0; c < width; c++) squares += (a.rows[i * width + c]! - b.rows[j * width + c]!) ** 2;
        sum += Math.exp(-squares / (2 * bandwidth ** 2));
      }
    }
    return sum / (a.account.length * b.account.length);
  };
  return mean(own, own) + mean(peers, peers) - 2 * mean(own, peers);
}

function featureMmdSquared(
  own: AccountRows,
  peers: AccountRows,
  bandwidth: number,
  frequencies: number,
  seed: number,
): number {
  const features = drawRandomFeatures(own.names.length, 2 * frequencies, bandwidth, seededRandom(seed));
  const difference = new Float64Array(featureCount(features));
  for (const [side, sign] of [[own, 1] as const, [peers, -1] as const]) {
    const sum = new Float64Array(difference.length);
    side.account.forEach((_, row) => {
      addFeatures(features, side.rows, row, sum, 0);
    });
    sum.forEach((value, at) => {
      difference[at]! += (sign * value) / side.account.length;
    });
  }
  return difference.reduce((sum, value) => sum + value * value, 0);
}

describe("random features", () => {
  it("give the exact MMD within Bernstein's bound", () => {
    const frequencies = 1024;
    // Each frequency adds a term in [0, 4] whose mean is the exact value m, so that its variance is at most 4m.
    const confidence = Math.log(2 / 1e-9) / frequencies;
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.double({ min: 0, max: 5, noNaN: true }),
        fc.double({ min: 0.3, max: 3, noNaN: true }),
        (seed, shift, bandwidth) => {
          const random = seededRandom(seed);
          const [own, peers] = [population(6, random, shift), population(9, random)];
          const exact = exactMmdSquared(own, peers, bandwidth);
          const bound = Math.sqrt(8 * exact * confidence) + (8 / 3) * confidence;
          expect(
            Math.abs(featureMmdSquared(own, peers, bandwidth, frequencies, seed + 1) - exact),
          ).toBeLessThan(bound);
        },
      ),
      { numRuns: 40 },
    );
  });
});

function pOf(own: AccountRows, peers: AccountRows, random: () => number): number {
  return weighDistribution(own, peers, random)?.figures["p"] ?? Number.NaN;
}

describe("the distribution test", () => {
  it("is conservative where all accounts are of one population, though requests of an account resemble each other", () => {
    const rounds = 120;
    const random = seededRandom(11);
    const ps = Array.from({ length: rounds }, () =>
      pOf(population(15, random), population(25, random), random),
    );
    for (const level of [0.02, 0.1, 0.3]) {
      const rejected = ps.filter((p) => p <= level).length;
      const deviation = Math.sqrt(level * (1 - level) * rounds);
      expect(rejected).toBeLessThan(level * rounds + 3 * deviation);
    }
  });

  it("does not depend on the order of rows", () => {
    const random = seededRandom(5);
    const [own, peers] = [population(12, random, 1), population(12, random)];
    const rows = [...own.account.keys()].reverse();
    const turned: AccountRows = {
      names: own.names,
      rows: Float64Array.from(rows.flatMap((row) => [...own.rows.subarray(row * 2, row * 2 + 2)])),
      account: Int32Array.from(rows, (row) => own.account[row]!),
      requestNo: Int32Array.from(rows),
    };
    expect(pOf(turned, peers, seededRandom(1))).toBeCloseTo(pOf(own, peers, seededRandom(1)), 1);
  });
});
