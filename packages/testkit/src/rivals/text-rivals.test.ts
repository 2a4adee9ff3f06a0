import { describe, expect, it } from "vitest";
import { cap, coverage } from "./cap.ts";
import { date, learnBigrams, surprise } from "./date.ts";
import { mahalanobis, marginalDistance, marginals } from "./mahalanobis.ts";
import { windowedMmd } from "./mmd.ts";
import { nearestDistances, prada } from "./prada.ts";
import { signedDirections } from "./random-directions.ts";
import { asked, ordinaryTexts } from "./rival.fixture.ts";
import type { RivalLog, RivalRequest } from "./rival.ts";
import { rivalLog } from "./rival.ts";
import { seat, similarPairs } from "./seat.ts";

/** Two draws of 100 honest accounts, each with 24 texts of its own. */
const honest = people("honest", 100, 24, 0);
const held = people("held", 100, 24, 2400);
const template =
  "as an expert analyst walk through every step of your reasoning for the following task and then conclude";

describe("PRADA", () => {
  it("measures the distance of each query to the nearest earlier one", () => {
    const requests = ["alpha beta gamma", "delta epsilon zeta", "alpha beta gamma"].map((text) =>
      asked("a", text),
    );
    const distances = nearestDistances(requests);
    expect(distances).toHaveLength(2);
    expect(distances[0]).toBeGreaterThan(0.5);
    expect(distances[1]).toBeCloseTo(0, 5);
  });

  it("flags a client that perturbs a few seeds, and says nothing of one with 19 distances", () => {
    const seeds = ordinaryTexts(8, 5000);
    const perturbed = Array.from({ length: 60 }, (_, index) =>
      asked("attacker", index < 8 ? (seeds[index] ?? "") : `${seeds[index % 8] ?? ""} x`, { timeMs: index }),
    );
    const judge = prada.learn(honest, held);
    expect([...judge(rivalLog(perturbed)).flagged]).toEqual(["attacker"]);
    expect(judge(rivalLog(perturbed.slice(0, 20))).flagged.size).toBe(0);
  });
});

describe("SEAT", () => {
  it("counts pairs of similar queries", () => {
    const requests = ["one two three four", "one two three five", "six seven eight nine"].map((text) =>
      asked("a", text),
    );
    expect(similarPairs(requests, 0.4)).toBe(1);
  });

  it("flags an account that fills one template, and none like those it learned from", () => {
    const filled = ordinaryTexts(24, 9000).map((text, timeMs) =>
      asked("harvester", `${template} ${text.slice(0, 20)}`, { timeMs }),
    );
    const judge = seat.learn(honest, held);
    expect([...judge(rivalLog(filled)).flagged]).toEqual(["harvester"]);
    expect(judge(people("like", 50, 24, 6000)).flagged.size).toBeLessThan(5);
  });
});

describe("CAP", () => {
  it("counts the buckets that an account visits", () => {
    const planes = signedDirections(11, 128, 11);
    const [same, other] = [asked("a", "one two three"), asked("a", "completely different words here")];
    expect(coverage([same, same], planes)).toBe(1);
    expect(coverage([same, other], planes)).toBe(2);
  });

  it("flags who sweeps over more than others do", () => {
    const sweep = ordinaryTexts(150, 20_000).map((text, timeMs) => asked("sweeper", text, { timeMs }));
    expect([...cap.learn(honest, held)(rivalLog(sweep)).flagged]).toEqual(["sweeper"]);
  });
});

describe("DATE", () => {
  it("is surprised by unknown words and by known words in unknown order", () => {
    const model = learnBigrams({ requests: ["the cat sat on the mat"].map((text) => asked("a", text)) });
    const known = surprise(model, "the cat sat on the mat");
    const shuffled = surprise(model, "mat cat the on sat the");
    expect(known).toBeLessThan(shuffled);
    expect(shuffled).toBeLessThan(surprise(model, "quantum foam bends light oddly here"));
    expect(surprise(model, "")).toBe(0);
  });

  it("flags an account that writes in other words", () => {
    const strange = Array.from({ length: 10 }, (_, index) =>
      asked("stranger", `zz${index} yy${index} xx${index}`),
    );
    expect([...date.learn(honest, held)(rivalLog(strange)).flagged]).toEqual(["stranger"]);
  });
});

describe("the Mahalanobis distance", () => {
  it("is about 1 for what it was learned from", () => {
    const shape = marginals(honest.requests);
    const mean =
      honest.requests.reduce((sum, { vector }) => sum + marginalDistance(vector, shape), 0) /
      honest.requests.length;
    expect(mean).toBeGreaterThan(0.9);
    expect(mean).toBeLessThan(1.1);
  });

  it("flags an account of texts with one word only", () => {
    const odd = Array.from({ length: 10 }, (_, timeMs) => asked("odd", "internationalisation", { timeMs }));
    expect([...mahalanobis.learn(honest, held)(rivalLog(odd)).flagged]).toEqual(["odd"]);
  });
});

describe("MMD", () => {
  it("flags the window that a campaign fills, not the one before, and names no account", () => {
    const before = people("like", 10, 15, 6000).requests;
    const harvest = ordinaryTexts(150, 30_000).map((text, index) =>
      asked(`pool${index % 30}`, `${template} ${text}`, { timeMs: 1e9 + index }),
    );
    const findings = windowedMmd(150).learn(honest, held)(rivalLog([...before, ...harvest]));
    expect(findings.windows?.map(({ flagged }) => flagged)).toEqual([false, true]);
    expect(findings.flagged.size).toBe(0);
  });

  it("flags no honest window where honest logs differ from the reference as the held-out log does", () => {
    const shifted = (name: string, from: number): RivalLog =>
      rivalLog(
        people(name, 40, 24, from).requests.map((one) =>
          asked(one.account, `${template} ${one.text}`, { timeMs: one.timeMs }),
        ),
      );
    const judge = windowedMmd(120).learn(honest, shifted("held", 40_000));
    const windows = judge(shifted("tested", 50_000)).windows ?? [];
    expect(windows).toHaveLength(8);
    expect(windows.filter(({ flagged }) => flagged).length).toBeLessThanOrEqual(1);
  });
});

/** Accounts of the given number, each with texts of its own; times interleave. */
function people(name: string, accounts: number, each: number, from: number): RivalLog {
  const requests: RivalRequest[] = [];
  for (let account = 0; account < accounts; account++) {
    for (const [index, text] of ordinaryTexts(each, from + account * each).entries())
      requests.push(asked(`${name}${account}`, text, { timeMs: index * 1000 + account }));
  }
  return rivalLog(requests);
}
