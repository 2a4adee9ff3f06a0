import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indexOfValues } from "../detectors/identity-links/identity-links.fixture.ts";
import { linkedCore } from "./peel.ts";

const COUNT = 20;
const everyone: ReadonlySet<number> = new Set(Array.from({ length: COUNT }, (_, at) => at));
const strangers = new Int32Array(COUNT).fill(-1);

describe("the linked core", () => {
  it("is the accounts that share a card and a device, not those that merely use the same text", () => {
    const index = indexOfValues([
      ["payment", [0, 1, 2, 3]],
      ["device", [2, 3, 4, 5]],
    ]);
    expect([...linkedCore(everyone, index, strangers)]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("leaves out a couple with one card, and accounts of one organization", () => {
    const index = indexOfValues(
      [
        ["payment", [0, 1]],
        ["payment", [5, 6, 7, 8]],
      ],
      0.99,
    );
    const one = Int32Array.from(strangers);
    for (const account of [5, 6, 7, 8]) one[account] = 3;
    expect(linkedCore(everyone, index, one).size).toBe(0);
  });

  it("peels a chain from both ends until nothing is left", () => {
    const chain = Array.from({ length: COUNT - 1 }, (_, at) => ["payment", [at, at + 1]] as const);
    expect(linkedCore(everyone, indexOfValues(chain, 0.9), strangers).size).toBe(0);
  });

  it("does not drag in accounts that share only a big network", () => {
    const index = indexOfValues([
      ["network", [...everyone]],
      ["device", [0, 1, 2]],
    ]);
    expect([...linkedCore(everyone, index, strangers)]).toEqual([0, 1, 2]);
  });

  it("is part of the group, and its own core", () => {
    const value = fc.tuple(
      fc.constantFrom("payment" as const, "device" as const, "network" as const),
      fc.uniqueArray(fc.nat({ max: COUNT - 1 }), { minLength: 2, maxLength: 8 }),
    );
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 12 }),
        fc.uniqueArray(fc.nat({ max: COUNT - 1 })),
        fc.double({ min: 0.3, max: 1, noNaN: true }),
        (values, group, rarity) => {
          const index = indexOfValues(values, rarity);
          const core = linkedCore(new Set(group), index, strangers);
          expect(group).toEqual(expect.arrayContaining([...core]));
          expect(linkedCore(core, index, strangers)).toEqual(core);
        },
      ),
    );
  });
});
