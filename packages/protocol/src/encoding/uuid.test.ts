import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.ts";
import { parseUuid, uuidV5 } from "./uuid.ts";

describe("parseUuid", () => {
  it.each([
    ["C232AB00-9414-11EC-B3C8-9F6BDECED846", 1],
    ["919108f7-52d1-4320-9bac-f847db4148a8", 4],
    ["017F22E2-79B0-7CC3-98C4-DC0C0C07398F", 7],
  ])("reads version and case of %s (RFC 9562 appendix A)", (text, version) => {
    expect(parseUuid(text)).toEqual({ text: text.toLowerCase(), version, variant: "rfc" });
  });

  it("tells the Nil and Max UUIDs and Microsoft's variant apart", () => {
    expect(parseUuid("00000000-0000-0000-0000-000000000000")?.variant).toBe("other");
    expect(parseUuid("ffffffff-ffff-ffff-ffff-ffffffffffff")?.variant).toBe("other");
    expect(parseUuid("00000000-0000-4000-c000-000000000000")?.variant).toBe("other");
  });

  it.each([
    "",
    "919108f752d143209bacf847db4148a8",
    "919108f7-52d1-4320-9bac-f847db4148ag",
    `${"a".repeat(36)}`,
  ])("refuses %s", (text) => {
    expect(parseUuid(text)).toBeUndefined();
  });
});

describe("uuidV5", () => {
  it("agrees with Python's documentation of uuid5", () => {
    expect(uuidV5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "python.org")).toBe(
      "886313e1-3b8a-5372-9b90-0c9aee199e5d",
    );
  });

  it("gives the id of an address in the example of STIX 2.1 section 2.9", () => {
    const id = uuidV5("00abedb4-aa42-466c-9c01-fed23315a9b7", canonicalJson({ value: "198.51.100.3" }));
    expect(id).toBe("28bb3599-77cd-5a82-a950-b5bc3caf07c4");
  });

  it("refuses a namespace that is no UUID", () => {
    expect(() => uuidV5("dns", "python.org")).toThrow(RangeError);
  });
});
