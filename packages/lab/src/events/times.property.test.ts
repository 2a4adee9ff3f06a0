import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRfc3339 } from "./times.ts";

const date = fc.date({
  min: new Date("0001-01-01T00:00:00Z"),
  max: new Date("9998-12-31T23:59:59Z"),
  noInvalidDate: true,
});

describe("RFC 3339 times", () => {
  it("are what Date writes", () => {
    fc.assert(
      fc.property(date, (when) => {
        expect(parseRfc3339(when.toISOString())).toBe(when.getTime());
      }),
    );
  });

  it("agree with Date on whatever both read", () => {
    const number = fc.integer({ min: 0, max: 70 }).map((n) => String(n).padStart(2, "0"));
    const text = fc
      .tuple(fc.constantFrom("2024", "1999", "2100"), number, number, number, number, number)
      .map(
        ([year, month, day, hour, minute, second]) => `${year}-${month}-${day}T${hour}:${minute}:${second}Z`,
      );
    fc.assert(
      fc.property(text, (candidate) => {
        const ours = parseRfc3339(candidate);
        if (ours === undefined || candidate.includes(":60Z")) return;
        expect(new Date(ours).toISOString().slice(0, 19)).toBe(candidate.slice(0, 19));
      }),
    );
  });

  it("never throw", () => {
    fc.assert(fc.property(fc.string(), (text) => void parseRfc3339(text)));
  });
});
