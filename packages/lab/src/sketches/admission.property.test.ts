import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AdmissionFilter } from "./admission.ts";

/** Halves as the filter is given them: anything in 32 bits, few enough to meet again. */
const half = fc.oneof(fc.constantFrom(0, 1, 2, 0xffff_ffff), fc.integer({ min: 0, max: 0xffff_ffff }));
const keys = fc.array(fc.tuple(half, half), { maxLength: 60 });

describe("the admission filter", () => {
  it("equals a naive table in which a slot remembers its last key", () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 4 }), (calls, slotBits) => {
        const filter = new AdmissionFilter(slotBits);
        const slots = new Map<number, number>();
        for (const [low, high] of calls) {
          const slot = low % 2 ** slotBits;
          // The lowest bit of the upper half is given away, since 0 means empty.
          const tag = Math.floor(high / 2);
          expect(filter.admit(low, high)).toBe(slots.get(slot) === tag);
          slots.set(slot, tag);
        }
      }),
      {
        examples: [
          [
            [
              [5, 0],
              [5, 0],
            ],
            1,
          ],
          [
            [
              [0xffff_ffff, 0xffff_ffff],
              [0xffff_ffff, 0xffff_ffff],
            ],
            2,
          ],
        ],
      },
    );
  });

  it("admits every key from its second sight on while all keys fit their own slots", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 255 }), half), { maxLength: 80 }), (calls) => {
        const highOf = new Map<number, number>();
        const filter = new AdmissionFilter(8);
        const seen = new Set<number>();
        for (const [low, high] of calls) {
          // One upper half per slot: no key displaces another.
          if (!highOf.has(low)) highOf.set(low, high);
          expect(filter.admit(low, highOf.get(low) ?? 0)).toBe(seen.has(low));
          seen.add(low);
        }
      }),
    );
  });

  it("never admits a key at its first sight in a log of random keys", () => {
    const filter = new AdmissionFilter();
    let state = 1;
    const next = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
    let admitted = 0;
    for (let key = 0; key < 100_000; key++) if (filter.admit(next(), next())) admitted++;
    expect(admitted).toBe(0);
  });
});
