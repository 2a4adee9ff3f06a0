import { describe, expect, it } from "vitest";
import { seededRandom } from "../seeded-random.ts";
import type { Evidence } from "../evidence.ts";
import { coverageOf, weighCoverage, type CoverageRequests } from "./coverage.ts";
import { evaluationListOf, indexEvaluations } from "./evaluation-lists.ts";

const LIST = evaluationListOf(
  "quiz",
  Array.from(
    { length: 800 },
    (_, at) => `question number ${String(at)} of the quiz about rivers and mountains`,
  ),
);
const INDEX = indexEvaluations([LIST]);

interface Asked {
  /** Position in the list; absent for another text. */
  readonly at?: number;
  readonly account: number;
  readonly model?: number;
}

function requestsOf(asked: readonly Asked[]): CoverageRequests {
  return {
    requestNo: Int32Array.from(asked, (_, row) => 100 + row),
    account: Int32Array.from(asked, ({ account }) => account),
    model: Int32Array.from(asked, ({ model }) => model ?? 0),
    textHash: BigInt64Array.from(asked, ({ at }, row) =>
      at === undefined ? BigInt(row + 1) : BigInt.asIntN(64, LIST.hashes[at] ?? 0n),
    ),
  };
}

function weigh(asked: readonly Asked[], payerOf: (account: number) => number): Evidence | undefined {
  const payers = Int32Array.from({ length: 200 }, (_, account) => payerOf(account));
  return weighCoverage(requestsOf(asked), payers, INDEX, seededRandom(2));
}

const own = (account: number): number => account;
const one = (): number => 7;
const sweep = (models: number): Asked[] =>
  Array.from({ length: models }, (_, model) =>
    Array.from({ length: 800 }, (_, at) => ({ at, model, account: at % 3 })),
  ).flat();

describe("coverage of public evaluations", () => {
  it("speaks against a harvest where one payer sweeps a list on several models", () => {
    const evidence = weigh(sweep(2), one);
    expect(evidence?.logLikelihoodRatio).toBe(-3);
    expect(evidence?.kind).toBe("observed");
    expect(evidence?.figures).toMatchObject({
      share_of_requests: 1,
      payers: 1,
      covered: 1,
      repeats: 2,
      models: 2,
    });
    expect(evidence?.requests).toEqual([100, 101, 102]);
  });

  it("speaks the less against it, the more payers ask and the more else is asked, and from ten payers on not at all", () => {
    const among = (accounts: number, others: number): number => {
      const random = seededRandom(accounts);
      const asked = Array.from({ length: 400 }, (_, row): Asked => {
        const account = row % accounts;
        return row < others ? { account } : { account, at: Math.floor(random() * 800) };
      });
      return weigh(asked, own)?.logLikelihoodRatio ?? 0;
    };
    expect([among(2, 0), among(6, 0), among(10, 0)]).toEqual([-3, -1.5, 0]);
    expect(among(2, 100)).toBe(-1.5);
    expect(among(2, 200)).toBe(0);
  });

  it("speaks for a harvest where the list is dealt out over many payers", () => {
    const evidence = weigh(
      Array.from({ length: 800 }, (_, at) => ({ at, account: at % 80 })),
      own,
    );
    expect(evidence?.logLikelihoodRatio).toBe(2);
    expect(evidence?.summary).toContain("dealt out over 80 payers");
    expect(evidence?.summary).toContain("residue class");
    expect(evidence?.summary).toContain("in order");
  });

  it("says nothing where many strangers ask questions of their own choice", () => {
    const random = seededRandom(9);
    const asked = Array.from({ length: 800 }, (_, row) => ({
      at: Math.floor(random() * 800),
      account: row % 80,
    }));
    expect(weigh(asked, own)).toBeUndefined();
  });

  it("says nothing where the dealt-out list is a small part of the requests", () => {
    const asked = Array.from({ length: 4000 }, (_, row): Asked =>
      row % 5 === 0 ? { at: row / 5, account: (row / 5) % 80 } : { account: row % 80 },
    );
    expect(weigh(asked, own)).toBeUndefined();
  });

  it("says nothing without a question of a list, or without requests", () => {
    expect(weigh([{ account: 1 }, { account: 2 }], own)).toBeUndefined();
    expect(weigh([], own)).toBeUndefined();
  });

  it("counts questions once and tests order only with enough requests and payers", () => {
    const payers = Int32Array.from({ length: 80 }, (_, account) => account);
    const few = coverageOf(requestsOf(sweep(2)), payers, INDEX, seededRandom(1));
    expect(few).toEqual([
      {
        name: "quiz",
        requests: 1600,
        questions: 800,
        size: 800,
        models: 2,
        payers: 3,
        first: [100, 101, 102],
      },
    ]);
  });
});
