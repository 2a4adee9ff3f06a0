import { describe, expect, it } from "vitest";
import { relayCase } from "./relay-case.ts";

const ordinary = [{ accounts: 300, measures: { languages: [1, 1, 2], systems: [0, 1, 2, 1] } }];
const pool = { accounts: 20, measures: { languages: [5, 7], systems: 9 } };

describe("a case of relay", () => {
  it("gives the strength of a pool of many tongues and tenants", () => {
    expect(relayCase({ members: [pool], ordinary })).toBeGreaterThan(3);
    const usual = { accounts: 20, measures: { languages: [1, 1, 2], systems: [0, 1, 2, 1] } };
    expect(relayCase({ members: [usual], ordinary })).toBeLessThan(0);
  });

  it("gives 0 for one payer, for a declared reseller and for a single mark", () => {
    expect(relayCase({ members: [{ ...pool, payers: 1 }], ordinary })).toBe(0);
    expect(relayCase({ members: [{ ...pool, declared: true }], ordinary })).toBe(0);
    expect(relayCase({ members: [{ accounts: 20, measures: { languages: 6 } }], ordinary })).toBe(0);
  });

  it("names the field that does not fit", () => {
    expect(() => relayCase({ members: [pool] })).toThrow(/^ordinary: /);
    expect(() => relayCase({ members: [{ ...pool, accounts: 0 }], ordinary })).toThrow(
      /^members\.0\.accounts: /,
    );
    const unknown = { accounts: 9, measures: { tongues: 5 } };
    expect(() => relayCase({ members: [unknown], ordinary })).toThrow(/^members\.0\.measures\.tongues: /);
    expect(() => relayCase(undefined)).toThrow(TypeError);
  });
});
