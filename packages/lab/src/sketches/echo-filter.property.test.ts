import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EchoFilter, NO_SOURCE } from "./echo-filter.ts";

const half = fc.integer({ min: 0, max: 0xffff_ffff });
const segment = fc.tuple(half, half);

describe("the echo filter", () => {
  it("names the account that was given a segment, and nobody for others", () => {
    const distinct = fc.uniqueArray(segment, { selector: String, maxLength: 8 });
    fc.assert(
      fc.property(distinct, fc.nat(2 ** 30 - 2), (segments, account) => {
        const filter = new EchoFilter(4);
        const [absent, ...present] = segments;
        for (const [low, high] of present) filter.remember(low, high, account);
        for (const [low, high] of present) expect(filter.sourceOf(low, high)).toBe(account);
        // With 4 bits of bucket, 13 bits of the low half are in neither bucket nor tag.
        const isTwin = present.some(
          (one) => absent && one[1] - absent[1] === 0 && ((one[0] ^ absent[0]) & 0xfffe_000f) === 0,
        );
        if (absent && !isTwin) expect(filter.sourceOf(...absent)).toBe(NO_SOURCE);
      }),
    );
  });

  it("takes a segment for common text once it came for three accounts, but not for two", () => {
    const filter = new EchoFilter(4);
    filter.remember(1, 2, 10);
    filter.remember(1, 2, 10);
    filter.remember(1, 2, 11);
    expect(filter.sourceOf(1, 2)).toBe(10);
    filter.remember(1, 2, 10);
    expect(filter.sourceOf(1, 2)).toBe(10);
    filter.remember(1, 2, 12);
    expect(filter.sourceOf(1, 2)).toBe(NO_SOURCE);
    for (let account = 20; account < 30; account++) filter.remember(1, 2, account);
    expect(filter.sourceOf(1, 2)).toBe(NO_SOURCE);
  });

  it("forgets the oldest of a bucket when a ninth comes", () => {
    const filter = new EchoFilter(2);
    for (let n = 0; n < 9; n++) filter.remember(3, n, n);
    expect(Array.from({ length: 9 }, (_, n) => filter.sourceOf(3, n))).toEqual([
      NO_SOURCE,
      ...[1, 2, 3, 4, 5, 6, 7, 8],
    ]);
  });

  it("never names an account whose number it cannot hold", () => {
    const filter = new EchoFilter(2);
    filter.remember(1, 1, 2 ** 30 - 1);
    expect(filter.sourceOf(1, 1)).toBe(NO_SOURCE);
  });

  it("takes strange segments for known ones no more often than is stated, and keeps what fits", () => {
    const filter = new EchoFilter(15);
    // Minima of 16 as the kernel makes them: the upper four bits of the high half are zero.
    const draw = drawer();
    const next = (): [number, number] => [draw(), draw() >>> 4];
    const held = Array.from({ length: 100_000 }, next);
    for (const [low, high] of held) filter.remember(low, high, 7);
    const kept = held.filter(([low, high]) => filter.sourceOf(low, high) === 7).length;
    expect(kept).toBeGreaterThan(99_000);
    let wrong = 0;
    for (let n = 0; n < 2_000_000; n++) if (filter.sourceOf(...next()) !== NO_SOURCE) wrong++;
    // At most 2,000,000 × 1.9e-9 × 4 = 0.015 are expected: with 15 bits of bucket 2 bits of the low half are unused.
    expect(wrong).toBeLessThanOrEqual(1);
  });
});

/** SplitMix32: words drawn at random but always the same. */
function drawer(): () => number {
  let state = 1;
  return () => {
    state = (state + 0x9e37_79b9) >>> 0;
    let word = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a_2d97);
    return (word ^ (word >>> 15)) >>> 0;
  };
}
