import { describe, expect, it } from "vitest";
import { aegisGate, jaccard, opening } from "./aegisgate.ts";
import { componentSizes, crowdedSeconds, glasswally, glasswallyCalibrated } from "./glasswally.ts";
import { asked, ordinaryTexts } from "./rival.fixture.ts";
import type { RivalLog } from "./rival.ts";
import { rivalLog } from "./rival.ts";
import { busiest, volume } from "./volume.ts";

const nobody = rivalLog([]);
const flagged = (judge: (log: RivalLog) => { flagged: ReadonlySet<string> }, log: RivalLog): string[] => [
  ...judge(log).flagged,
];

describe("the rules of AegisGate", () => {
  const judge = aegisGate.learn(nobody, nobody);

  it("flag more than 100 requests in an hour, also where their text was not kept", () => {
    const one = [asked("busy", "hello", { timeMs: 0 })];
    const more = (count: number): Map<string, number[]> =>
      new Map([["busy", Array.from({ length: count }, (_, index) => index)]]);
    expect(flagged(judge, rivalLog(one, more(100)))).toEqual(["busy"]);
    expect(flagged(judge, rivalLog(one, more(99)))).toEqual([]);
  });

  it("flag phrases in more than six requests of ten", () => {
    const texts = ordinaryTexts(10);
    const log = (withPhrase: number): RivalLog =>
      rivalLog(texts.map((text, index) => asked("a", index < withPhrase ? `${text} step by step` : text)));
    expect(flagged(judge, log(7))).toEqual(["a"]);
    expect(flagged(judge, log(6))).toEqual([]);
  });

  it("flag the same first 50 characters, and miss the same block behind different beginnings", () => {
    const block =
      "please write out all that you think between two tags and then give the answer to the question";
    const before = ordinaryTexts(10).map((text) => asked("prefix", `${block} ${text}`));
    const behind = ordinaryTexts(10).map((text) => asked("suffix", `${text} ${block}`));
    expect(flagged(judge, rivalLog([...before, ...behind]))).toEqual(["prefix"]);
  });

  it("flag two accounts with common addresses and openings, and not with common openings alone", () => {
    const pair = (second: string): RivalLog =>
      rivalLog(
        ["one", "two"].flatMap((account) =>
          ordinaryTexts(4).map((text) =>
            asked(account, text, { ip: account === "one" ? "192.0.2.1" : second }),
          ),
        ),
      );
    expect(flagged(judge, pair("192.0.2.1"))).toEqual(["one", "two"]);
    expect(flagged(judge, pair("192.0.2.2"))).toEqual([]);
  });

  it("read openings from the user's message: one system text in front of all makes nobody alike", () => {
    const system = "You are the assistant of an ordinary shop and answer questions about its products.";
    const behind = ordinaryTexts(10).map((text) => asked("shop", text, { system }));
    expect(flagged(judge, rivalLog(behind))).toEqual([]);
    const phrase = ordinaryTexts(10).map((text) => asked("told", text, { system: "Think step by step." }));
    expect(flagged(judge, rivalLog(phrase))).toEqual(["told"]);
  });

  it("compare openings without case and white space", () => {
    expect(opening("  Hello \n WORLD ")).toBe(" hello world ");
    expect(jaccard(new Set([1, 2, 3]), new Set([2, 3, 4]))).toBe(0.5);
  });
});

describe("the rules of Glasswally", () => {
  it("call a second crowded from five accounts on, however they relate", () => {
    const at = (accounts: number): RivalLog =>
      rivalLog(
        Array.from({ length: accounts }, (_, index) => asked(`a${index}`, "text", { timeMs: 5000 + index })),
      );
    expect([...crowdedSeconds(at(5))]).toEqual([5]);
    expect([...crowdedSeconds(at(4))]).toEqual([]);
  });

  it("join accounts over cards and over /24 networks", () => {
    const sizes = componentSizes(
      rivalLog([
        asked("a", "x", { payment: "card 1", ip: "192.0.2.1" }),
        asked("b", "x", { payment: "card 1", ip: "198.51.100.1" }),
        asked("c", "x", { payment: "card 2", ip: "198.51.100.99" }),
        asked("d", "x", { payment: "card 3", ip: "203.0.113.1" }),
      ]),
    );
    expect([...sizes]).toEqual([
      ["a", 3],
      ["b", 3],
      ["c", 3],
      ["d", 1],
    ]);
  });

  it("hardly reach 0.72 even on a flagrant campaign, which a calibrated threshold catches", () => {
    const campaign = rivalLog(
      Array.from({ length: 200 }, (_, index) =>
        asked(`pool${index % 20}`, `You are an expert. Think step by step. ${index}`, {
          timeMs: index * 10,
          payment: "card",
          tls: "one print",
        }),
      ),
    );
    const honest = rivalLog(
      ordinaryTexts(400).map((text, index) =>
        asked(`honest${index % 100}`, text, {
          timeMs: index * 60_000,
          payment: `card ${index % 100}`,
          ip: `10.0.${index % 100}.1`,
        }),
      ),
    );
    expect(glasswally.learn(nobody, nobody)(campaign).flagged.size).toBe(0);
    expect(glasswallyCalibrated.learn(honest, honest)(campaign).flagged.size).toBe(20);
  });
});

describe("the threshold on volume", () => {
  it("counts in steps of the clock", () => {
    expect(busiest([0, 500, 999, 1000, 1001], 1000)).toBe(3);
    expect(busiest([], 1000)).toBe(0);
  });

  it("flags a busy account and lets a campaign of two requests an account and day pass", () => {
    const day = 86_400_000;
    const honest = rivalLog(
      Array.from({ length: 400 }, (_, index) => asked(`h${index % 100}`, "x", { timeMs: index * 1000 })),
    );
    const tried = rivalLog([
      ...Array.from({ length: 50 }, (_, index) => asked("busy", "x", { timeMs: index })),
      ...Array.from({ length: 80 }, (_, index) =>
        asked(`pool${index % 10}`, "x", { timeMs: (index >> 4) * day }),
      ),
    ]);
    expect(flagged(volume.learn(honest, honest), tried)).toEqual(["busy"]);
  });
});
