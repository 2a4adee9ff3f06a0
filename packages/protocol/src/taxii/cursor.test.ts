import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor, type CursorSeal } from "./cursor.ts";

const SEAL: CursorSeal = { digest: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), key: new Uint8Array(32).fill(7) };

describe("a cursor", () => {
  it("holds its position", () => {
    for (const position of [0, 1, 255, 1_000_000, Number.MAX_SAFE_INTEGER]) {
      expect(decodeCursor(encodeCursor(position, SEAL), SEAL)).toBe(position);
    }
  });

  it("is the same for the same question and place", () => {
    expect(encodeCursor(5, SEAL)).toBe(encodeCursor(5, SEAL));
  });

  it("has one length and does not show how positions differ", () => {
    const texts = Array.from({ length: 1000 }, (_, position) => encodeCursor(position, SEAL));
    expect(new Set(texts.map((text) => text.length))).toEqual(new Set([23]));
    // Neighbours share no longer beginning than chance gives: the first byte is the version, the rest is sealed.
    expect(new Set(texts.map((text) => text.slice(0, 7))).size).toBe(1000);
  });

  it("of another question is none", () => {
    const other = { ...SEAL, digest: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 9) };
    expect(decodeCursor(encodeCursor(5, SEAL), other)).toBeUndefined();
  });

  it("of another server is none", () => {
    expect(decodeCursor(encodeCursor(5, SEAL), { ...SEAL, key: new Uint8Array(32).fill(8) })).toBeUndefined();
  });

  it("that was changed in any character is none", () => {
    const text = encodeCursor(5, SEAL);
    for (let at = 0; at < text.length; at++) {
      for (const character of "AQgw_-") {
        if (text[at] === character) continue;
        const changed = text.slice(0, at) + character + text.slice(at + 1);
        expect(decodeCursor(changed, SEAL)).toBeUndefined();
      }
    }
  });

  it.each([
    "",
    "1",
    "../../etc/passwd",
    "A".repeat(23),
    "=".repeat(23),
    "é".repeat(23),
    "A".repeat(1_000_000),
  ])("is not whatever somebody sends (%#)", (text) => {
    expect(decodeCursor(text, SEAL)).toBeUndefined();
  });

  it("cannot be made of what is no position or no digest", () => {
    expect(() => encodeCursor(-1, SEAL)).toThrow(RangeError);
    expect(() => encodeCursor(0.5, SEAL)).toThrow(RangeError);
    expect(() => encodeCursor(1, { ...SEAL, digest: new Uint8Array(7) })).toThrow(RangeError);
    expect(() => encodeCursor(1, { ...SEAL, key: new Uint8Array(31) })).toThrow(RangeError);
  });
});
