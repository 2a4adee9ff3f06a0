import { describe, expect, it } from "vitest";
import type { AccountRows } from "./account-rows.ts";
import { chooseRows } from "./account-rows.ts";
import { weighDistribution } from "./distribution-test.ts";
import { requestFeatures, type RequestColumns } from "./request-features.ts";
import { seededRandom } from "../seeded-random.ts";
import { languageCode } from "../../sketches/languages.ts";
import { INTENT_BITS } from "../../sketches/sketch.ts";

const HOUR_MS = 3_600_000;

interface Habit {
  readonly output: number;
  readonly language?: number;
  readonly intents?: number;
  readonly hour?: number;
}

function requestsOf(
  accounts: number,
  each: number,
  random: () => number,
  habit: (account: number) => Habit,
): RequestColumns {
  const all = Array.from({ length: accounts * each }, (_, row) => ({
    account: Math.floor(row / each),
    ...habit(Math.floor(row / each)),
  }));
  const column = (of: (row: (typeof all)[number], at: number) => number): Int32Array =>
    Int32Array.from(all, of);
  return {
    requestNo: column((_, at) => 1000 + at),
    account: column((row) => row.account),
    timeMs: Float64Array.from(all, (row) => ((row.hour ?? 12) + random()) * HOUR_MS),
    inputTokens: column(() => 20 + Math.floor(random() * 200)),
    outputTokens: column((row) => Math.floor(row.output * (0.5 + random()))),
    intents: column((row) => row.intents ?? 0),
    shape: column(() => 0),
    language: column((row) => row.language ?? 1),
  };
}

const ordinary = (account: number): Habit => ({
  output: 100 + 40 * (account % 7),
  hour: account % 24,
  language: 1 + (account % 3),
});

describe("evidence of the distribution test", () => {
  it("says that members send something else, names the columns and cites requests of several members", () => {
    const random = seededRandom(1);
    const cover = (account: number): Habit => ({
      ...ordinary(account),
      output: 2500,
      language: languageCode("zh"),
    });
    const [own, peers] = requestFeatures(
      requestsOf(30, 8, random, cover),
      requestsOf(40, 8, random, ordinary),
    );
    const evidence = weighDistribution(own, peers, random);
    expect(evidence?.logLikelihoodRatio).toBe(1.5);
    expect(evidence?.figures["p"]).toBe(1 / 500);
    expect(evidence?.summary).toContain("log_output_tokens");
    expect(Object.keys(evidence?.figures ?? {})).toContain("shift_language_zh");
    expect(new Set(evidence?.requests.map((request) => Math.floor((request - 1000) / 8))).size).toBe(3);
  });

  it("says a little against a group whose other requests are like anybody's, and cites none", () => {
    const random = seededRandom(2);
    const [own, peers] = requestFeatures(
      requestsOf(30, 8, random, ordinary),
      requestsOf(42, 8, random, ordinary),
    );
    const evidence = weighDistribution(own, peers, random);
    expect(evidence?.logLikelihoodRatio).toBeLessThan(0.1);
    expect(evidence?.requests).toEqual([]);
    expect(evidence?.summary).toContain("look like");
  });

  it("is not misled by one account with thousands of requests", () => {
    const random = seededRandom(3);
    const one = requestsOf(1, 4000, random, () => ({ output: 3000, language: languageCode("zh") }));
    const rest = requestsOf(29, 8, random, (account) => ordinary(account + 1));
    const joined = Object.fromEntries(
      Object.entries(one).map(([name, column]) => {
        const other = [...rest[name as keyof RequestColumns]].map((value) =>
          name === "account" ? value + 1 : value,
        );
        return [
          name,
          name === "timeMs"
            ? Float64Array.from([...column, ...other])
            : Int32Array.from([...column, ...other]),
        ];
      }),
    ) as unknown as RequestColumns;
    const [own, peers] = requestFeatures(joined, requestsOf(42, 8, random, ordinary));
    expect(weighDistribution(own, peers, random)?.figures["p"]).toBeGreaterThan(0.05);
  });

  it("is absent with fewer than ten accounts on either side", () => {
    const random = seededRandom(4);
    const [own, peers] = requestFeatures(
      requestsOf(9, 20, random, ordinary),
      requestsOf(42, 8, random, ordinary),
    );
    expect(weighDistribution(own, peers, random)).toBeUndefined();
    expect(weighDistribution(peers, own, random)).toBeUndefined();
  });

  it("is absent without any request", () => {
    const nothing = requestsOf(0, 0, seededRandom(1), ordinary);
    const [own, peers] = requestFeatures(nothing, nothing);
    expect(weighDistribution(own, peers, seededRandom(1))).toBeUndefined();
  });

  it("is the same for the same seed", () => {
    const both = (): number | undefined => {
      const random = seededRandom(6);
      const [own, peers] = requestFeatures(
        requestsOf(20, 4, random, (account) => ({
          ...ordinary(account),
          intents: INTENT_BITS.rubricGrading * (account % 2),
        })),
        requestsOf(20, 4, random, ordinary),
      );
      return weighDistribution(own, peers, random)?.figures["p"];
    };
    expect(both()).toBe(both());
  });
});

describe("features of requests", () => {
  it("have one scale over both sides for lengths, and marks as 0 or 1", () => {
    const random = seededRandom(8);
    const [own, peers] = requestFeatures(
      requestsOf(10, 4, random, (account) => ({
        output: 900,
        intents: account % 2 === 0 ? INTENT_BITS.rubricGrading : 0,
      })),
      requestsOf(10, 4, random, ordinary),
    );
    const column = (side: AccountRows, name: string): number[] =>
      [...side.account.keys()].map((row) => side.rows[row * side.names.length + side.names.indexOf(name)]!);
    const lengths = [own, peers].flatMap((side) => column(side, "log_output_tokens"));
    const mean = lengths.reduce((a, b) => a + b, 0) / lengths.length;
    expect(mean).toBeCloseTo(0);
    expect(lengths.reduce((a, b) => a + b * b, 0) / lengths.length).toBeCloseTo(1);
    expect(new Set(column(own, "intent_rubricGrading"))).toEqual(new Set([0, 1]));
    expect(peers.names.filter((name) => name.startsWith("language_")).length).toBe(3);
  });
});

describe("chosen rows", () => {
  it("are all where there are few, and spread evenly where there are many", () => {
    const source: AccountRows = {
      names: ["a"],
      rows: new Float64Array(30),
      account: Int32Array.from({ length: 30 }, (_, row) => row % 3),
      requestNo: new Int32Array(30),
    };
    expect(chooseRows(source, 5, 20).rowsOf.map((rows) => rows.length)).toEqual([10, 10, 10]);
    expect(chooseRows(source, 2, 5).rowsOf.map((rows) => [...rows])).toEqual([
      [0, 6, 12, 18, 24],
      [1, 7, 13, 19, 25],
    ]);
  });
});
