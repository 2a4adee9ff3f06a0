import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPersistent, withOwnSource, type EchoingPayer } from "./echoing-payers.ts";
import { expectedPayers, tallyByVolume } from "./expected-payers.ts";

const payer: fc.Arbitrary<EchoingPayer> = fc.record({
  requests: fc.integer({ min: 1, max: 5000 }),
  echoes: fc.nat({ max: 3 }),
  firstRequest: fc.nat({ max: 1000 }),
  sourcePayers: fc.uniqueArray(fc.nat({ max: 9 }), { maxLength: 4 }).map((list) => new Set(list)),
  days: fc.constant(new Set<number>()),
});
const payers = fc.array(payer, { maxLength: 40 });
const echoes = (one: EchoingPayer): boolean => one.echoes > 0;

describe("the expected number of payers", () => {
  it("lies between one in a hundred and all of them", () => {
    fc.assert(
      fc.property(payers, payers, (some, others) => {
        const expected = expectedPayers(some, tallyByVolume(others, echoes));
        expect(expected).toBeGreaterThanOrEqual(0.01 * some.length - 1e-9);
        expect(expected).toBeLessThanOrEqual(some.length + 1e-9);
      }),
    );
  });

  it("does not fall when one more of the others has the property instead of not", () => {
    fc.assert(
      fc.property(payers, payers, payer, (some, others, one) => {
        const without = expectedPayers(some, tallyByVolume([...others, { ...one, echoes: 0 }], echoes));
        const having = expectedPayers(some, tallyByVolume([...others, { ...one, echoes: 1 }], echoes));
        expect(having).toBeGreaterThanOrEqual(without - 1e-12);
      }),
    );
  });

  it("follows the volume class where it has many payers", () => {
    const many = (requests: number, count: number): EchoingPayer[] =>
      Array.from({ length: 1000 }, (_, at) => ({
        requests,
        echoes: at < count ? 1 : 0,
        firstRequest: 0,
        sourcePayers: new Set<number>(),
        days: new Set<number>(),
      }));
    const others = tallyByVolume([...many(10, 20), ...many(1000, 500)], echoes);
    expect(expectedPayers(many(10, 0), others) / 1000).toBeCloseTo(0.0246, 3);
    expect(expectedPayers(many(1000, 0), others) / 1000).toBeCloseTo(0.495, 2);
  });
});

describe("the expected number where nobody else has the property", () => {
  it("is still one in a hundred", () => {
    const one = {
      requests: 10,
      echoes: 0,
      firstRequest: 0,
      sourcePayers: new Set<number>(),
      days: new Set<number>(),
    };
    const others = Array.from({ length: 50_000 }, (): EchoingPayer => one);
    expect(expectedPayers(others.slice(0, 300), tallyByVolume(others, echoes))).toBeCloseTo(3, 9);
  });
});

describe("a practice", () => {
  it("needs two days, but in a log that is too short for them", () => {
    const ofOneDay = {
      requests: 20,
      echoes: 9,
      firstRequest: 0,
      sourcePayers: new Set([1, 2, 3]),
      days: new Set([20_000]),
    };
    expect(isPersistent(ofOneDay, 8)).toBe(false);
    expect(isPersistent(ofOneDay, 2)).toBe(true);
    expect(isPersistent({ ...ofOneDay, days: new Set([20_000, 20_003]) }, 8)).toBe(true);
  });
});

describe("payers with a source of their own", () => {
  it("are two for each of the sources that all of them have", () => {
    const all = Array.from({ length: 30 }, (_, at) => ({
      requests: 20,
      echoes: 3,
      firstRequest: at,
      sourcePayers: new Set([1, 2, 3]),
      days: new Set<number>(),
    }));
    expect(withOwnSource(all).length).toBe(6);
  });

  it("are some of those given, each with a source, no source behind more than two", () => {
    fc.assert(
      fc.property(payers, (list) => {
        const found = withOwnSource(list);
        expect(found.every((one) => list.includes(one))).toBe(true);
        const sources = new Set(found.flatMap((one) => [...one.sourcePayers]));
        expect(found.length).toBeLessThanOrEqual(2 * sources.size);
        expect(found.every((one) => one.sourcePayers.size > 0)).toBe(true);
      }),
    );
  });

  it("are all where each has a source to itself", () => {
    fc.assert(
      fc.property(payers, (list) => {
        const apart = list.map((one, at) => ({ ...one, sourcePayers: new Set([100 + at]) }));
        expect(withOwnSource(apart).length).toBe(list.length);
      }),
    );
  });
});
