import { describe, expect, it } from "vitest";
import { distributionTestCase } from "./distribution-test-case.ts";

const accounts = (count: number, base: number): number[][][] =>
  Array.from({ length: count }, (_, at) => [[base + (at % 5) / 5], [base + (at % 3) / 3]]);

describe("a case of the distribution test", () => {
  it("speaks for members that differ, and not for those that do not", () => {
    const peers = accounts(15, 0);
    expect(distributionTestCase({ features: ["x"], members: accounts(12, 5), peers })).toBe(1.5);
    expect(distributionTestCase({ features: ["x"], members: accounts(12, 0), peers })).toBeLessThan(0);
  });

  it("says nothing of few accounts", () => {
    expect(distributionTestCase({ features: ["x"], members: accounts(3, 5), peers: accounts(15, 0) })).toBe(
      0,
    );
  });

  it("is refused with the name of the field", () => {
    expect(() => distributionTestCase({ features: ["x", "y"], members: accounts(3, 5), peers: [] })).toThrow(
      /^members/,
    );
    expect(() => distributionTestCase({ features: ["x"], members: [[["1"]]], peers: [] })).toThrow(
      /^members\.0/,
    );
    expect(() => distributionTestCase({ features: ["x"], members: [], peers: [], more: 1 })).toThrow(
      TypeError,
    );
  });
});
