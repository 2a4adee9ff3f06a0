import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SeenIds } from "./seen-ids.ts";

/** (0, 0) is stored as (1, 0), so 1 is left out as a lower half. */
const half = fc.oneof(fc.constantFrom(0, 2, 0xffff_ffff), fc.integer({ min: 2, max: 0xffff_ffff }));
const smallHalf = fc.constantFrom(0, 2, 3, 4, 5, 1024, 2048, 0xffff_ffff);
const ids = (part: fc.Arbitrary<number>): fc.Arbitrary<[number, number][]> =>
  fc.array(fc.tuple(part, part), { maxLength: 80 });

describe("seen ids", () => {
  it("equal a naive set while no generation has ended", () => {
    fc.assert(
      fc.property(fc.oneof(ids(half), ids(smallHalf)), (calls) => {
        const seen = new SeenIds();
        const naive = new Set<string>();
        for (const [low, high] of calls) {
          expect(seen.add(low, high)).toBe(naive.has(`${String(low)} ${String(high)}`));
          naive.add(`${String(low)} ${String(high)}`);
        }
      }),
    );
  });

  it("remember at least the last generation's worth of ids, and never report an id that was not there", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 40 }), { maxLength: 200 }),
        fc.integer({ min: 1, max: 8 }),
        (calls, entries) => {
          const seen = new SeenIds(entries);
          const order: number[] = [];
          for (const id of calls) {
            const reported = seen.add(2 + id, id);
            const fresh = order.indexOf(id);
            if (fresh < 0) expect(reported).toBe(false);
            else if (fresh < entries) expect(reported).toBe(true);
            if (!reported) order.unshift(id);
          }
        },
      ),
    );
  });

  it("find every id again after the table has grown many times", () => {
    const seen = new SeenIds();
    const count = 20_000;
    for (let id = 0; id < count; id++) expect(seen.add(Math.imul(id, 0x9e3779b1) >>> 0, id)).toBe(false);
    for (let id = 0; id < count; id++) expect(seen.add(Math.imul(id, 0x9e3779b1) >>> 0, id)).toBe(true);
  });

  it("keep ids of which one half is 0 when the table grows", () => {
    const seen = new SeenIds();
    const halves = Array.from({ length: 3000 }, (_, id) => id + 2);
    for (const half of halves) expect([seen.add(0, half), seen.add(half, 0)]).toEqual([false, false]);
    for (const half of halves) expect([seen.add(0, half), seen.add(half, 0)]).toEqual([true, true]);
  });

  it("keep apart ids that fall on one place of the table", () => {
    const seen = new SeenIds();
    const same = Array.from({ length: 600 }, (_, id) => id * 1_048_576 + 2);
    expect(same.map((low) => seen.add(low >>> 0, 0))).toEqual(same.map(() => false));
    expect(same.map((low) => seen.add(low >>> 0, 0))).toEqual(same.map(() => true));
  });
});
