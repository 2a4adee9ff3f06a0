import { describe, expect, it } from "vitest";
import { reasoningReplayCase } from "./reasoning-replay-case.ts";

/** Each account is issued a token that the next one presents. */
function ring(size: number): { members: string[]; tokens: object[] } {
  const members = Array.from({ length: size }, (_, at) => `account ${String(at)}`);
  const tokens = members.flatMap((account, at) => [
    { token: `token ${String(at)}`, account, issued: true },
    { token: `token ${String(at)}`, account: members[(at + 1) % size] },
  ]);
  return { members, tokens };
}

describe("a case of reasoning replay", () => {
  it("speaks for a ring of ten payers, and the less the more of it is ordinary", () => {
    const rare = reasoningReplayCase({ ...ring(10), others: { presenting: 1000, replays: 3 } });
    const common = reasoningReplayCase({ ...ring(10), others: { presenting: 1000, replays: 200 } });
    expect(rare).toBeGreaterThan(5);
    expect(common).toBeLessThan(rare - 2);
  });

  it("says nothing for where one payer is behind all", () => {
    const one = ring(10);
    const payers = Object.fromEntries(one.members.map((account) => [account, "one"]));
    expect(reasoningReplayCase({ ...one, payers })).toBeLessThan(0);
  });

  it("is 0 where no member presents anything", () => {
    expect(reasoningReplayCase({ members: ["a", "b"], tokens: [] })).toBe(0);
  });

  it("counts the same as often as it is asked, in whatever order tokens are interleaved", () => {
    const one = ring(8);
    const issuesFirst = [...one.tokens].sort((a, b) => Number("issued" in b) - Number("issued" in a));
    expect(reasoningReplayCase({ ...one, tokens: issuesFirst })).toBe(reasoningReplayCase(one));
  });

  it.each([
    [null, "case"],
    [{ members: [], tokens: [] }, "members"],
    [{ members: ["a"], tokens: [{ token: "t", account: 7 }] }, "tokens.0.account"],
    [{ members: ["a"], tokens: [], other: {} }, "other"],
    [{ members: ["a"], tokens: [], others: { presenting: 4, replays: 3 } }, "others.replays"],
    [{ members: ["a"], tokens: [], others: { presenting: 1e9 } }, "others.presenting"],
    [{ members: ["a"], tokens: [], payers: { z: "p" } }, "payers.z"],
  ])("refuses %j and names %s", (input, field) => {
    expect(() => reasoningReplayCase(input)).toThrow(TypeError);
    expect(() => reasoningReplayCase(input)).toThrow(`${field}: `);
  });
});
