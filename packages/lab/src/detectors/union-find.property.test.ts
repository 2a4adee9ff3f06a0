import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UnionFind } from "./union-find.ts";

const SIZE = 24;
const pairs = fc.array(fc.tuple(fc.nat({ max: SIZE - 1 }), fc.nat({ max: SIZE - 1 })), { maxLength: 40 });

/** Every member takes the smallest number that it can reach. */
function naivePartition(edges: readonly (readonly [number, number])[]): number[] {
  const label = Array.from({ length: SIZE }, (_, member) => member);
  for (let round = 0; round < SIZE; round++) {
    for (const [a, b] of edges) {
      const least = Math.min(label[a] ?? 0, label[b] ?? 0);
      label[a] = least;
      label[b] = least;
    }
  }
  return label;
}

function representatives(edges: readonly (readonly [number, number])[]): number[] {
  const sets = new UnionFind(SIZE);
  for (const [a, b] of edges) sets.union(a, b);
  return Array.from({ length: SIZE }, (_, member) => sets.find(member));
}

describe("union-find", () => {
  it("equals the naive partition, each set under its smallest member", () => {
    fc.assert(
      fc.property(pairs, (edges) => {
        expect(representatives(edges)).toEqual(naivePartition(edges));
      }),
    );
  });

  it("does not depend on the order of unions, nor on their direction, nor on finds in between", () => {
    fc.assert(
      fc.property(
        pairs.chain((edges) =>
          fc.tuple(fc.constant(edges), fc.shuffledSubarray(edges, { minLength: edges.length })),
        ),
        ([edges, shuffled]) => {
          const sets = new UnionFind(SIZE);
          for (const [a, b] of shuffled) {
            sets.union(b, a);
            sets.find(a);
          }
          const found = Array.from({ length: SIZE }, (_, member) => sets.find(member));
          expect(found).toEqual(representatives(edges));
        },
      ),
    );
  });

  it("follows a chain of a million members without recursion", () => {
    const size = 1_000_000;
    const sets = new UnionFind(size);
    for (let member = size - 1; member > 0; member--) sets.union(member - 1, member);
    expect(sets.find(size - 1)).toBe(0);
  });
});
