import { describe, expect, it } from "vitest";
import type { OrganizationNumber } from "../members/caller.ts";
import { pageCursors, questionDigest } from "./page-cursor.ts";
import type { CollectionNumber, Microseconds, VersionQuery } from "./version-store.ts";

const QUERY: VersionQuery = {
  collection: 1 as CollectionNumber,
  reader: { organization: 1 as OrganizationNumber, audiences: new Set() },
  addedAfter: undefined,
  ids: ["b", "a"],
  types: undefined,
  specVersions: ["2.1"],
  versions: [{ kind: "last" }],
  after: undefined,
  limit: 10,
};
const digest = questionDigest("objects", QUERY);
const cursors = pageCursors(new Uint8Array(32).fill(1));

describe("a cursor of a page", () => {
  it("belongs to its question, in whatever order its alternatives come and whatever the limit", () => {
    const next = cursors.seal(digest, 42);
    expect(cursors.open(digest, next)).toBe(42);
    expect(
      cursors.open(questionDigest("objects", { ...QUERY, ids: ["a", "b"], limit: 3, after: 7 }), next),
    ).toBe(42);
  });

  it.each<[string, Partial<VersionQuery>]>([
    ["collection", { collection: 2 as CollectionNumber }],
    ["reader", { reader: { organization: 2 as OrganizationNumber, audiences: new Set() } }],
    ["date", { addedAfter: 1 as Microseconds }],
    ["ids", { ids: ["a"] }],
    ["types", { types: ["a"] }],
    ["specification", { specVersions: undefined }],
    ["version", { versions: [{ kind: "all" }] }],
    ["exact version", { versions: [{ kind: "exactly", version: 5 as Microseconds }] }],
  ])("is none for another %s", (_, change) => {
    const next = cursors.seal(digest, 42);
    expect(cursors.open(questionDigest("objects", { ...QUERY, ...change }), next)).toBeUndefined();
  });

  it("is none for another resource or another hub", () => {
    const next = cursors.seal(digest, 42);
    expect(cursors.open(questionDigest("manifest", QUERY), next)).toBeUndefined();
    expect(pageCursors(new Uint8Array(32).fill(2)).open(digest, next)).toBeUndefined();
  });
});

describe("the tag of a page", () => {
  it("changes with every row, with what follows and with the question", () => {
    const tags = [
      cursors.tag(digest, { positions: [1, 2], more: false }),
      cursors.tag(digest, { positions: [1, 3], more: false }),
      cursors.tag(digest, { positions: [1, 2], more: true }),
      cursors.tag(digest, { positions: [], more: false }),
      cursors.tag(questionDigest("objects", { ...QUERY, ids: undefined }), {
        positions: [1, 2],
        more: false,
      }),
    ];
    expect(new Set(tags).size).toBe(tags.length);
    expect(cursors.tag(digest, { positions: [1, 2], more: false })).toBe(tags[0]);
  });
});
