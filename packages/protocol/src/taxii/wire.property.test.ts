import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { parseFilters, type Filters, type VersionFilter } from "./filters.ts";
import { formatFilters } from "./format-filters.ts";
import { acceptsTaxii } from "./media-types.ts";
import { formatTimestamp, formatVersion, parseTimestamp } from "../stix/timestamp.ts";

const microseconds = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });

describe("what goes over the wire", () => {
  it("comes back: times", () => {
    fc.assert(
      fc.property(microseconds, (time) => {
        expect(parseTimestamp(formatTimestamp(time))).toBe(time);
        expect(parseTimestamp(formatVersion(time))).toBe(time);
      }),
    );
  });

  it("comes back in the order of time", () => {
    fc.assert(
      fc.property(microseconds, microseconds, (one, other) => {
        expect(formatTimestamp(one) < formatTimestamp(other)).toBe(one < other);
      }),
    );
  });

  it("comes back: cursors, and only with their own seal", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), bytes(8), bytes(8), bytes(32), (position, digest, other, key) => {
        const text = encodeCursor(position, { digest, key });
        expect(decodeCursor(text, { digest, key })).toBe(position);
        if (Buffer.compare(digest, other) !== 0)
          expect(decodeCursor(text, { digest: other, key })).toBeUndefined();
      }),
    );
  });

  it("comes back: filters", () => {
    fc.assert(
      fc.property(filters(), (asked) => {
        expect(parseFilters(formatFilters(asked), "objects")).toEqual({ kind: "filters", filters: asked });
      }),
    );
  });

  it("never throws, whatever comes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        parseFilters(text, "objects");
        parseFilters(`match[version]=${text}&added_after=${text}`, "manifest");
        parseTimestamp(text);
        decodeCursor(text, { digest: new Uint8Array(8), key: new Uint8Array(32) });
        acceptsTaxii(text);
      }),
    );
  });
});

function filters(): fc.Arbitrary<Filters> {
  const word = fc.stringMatching(/^[a-z0-9-]{1,20}$/);
  const version: fc.Arbitrary<VersionFilter> = fc.oneof(
    fc.constantFrom<VersionFilter>({ kind: "last" }, { kind: "first" }),
    microseconds.map((time): VersionFilter => ({ kind: "exactly", version: time })),
  );
  const list = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[] | undefined> =>
    fc.option(
      fc.uniqueArray(value, { minLength: 1, maxLength: 5, selector: (entry) => JSON.stringify(entry) }),
      { nil: undefined },
    );
  return fc.record({
    addedAfter: fc.option(microseconds, { nil: undefined }),
    limit: fc.option(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), { nil: undefined }),
    next: fc.option(fc.string({ unit: "grapheme", minLength: 1, maxLength: 50 }), { nil: undefined }),
    ids: list(word),
    types: list(word),
    versions: fc.oneof(list(version), fc.constant<VersionFilter[]>([{ kind: "all" }])),
    specVersions: list(fc.stringMatching(/^[0-9]{1,3}\.[0-9]{1,3}$/)),
  });
}
