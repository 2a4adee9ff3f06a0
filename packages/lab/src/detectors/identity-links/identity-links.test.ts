import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LinkKind } from "../../accounts/identity-index.ts";
import { indexOfValues } from "./identity-links.fixture.ts";
import { identityStatistic, linkWeights, memberLinks } from "./identity-links.ts";

const everyone = (count: number): ReadonlySet<number> =>
  new Set(Array.from({ length: count }, (_, at) => at));
const strangers = (count: number): Int32Array => new Int32Array(count).fill(-1);

describe("identity links", () => {
  it("count a card that accounts of different organizations share", () => {
    const index = indexOfValues([["payment", [0, 1]]]);
    expect(identityStatistic(everyone(2), index, Int32Array.of(5, 6))).toBe(1);
    expect(identityStatistic(everyone(2), index, strangers(2))).toBe(1);
  });

  it("do not count a card that one organization's accounts share", () => {
    const index = indexOfValues([["payment", [0, 1, 2]]]);
    expect(memberLinks(everyone(3), index, Int32Array.of(5, 5, 5))).toEqual([]);
    expect(identityStatistic(everyone(3), index, Int32Array.of(5, 5, 5))).toBe(0);
  });

  it("do not count what a member shares only with accounts outside of the group", () => {
    const index = indexOfValues([["device", [0, 7, 8]]]);
    expect(identityStatistic(new Set([0, 1]), index, strangers(9))).toBe(0);
  });

  it("count one network over a hundred accounts as ten accounts' worth, and a card over a hundred in full", () => {
    const accounts = Array.from({ length: 100 }, (_, at) => at);
    const network = indexOfValues([["network", accounts]]);
    const card = indexOfValues([["payment", accounts]]);
    expect(identityStatistic(everyone(100), network, strangers(100))).toBeCloseTo((0.5 * 10) / 100);
    expect(identityStatistic(everyone(100), card, strangers(100))).toBe(1);
  });

  it("count each account with at most 1, however much it shares", () => {
    const index = indexOfValues([
      ["payment", [0, 1]],
      ["device", [0, 1]],
      ["signup_ip", [0, 1]],
    ]);
    expect(identityStatistic(everyone(4), index, strangers(4))).toBe(0.5);
  });

  it("name the strongest link first", () => {
    const index = indexOfValues([
      ["signup_burst", [0, 1]],
      ["payment", [1, 2]],
      ["email_domain", [0, 2]],
    ]);
    const kinds = memberLinks(everyone(3), index, strangers(3)).map((link) => link.value.kind);
    expect(kinds).toEqual(["payment", "email_domain", "signup_burst"]);
  });

  it("give an empty group no strength", () => {
    expect(identityStatistic(new Set(), indexOfValues([]), strangers(0))).toBe(0);
  });
});

const KINDS: readonly LinkKind[] = [
  "payment",
  "device",
  "signup_ip",
  "network",
  "email_domain",
  "signup_burst",
];
const COUNT = 12;
const value = fc.tuple(
  fc.constantFrom(...KINDS),
  fc.uniqueArray(fc.nat({ max: COUNT - 1 }), { minLength: 2, maxLength: COUNT }),
);
const organizations = fc
  .array(fc.integer({ min: -1, max: 2 }), { minLength: COUNT, maxLength: COUNT })
  .map((list) => Int32Array.from(list));

describe("the identity statistic", () => {
  it("lies between 0 and 1 and never falls when the accounts share one more value", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 8 }), value, organizations, (values, more, organization) => {
        const before = identityStatistic(everyone(COUNT), indexOfValues(values), organization);
        const after = identityStatistic(everyone(COUNT), indexOfValues([...values, more]), organization);
        expect(before).toBeGreaterThanOrEqual(0);
        expect(after).toBeLessThanOrEqual(1);
        expect(after).toBeGreaterThanOrEqual(before - 1e-12);
      }),
    );
  });

  it("grows with a value's rarity", () => {
    fc.assert(
      fc.property(
        value,
        fc.double({ min: 0, max: 1, noNaN: true }),
        organizations,
        (one, rarity, organization) => {
          const rarer = identityStatistic(everyone(COUNT), indexOfValues([one]), organization);
          const commoner = identityStatistic(everyone(COUNT), indexOfValues([one], rarity), organization);
          expect(commoner).toBeLessThanOrEqual(rarer + 1e-12);
        },
      ),
    );
  });

  it("is the mean of the members' link weights, each at most 1", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 8 }), organizations, (values, organization) => {
        const index = indexOfValues(values);
        const weights = linkWeights(memberLinks(everyone(COUNT), index, organization));
        const mean = [...weights.values()].reduce((sum, weight) => sum + Math.min(1, weight), 0) / COUNT;
        expect(identityStatistic(everyone(COUNT), index, organization)).toBeCloseTo(mean, 12);
      }),
    );
  });
});
