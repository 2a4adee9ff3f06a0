import { describe, expect, it } from "vitest";
import { objectsWithin } from "./objects-within.ts";
import type { CollectionNumber, Microseconds, VersionQuery, VersionStore } from "./version-store.ts";
import type { OrganizationNumber } from "../members/caller.ts";

describe("a page of objects", () => {
  it.each([
    { sizes: Array<number>(1000).fill(1), limit: 1000, most: 1_000_000, rows: 1000, more: false },
    { sizes: Array<number>(1000).fill(1), limit: 999, most: 1_000_000, rows: 999, more: true },
    { sizes: Array<number>(1000).fill(100), limit: 1000, most: 5_000, rows: 50, more: true },
    {
      sizes: [...Array<number>(64).fill(1), ...Array<number>(64).fill(1000)],
      limit: 1000,
      most: 3_064,
      rows: 67,
      more: true,
    },
    { sizes: [9_000, 1], limit: 10, most: 100, rows: 1, more: true },
    { sizes: [50, 50], limit: 10, most: 100, rows: 2, more: false },
    { sizes: [], limit: 10, most: 100, rows: 0, more: false },
  ])(
    "ends at its limit or where it grows too large ($rows rows)",
    async ({ sizes, limit, most, rows, more }) => {
      const page = await objectsWithin(storeOf(sizes), { ...QUERY, limit }, most);
      expect(page.rows.map((row) => row.position)).toEqual(sizes.slice(0, rows).map((_, place) => place + 1));
      expect(page.more).toBe(more);
    },
  );

  it("never asks for more than is likely to fit, once it knows how large the objects are", async () => {
    const asked: number[] = [];
    await objectsWithin(storeOf(Array<number>(500).fill(1000), asked), { ...QUERY, limit: 500 }, 100_000);
    expect(Math.max(...asked)).toBe(64);
  });
});

const QUERY: VersionQuery = {
  collection: 1 as CollectionNumber,
  reader: { organization: 1 as OrganizationNumber, audiences: new Set() },
  addedAfter: undefined,
  ids: undefined,
  types: undefined,
  specVersions: undefined,
  versions: [{ kind: "all" }],
  after: undefined,
  limit: 1,
};

function storeOf(sizes: readonly number[], asked: number[] = []): Pick<VersionStore, "objects"> {
  const all = sizes.map((size, place) => ({
    position: place + 1,
    dateAdded: place as Microseconds,
    id: "a",
    type: "a",
    specVersion: "2.1",
    version: place as Microseconds,
    body: "x".repeat(size),
  }));
  return {
    objects: async ({ after = 0, limit }) => {
      asked.push(limit);
      return { rows: all.slice(after, after + limit), more: all.length > after + limit };
    },
  };
}
