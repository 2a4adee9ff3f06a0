import { describe, expect, it } from "vitest";
import { parseFilters, type FilteredEndpoint, type Filters } from "./filters.ts";

const NOTHING: Filters = {
  addedAfter: undefined,
  limit: undefined,
  next: undefined,
  ids: undefined,
  types: undefined,
  versions: undefined,
  specVersions: undefined,
};

describe("filters", () => {
  it("are none where the query is empty", () => {
    expect(parseFilters("", "objects")).toEqual({ kind: "filters", filters: NOTHING });
  });

  it("are read as the standard's examples mean them", () => {
    expect(filtersOf("match[type]=incident&match[version]=2016-01-01T01:01:01.000Z")).toEqual({
      ...NOTHING,
      types: ["incident"],
      versions: [{ kind: "exactly", version: 1_451_610_061_000_000 }],
    });
    expect(filtersOf("match[version]=first,2018-03-02T01:01:01.123Z,last").versions).toEqual([
      { kind: "first" },
      { kind: "exactly", version: 1_519_952_461_123_000 },
      { kind: "last" },
    ]);
    expect(filtersOf("match[spec_version]=2.0,2.1").specVersions).toEqual(["2.0", "2.1"]);
    expect(
      filtersOf(
        "match[id]=indicator--3600ad1b-fff1-4c98-bcc9-4de3bc2e2ffb,sighting--4600ad1b-fff1-4c58-bcc9-4de3bc5e2ffd",
      ).ids,
    ).toEqual([
      "indicator--3600ad1b-fff1-4c98-bcc9-4de3bc2e2ffb",
      "sighting--4600ad1b-fff1-4c58-bcc9-4de3bc5e2ffd",
    ]);
  });

  it("may be percent-encoded", () => {
    expect(
      filtersOf("match%5Btype%5D=a%2Cb&added_after=2016-02-01T00%3A00%3A01.000001Z&limit=5&next=x"),
    ).toEqual({
      ...NOTHING,
      types: ["a", "b"],
      addedAfter: 1_454_284_801_000_001,
      limit: 5,
      next: "x",
    });
  });

  it("name an alternative once", () => {
    expect(filtersOf("match[type]=a,b,a").types).toEqual(["a", "b"]);
  });

  it("that nobody knows are ignored", () => {
    expect(filtersOf("match[colour]=red&colour=red&limit=3")).toEqual({ ...NOTHING, limit: 3 });
  });

  it.each<[FilteredEndpoint, readonly (keyof Filters)[]]>([
    ["objects", ["addedAfter", "limit", "next", "ids", "types", "versions", "specVersions"]],
    ["manifest", ["addedAfter", "limit", "next", "ids", "types", "versions", "specVersions"]],
    ["object", ["addedAfter", "limit", "next", "versions", "specVersions"]],
    ["versions", ["addedAfter", "limit", "next", "specVersions"]],
    ["delete", ["versions", "specVersions"]],
  ])("of the endpoint %s are those that the standard gives it", (endpoint, names) => {
    const all =
      "added_after=2016-01-01T00:00:00Z&limit=1&next=n&match[id]=a--b&match[type]=a&match[version]=all&match[spec_version]=2.1";
    const read = filtersOf(all, endpoint);
    expect(Object.keys(read).filter((name) => read[name as keyof Filters] !== undefined)).toEqual(names);
  });

  it.each([
    "added_after=",
    "added_after=yesterday",
    "added_after=2016-01-01",
    "added_after=2016-01-01T00:00:00Z,2017-01-01T00:00:00Z",
    "limit=0",
    "limit=-1",
    "limit=%2B5",
    "limit=1.5",
    "limit=1e3",
    "limit=ten",
    "limit=",
    "limit=0x10",
    "next=",
    `next=${"x".repeat(1025)}`,
    "match[version]=newest",
    "match[version]=",
    "match[version]=all,last",
    "match[version]=last, first",
    "match[id]=",
    "match[id]=a--b,,c--d",
    "match[id]=a--b%0A",
    `match[id]=${"a".repeat(289)}`,
    "match[type]=",
    `match[type]=${"a".repeat(251)}`,
    "match[spec_version]=two",
    "match[spec_version]=2.1,",
  ])("%s is malformed", (query) => {
    expect(parseFilters(query, "objects")).toMatchObject({ kind: "refused", code: "malformed" });
  });

  it.each([
    "limit=1&limit=2",
    "added_after=2016-01-01T00:00:00Z&added_after=2016-01-01T00:00:00Z",
    "match[type]=a&match[type]=b",
    "match[version]=last,last",
    "match[version]=2016-01-01T00:00:00Z,2016-01-01T00:00:00.000Z",
  ])("%s repeats what may stand once", (query) => {
    expect(parseFilters(query, "objects")).toMatchObject({ kind: "refused", code: "repeated" });
  });

  it("list at most 10,000 values", () => {
    const types = (count: number): string =>
      `match[type]=${Array.from({ length: count }, (_, at) => `t${String(at)}`).join(",")}`;
    expect(filtersOf(types(10_000)).types).toHaveLength(10_000);
    expect(parseFilters(types(10_001), "objects")).toMatchObject({ code: "too-many-values" });
    expect(parseFilters(`match[id]=${",".repeat(999_000)}`, "objects")).toMatchObject({
      code: "too-many-values",
    });
  });

  it("of a million ids are refused before they are read", () => {
    const ids = "indicator--3600ad1b-fff1-4c98-bcc9-4de3bc2e2ffb,".repeat(1_000_000);
    expect(parseFilters(`match[id]=${ids}`, "objects")).toMatchObject({ code: "query-too-long" });
  });

  it("are refused without repeating what was asked", () => {
    const refused = parseFilters("match[version]=secret-word", "objects");
    expect(refused.kind === "refused" && refused.message).not.toContain("secret-word");
  });

  it("ask for as much as a number holds at most", () => {
    expect(filtersOf("limit=99999999999999999999").limit).toBe(Number.MAX_SAFE_INTEGER);
  });
});

function filtersOf(query: string, endpoint: FilteredEndpoint = "objects"): Filters {
  const read = parseFilters(query, endpoint);
  if (read.kind === "refused") throw new Error(read.message);
  return read.filters;
}
