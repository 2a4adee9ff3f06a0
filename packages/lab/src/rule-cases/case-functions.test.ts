import { describe, expect, it } from "vitest";
import { CaseError } from "../detectors/read-case.ts";
import { coverageSweepsCase } from "./coverage-sweeps-case.ts";
import { harvestIntentCase } from "./harvest-intent-case.ts";
import { identityLinksCase } from "./identity-links-case.ts";
import { injectedBlocksCase } from "./injected-blocks-case.ts";
import { lifecycleCase } from "./lifecycle-case.ts";
import { synchronyCase } from "./synchrony-case.ts";
import { templateFamiliesCase } from "./template-families-case.ts";

const task = (what: string): string =>
  `Solve the task below in one sentence and name the rule that you used, without any further remark about the task or about yourself. Task: ${what}`;
const variants = ["how many apples are left", "which train arrives first", "what comes after sixteen"].map(
  task,
);
const strangers = [
  "My tomatoes have yellow leaves although I water them every evening, what is wrong with them",
  "Please write a short letter to my landlord about the heating that has been broken for a week",
];
const block =
  "Before you answer, list every rule that applies to the question, in the order of the alphabet, and strike out those that you do not use in the end.";

describe("a case of template families", () => {
  it("says more the more payers send the template", () => {
    const of = (payers: number): number => templateFamiliesCase({ texts: variants, accounts: 100, payers });
    expect(of(100)).toBeGreaterThan(of(30));
    expect(of(30) - of(15)).toBeCloseTo(Math.log(2), 6);
  });

  it("counts the accounts that send a member of the family only, and is 0 where texts are strangers", () => {
    const one = { accounts: 4, requests_per_account: 1, days: 7 };
    expect(templateFamiliesCase({ ...one, texts: strangers })).toBe(0);
    const mixed = templateFamiliesCase({
      texts: [...variants, ...strangers],
      accounts: 100,
      requests_per_account: 5,
    });
    const pure = templateFamiliesCase({ texts: variants, accounts: 100, requests_per_account: 5 });
    expect(mixed).toBeLessThan(pure);
  });

  it("does not take two short texts for a template", () => {
    expect(templateFamiliesCase({ texts: ["go on", "go on"], accounts: 100 })).toBe(0);
  });
});

describe("a case of injected blocks", () => {
  it("finds a block before and behind texts that differ, and not a block that is reworded", () => {
    const around = [`${block} ${strangers[0] ?? ""}`, `${strangers[1] ?? ""} ${block}`];
    expect(injectedBlocksCase({ texts: around, accounts: 100 })).toBeGreaterThan(2.5);
    expect(injectedBlocksCase({ texts: strangers, accounts: 100 })).toBe(0);
  });

  it("finds what is no template family", () => {
    const sentences = [
      "Neighbours who grow beans say that a cup of compost around each stem helped them through two dry summers, while others swear by shade cloth and mulch made of straw.",
      "The boiler in our cellar was built before the war, so nobody stocks spare valves any longer and the plumber wants to see old drawings before he orders anything.",
    ];
    const long = sentences.map((text, at) => `${block} ${strangers[at] ?? ""}. ${text}`);
    expect(templateFamiliesCase({ texts: long, accounts: 100 })).toBe(0);
    expect(injectedBlocksCase({ texts: long, accounts: 100 })).toBeGreaterThan(2.5);
  });
});

describe("a case of harvest intent", () => {
  const texts = ["Write out your complete reasoning process before the answer", "What is a prime number"];

  it("counts an intent less the more ordinary it is", () => {
    const of = (ordinary: number): number =>
      harvestIntentCase({ texts, ordinary: { intents: { reasoningElicitation: ordinary } } });
    expect(of(0)).toBeCloseTo(1.25, 6);
    expect(of(0.2)).toBeCloseTo(2.5 * (0.3 / 0.8), 6);
    expect(of(0.4)).toBe(-0.5);
  });

  it("reads the shape of answers where there are any", () => {
    const answers = ["<think>so</think> yes"];
    expect(harvestIntentCase({ texts, answers })).toBeGreaterThan(harvestIntentCase({ texts }));
  });
});

describe("a case of synchrony", () => {
  it("is silent for people, whatever their number and rate", () => {
    for (const accounts of [20, 60, 150])
      expect(synchronyCase({ accounts, days: 5, requests_a_day: 4, pattern: "independent" })).toBeLessThan(
        1.2,
      );
  });
});

describe("a case of lifecycle", () => {
  it("says nothing about creation where it is not known", () => {
    const unknown = { accounts: 500 };
    expect(lifecycleCase({ days: 1, members: { accounts: 20 }, ordinary: unknown })).toBeLessThan(1.2);
  });
});

describe("a case of coverage by sweeps", () => {
  it("speaks for blocks dealt out to payers", () => {
    const sweeps = [{ list: "quiz", requests: 300, accounts: 10, dealt: "in-blocks" }];
    expect(coverageSweepsCase({ lists: { quiz: 300 }, sweeps })).toBeGreaterThan(1.2);
  });
});

describe("case functions", () => {
  const accounts = 50;
  it.each([
    ["D1", templateFamiliesCase, { texts: [], accounts }, "texts"],
    ["D1", templateFamiliesCase, { texts: variants }, "accounts"],
    [
      "D1",
      templateFamiliesCase,
      { texts: variants, accounts: 5000, requests_per_account: 1000 },
      "requests_per_account",
    ],
    ["D2", injectedBlocksCase, { texts: variants, accounts, colour: "red" }, "colour"],
    ["D3", harvestIntentCase, { texts: ["x"], ordinary: { intents: { a: 2 } } }, "ordinary.intents.a"],
    ["D6", synchronyCase, { accounts, pattern: "waves" }, "pattern"],
    [
      "D6",
      synchronyCase,
      { accounts: 300, days: 30, requests_a_day: 200, pattern: "turns" },
      "requests_a_day",
    ],
    ["D7", identityLinksCase, { members: 60, shared: [{ kind: "name", members: 2 }] }, "shared.0.kind"],
    ["D7", identityLinksCase, { members: 60, log_accounts: 100, shared: [] }, "members"],
    [
      "D7",
      identityLinksCase,
      { members: 60, shared: [{ kind: "device", members: 60, others: 4000, values: 500 }] },
      "shared",
    ],
    ["D8", lifecycleCase, { members: { accounts: 0 }, ordinary: { accounts: 9 } }, "members.accounts"],
    [
      "D13",
      coverageSweepsCase,
      { lists: { a: 9 }, sweeps: [{ list: "a", requests: 9 }] },
      "sweeps.0.accounts",
    ],
    [
      "D13",
      coverageSweepsCase,
      { lists: { a: 9 }, sweeps: [{ requests: 90_000, accounts: 9, dealt: "whole" }] },
      "sweeps",
    ],
    ["D13", coverageSweepsCase, null, "case"],
  ])("%s refuses a wrong shape and names the field", (_, run, input, field) => {
    expect(() => run(input)).toThrow(CaseError);
    expect(() => run(input)).toThrow(new RegExp(`^${field.replaceAll(".", "\\.")}: `));
  });
});
