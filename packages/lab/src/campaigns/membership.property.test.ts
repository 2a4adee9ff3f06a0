import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LEAST_MEMBERSHIP, membership } from "./membership.ts";

const count = fc.nat({ max: 10_000 });
const weight = fc.double({ min: 0, max: 5, noNaN: true });

describe("membership", () => {
  it("lies between 0 and 1, and rises with the campaign's requests and with links", () => {
    fc.assert(
      fc.property(
        count,
        count,
        count,
        weight,
        weight,
        fc.boolean(),
        (own, more, cover, link, moreLink, central) => {
          const all = own + more + cover;
          const strength = membership(own, all, link, central);
          expect(strength).toBeGreaterThan(0);
          expect(strength).toBeLessThan(1);
          expect(membership(own + more, all, link, central)).toBeGreaterThanOrEqual(strength);
          expect(membership(own, all, link + moreLink, central)).toBeGreaterThanOrEqual(strength);
          expect(membership(own, all, link, true)).toBeGreaterThanOrEqual(strength);
        },
      ),
    );
  });

  it("falls where the campaign's requests vanish in other traffic", () => {
    expect(membership(2, 2, 0, true)).toBeGreaterThanOrEqual(LEAST_MEMBERSHIP);
    expect(membership(2, 1000, 0, true)).toBeLessThan(LEAST_MEMBERSHIP);
  });

  it("does not come from volume: ten thousand other requests make no member", () => {
    expect(membership(0, 10_000, 0, true)).toBeLessThan(LEAST_MEMBERSHIP);
    expect(membership(1, 10_000, 0, true)).toBeLessThan(LEAST_MEMBERSHIP);
  });

  it("needs more than one request, unless links speak too", () => {
    expect(membership(1, 1, 0, true)).toBeLessThan(LEAST_MEMBERSHIP);
    expect(membership(1, 1, 1, true)).toBeGreaterThanOrEqual(LEAST_MEMBERSHIP);
  });

  it("does not come from one text at the edge of the group, unless a link speaks too", () => {
    expect(membership(40, 40, 0, false)).toBeLessThan(LEAST_MEMBERSHIP);
    expect(membership(40, 40, 0.2, false)).toBeGreaterThanOrEqual(LEAST_MEMBERSHIP);
  });
});
