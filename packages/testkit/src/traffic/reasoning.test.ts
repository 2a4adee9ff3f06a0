import { describe, expect, it } from "vitest";
import { makeAccount } from "./population.ts";
import { randomFrom } from "./random.ts";
import { asksForReasoning, reasoningOf } from "./reasoning.ts";
import type { PlannedRequest } from "./traffic-part.ts";

const calendar = { start: Date.UTC(2026, 8, 7), days: 4, release: Date.UTC(2026, 8, 9) };
const account = makeAccount(randomFrom(5), calendar, { wire: "anthropic", thinks: true });
const request = (session: string, more: Partial<PlannedRequest> = {}): PlannedRequest => ({
  timeMs: calendar.start,
  account,
  session,
  planted: false,
  draft: () => ({ system: null, messages: ["Hello"], answer: "Hi.", refused: false }),
  ...more,
});

describe("reasoning around a request", () => {
  it("that an answer came with is sent back with every later turn of the session", () => {
    for (const session of ["sess_a", "sess_b", "sess_c", "sess_d"]) {
      const first = reasoningOf(1, request(session), 0);
      const third = reasoningOf(1, request(session), 2);
      expect(first.presented).toEqual([]);
      expect(third.presented).toHaveLength(2);
      expect(third.presented[0]).toEqual(first.issued);
    }
  });

  it("of a relayed turn is that of its thread, whoever asks and in whatever session", () => {
    const turns = Array.from({ length: 40 }, (_, turn) => turn);
    const issued = turns.map(
      (turn) =>
        reasoningOf(1, request(`sess_${turn}`, { reasoning: { presents: [], issues: `t/${turn}` } }), 0)
          .issued,
    );
    const names = turns.map((turn) => `t/${turn}`);
    const presented = reasoningOf(1, request("sess_z", { reasoning: { presents: names } }), 40).presented;
    expect(presented).toEqual(issued);
    expect(issued.filter((block) => block !== undefined).length).toBeGreaterThan(25);
  });

  it("has another token for every name, 50,000 of them", () => {
    const tokens = Array.from(
      { length: 50_000 },
      (_, index) => reasoningOf(7, request(`sess_${index}`), 0).issued?.token,
    ).filter((token) => token !== undefined);
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(tokens.length / 50_000).toBeCloseTo(0.85, 1);
  });

  it("is absent where the account does not ask for it, and never asked for in a format without it", () => {
    const silent = { ...account, thinks: false };
    expect(reasoningOf(1, request("sess_a", { account: silent }), 3)).toEqual({
      presented: [],
      issued: undefined,
    });
    const asking = (wire: "anthropic" | "openai.chat"): number =>
      Array.from({ length: 500 }, (_, index) => asksForReasoning({ account: `acct_${index}`, wire })).filter(
        Boolean,
      ).length;
    expect(asking("openai.chat")).toBe(0);
    expect(asking("anthropic")).toBeGreaterThan(250);
    expect(asking("anthropic")).toBeLessThan(400);
  });
});
