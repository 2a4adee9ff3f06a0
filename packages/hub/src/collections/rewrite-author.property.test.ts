import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { authorTraces } from "./rewrite-author.ts";

const IDENTITY = "identity--7d1f3a52-9c48-4b0e-8f6d-2a5b9c0e4d13";
const PSEUDONYM = "identity--00000000-0000-4000-8000-000000000000";
const traces = authorTraces({ identities: [IDENTITY], names: ["North Lab"], pseudonym: PSEUDONYM });

describe("rewriting", () => {
  it("replaces each string that is the author's identity, however it is spelled, and keeps every other byte", () => {
    fc.assert(
      fc.property(json(), fc.infiniteStream(fc.boolean()), (value, choices) => {
        const spelled = JSON.stringify(value, null, 1).replaceAll(`"${IDENTITY}"`, () =>
          choices.next().value === true ? `"${escapedText(IDENTITY)}"` : `"${IDENTITY}"`,
        );
        const expected = JSON.stringify(value, null, 1).replaceAll(IDENTITY, PSEUDONYM);
        expect(traces.rewrite(spelled, value)).toEqual({ kind: "rewritten", text: expected });
      }),
    );
  });

  it("gives back what bears the identity within a longer string or as a name, whatever stands around it", () => {
    fc.assert(
      fc.property(json(), fc.string({ minLength: 1 }), fc.boolean(), (value, around, asKey) => {
        const bad = asKey ? { rest: value, [IDENTITY]: 1 } : { rest: value, text: `${around}${IDENTITY}` };
        expect(traces.rewrite(JSON.stringify(bad), bad)).toMatchObject({
          kind: "gives-away",
          what: "identity",
        });
      }),
    );
  });

  it.each([
    [{ a: "see 7d1f3a52-9c48-4b0e-8f6d-2a5b9c0e4d13" }, "identity", "/a"],
    [{ a: ["7D1F3A529C484B0E8F6D2A5B9C0E4D13"] }, "identity", "/a/0"],
    [{ a: { "b/c": "seen by NORTH LAB first" } }, "name", "/a/b~1c"],
    [{ a: { "North Lab": 1 } }, "name", "/a"],
  ])("finds the UUID alone and names (%j)", (value, what, pointer) => {
    expect(traces.rewrite(JSON.stringify(value), value)).toEqual({ kind: "gives-away", what, pointer });
  });

  it("leaves words alone that only contain a name", () => {
    const text = '{"a":"North Labrador"}';
    expect(traces.rewrite(text, JSON.parse(text))).toEqual({ kind: "rewritten", text });
  });

  it("takes upper case for the same identity", () => {
    const text = `{"a":"${IDENTITY.toUpperCase()}"}`;
    expect(traces.rewrite(text, JSON.parse(text))).toEqual({
      kind: "rewritten",
      text: `{"a":"${PSEUDONYM}"}`,
    });
  });

  it("takes names literally", () => {
    const odd = authorTraces({ identities: [], names: ["A+B (Labs)"], pseudonym: PSEUDONYM });
    const text = '{"a":"by A+B (Labs), today"}';
    expect(odd.rewrite(text, JSON.parse(text))).toMatchObject({ kind: "gives-away", what: "name" });
  });
});

/** Values in which the identity stands here and there, and strings full of quotes and backslashes. */
function json(): fc.Arbitrary<unknown> {
  const leaf = fc.oneof(
    fc.constant(IDENTITY),
    fc.constantFrom('"', "\\", '\\"', "\\\\", "a:b", "\u2028"),
    fc.string({ unit: "grapheme" }),
    fc.integer(),
    fc.constant(null),
  );
  return fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie("value")),
      fc.dictionary(fc.constantFrom("a", 'k"', "\\", "ref"), tie("value")),
    ),
  })).value;
}

function escapedText(text: string): string {
  return [...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}
