import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "./seeded-random.ts";
import { shuffle } from "./shuffle.ts";

describe("shuffling", () => {
  it("keeps every entry", () => {
    fc.assert(
      fc.property(fc.int32Array(), fc.nat(), (list, seed) => {
        const shuffled = list.slice();
        shuffle(shuffled, seededRandom(seed));
        expect(shuffled.sort()).toEqual(list.sort());
      }),
    );
  });

  it("gives each of the six orders of three entries about as often", () => {
    const random = seededRandom(1);
    const counts = new Map<string, number>();
    for (let round = 0; round < 6000; round++) {
      const list = Int32Array.of(0, 1, 2);
      shuffle(list, random);
      counts.set(list.join(), (counts.get(list.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Six standard deviations of a binomial count.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(6 * Math.sqrt(833));
  });
});
