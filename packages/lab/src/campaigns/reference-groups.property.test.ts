import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { factsOf } from "../accounts/account-facts.fixture.ts";
import { seededRandom } from "../detectors/seeded-random.ts";
import { drawReferenceGroups, REFERENCE_GROUPS } from "./reference-groups.ts";
import { range } from "./seeds.fixture.ts";

/** 300 light and 300 heavy accounts as the pool, then 30 light, then 30 heavy members. */
const facts = factsOf(range(0, 660).map((account) => ({ requests: isHeavy(account) ? 300 : 5 })));
const pool = range(0, 600);

function isHeavy(account: number): boolean {
  return account < 600 ? account >= 300 : account >= 630;
}

describe("reference groups", () => {
  it("are as many and as large as asked, of distinct accounts from the pool", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 600 }),
        fc.nat(),
        (size, width, seed) => {
          const from = pool.slice(0, width);
          const groups = drawReferenceGroups(range(600, 600 + size), from, facts, seededRandom(seed));
          expect(groups.length).toBe(REFERENCE_GROUPS);
          const most = Math.min(size, Math.max(1, width >> 1));
          for (const group of groups) {
            expect(new Set(group).size).toBe(group.length);
            expect(group.every((account) => account < width)).toBe(true);
            expect(group.length).toBe(most);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("have their members' volumes: light accounts for light ones, heavy for heavy", () => {
    const light = drawReferenceGroups(range(600, 630), pool, facts, seededRandom(1));
    const heavy = drawReferenceGroups(range(630, 660), pool, facts, seededRandom(1));
    expect(light.flat().some(isHeavy)).toBe(false);
    expect(heavy.flat().every(isHeavy)).toBe(true);
  });

  it("mix volumes as a mixed group does", () => {
    const mixed = drawReferenceGroups(range(615, 645), pool, facts, seededRandom(1)).flat();
    const share = mixed.filter(isHeavy).length / mixed.length;
    expect(share).toBeGreaterThan(0.45);
    expect(share).toBeLessThan(0.55);
  });

  it("are the same for the same seed and others for another", () => {
    const draw = (seed: number): unknown =>
      drawReferenceGroups(range(600, 630), pool, facts, seededRandom(seed));
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });

  it("are empty, not endless, where there is no pool", () => {
    const groups = drawReferenceGroups(range(600, 630), [], facts, seededRandom(1));
    expect(groups.every((group) => group.length === 0)).toBe(true);
  });
});

describe("the generator", () => {
  it("stays in [0, 1) and fills it evenly", () => {
    const random = seededRandom(42);
    const tenths = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 100_000; draw++) {
      const at = Math.floor(random() * 10);
      tenths[at] = (tenths[at] ?? 0) + 1;
    }
    expect(tenths.length).toBe(10);
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});
