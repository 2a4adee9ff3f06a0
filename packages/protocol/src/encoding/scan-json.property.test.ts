import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJson } from "./read-json.ts";
import { splitEnvelope } from "./split-envelope.ts";

const LIMITS = { maxBytes: 1_000_000, maxDepth: 64 };
const ENVELOPE_LIMITS = { maxBytes: 1_000_000, maxObjects: 1000, maxObjectDepth: 62 };

/** JSON text with arbitrary space between its tokens. */
const spacedJson = fc
  .tuple(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom("", " ", "\n\t", "\r\n  "))
  .map(([value, space]) =>
    JSON.stringify(value, null, space === "" ? undefined : 1).replaceAll("\n", `\n${space}`),
  );

const damage = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom("drop", "double", "put"),
  put: fc.constantFrom(...'{}[]":,\\0-.eEu1 ntf/\u0000'),
});

describe("reading JSON strictly", () => {
  it("means what JSON.parse means", () => {
    fc.assert(
      fc.property(spacedJson, (text) => {
        const read = readJson(Buffer.from(text), LIMITS);
        expect(read).toEqual({ kind: "read", text, value: JSON.parse(text) });
      }),
    );
  });

  it("finds malformed exactly what JSON.parse cannot parse", () => {
    fc.assert(
      fc.property(spacedJson, fc.array(damage, { minLength: 1, maxLength: 3 }), (text, damages) => {
        const damaged = damages.reduce((before, { at, kind, put }) => {
          const place = before.length === 0 ? 0 : at % before.length;
          const rest = before.slice(place + 1);
          const here = before.slice(place, place + 1);
          return before.slice(0, place) + { drop: "", double: here + here, put: put + here }[kind] + rest;
        }, text);
        const read = readJson(Buffer.from(damaged), LIMITS);
        // JSON.parse is laxer in these only; what it says of the grammar must agree.
        fc.pre(read.kind === "read" || read.code === "malformed");
        expect(read.kind === "read").toBe(parses(Buffer.from(damaged).toString()));
      }),
      { numRuns: 2000 },
    );
  });

  it("has each object's own bytes", () => {
    fc.assert(
      fc.property(fc.array(spacedJson, { maxLength: 8 }), fc.constantFrom("", " ", "\n"), (texts, space) => {
        const envelope = `{"more":false,${space}"objects"${space}:[${space}${texts.join(`${space},${space}`)}${space}]}`;
        const split = splitEnvelope(Buffer.from(envelope), ENVELOPE_LIMITS);
        // fast-check writes no space at the ends of a value, so the slices must be the very texts.
        expect(split).toMatchObject({ kind: "envelope", items: texts.map((text) => ({ text })) });
      }),
    );
  });

  it("refuses a doubled name wherever it stands", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ maxLength: 6 }), { minLength: 1, maxLength: 20 }),
        fc.nat(),
        fc.nat({ max: 5 }),
        (names, pick, depth) => {
          const doubled = names[pick % names.length]!;
          const members = [...names, doubled].map((name) => `${JSON.stringify(name)}:null`);
          const text = `${"[".repeat(depth)}{${members.join(",")}}${"]".repeat(depth)}`;
          expect(readJson(Buffer.from(text), LIMITS)).toMatchObject({ code: "duplicate-key" });
        },
      ),
    );
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
