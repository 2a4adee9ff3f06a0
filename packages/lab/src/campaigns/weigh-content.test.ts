import { describe, expect, it } from "vitest";
import { factsOf } from "../accounts/account-facts.fixture.ts";
import { contextOf } from "./context.fixture.ts";
import type { CampaignRequests } from "./context.ts";
import type { Evidence } from "../detectors/evidence.ts";
import { range, seedOf } from "./seeds.fixture.ts";
import { returningShare, spread, weighContent } from "./weigh-content.ts";

const DAY_MS = 86_400_000;

/** Each member sends so many requests, in turn on so many days. */
function requestsOf(members: readonly number[], perMember: number, days: number): CampaignRequests {
  const list = range(0, perMember).flatMap((round) =>
    members.map((account) => [account, (round % days) * DAY_MS] as const),
  );
  list.sort(([, a], [, b]) => a - b);
  return {
    account: Int32Array.from(list, ([account]) => account),
    timeMs: Float64Array.from(list, ([, time]) => time),
    requestNo: Int32Array.from(list, (_, at) => at),
    inputTokens: new Int32Array(list.length),
    outputTokens: new Int32Array(list.length),
  };
}

function weigh(options: {
  readonly members?: number;
  readonly overall?: number;
  readonly payers?: number;
  readonly perMember?: number;
  readonly days?: number;
  readonly intents?: Readonly<Record<string, number>>;
}): Evidence {
  const { members: count = 40, overall = 10_000, payers = count, perMember = 10, days = 5 } = options;
  const members = range(0, count);
  const facts = factsOf(
    range(0, overall).map((account) => ({ payer: account < count ? account % payers : account })),
  );
  const seed = seedOf(0, members, perMember, { intents: options.intents ?? {} });
  const context = contextOf({ facts, logStartMs: 0, logEndMs: 7 * DAY_MS });
  return weighContent([seed], new Set(members), requestsOf(members, perMember, days), context);
}

const ratio = (options: Parameters<typeof weigh>[0]): number => weigh(options).logLikelihoodRatio;

describe("the content family", () => {
  it("speaks where many payers come back to a text that asks for reasoning", () => {
    expect(ratio({ intents: { reasoningElicitation: 400 } })).toBeGreaterThan(3);
  });

  it("says less the fewer payers, the fewer requests each, and the fewer who come back", () => {
    const base = ratio({});
    expect(ratio({ payers: 6 })).toBeLessThan(base - 1);
    expect(ratio({ perMember: 2, days: 2 })).toBeLessThan(base - 1);
    expect(ratio({ days: 1 })).toBeLessThan(base - 2);
  });

  it("says nothing of a harness that half of all accounts use", () => {
    expect(ratio({ members: 2000, overall: 4000 })).toBeLessThan(1.2);
    expect(ratio({ members: 2000, overall: 4000 })).toBeLessThan(
      ratio({ members: 2000, overall: 100_000 }) - 2,
    );
  });

  it("names the figures that it rests on, and requests that show it", () => {
    const { figures, requests, summary, detector } = weigh({ intents: { rubricGrading: 400 } });
    expect(figures).toMatchObject({
      payers: 40,
      requests_per_member: 10,
      returning_share: 1,
      intent_llr: 2.5,
    });
    expect(requests.length).toBe(3);
    expect(summary).toContain("rubric grading in 100 % of them (ordinary traffic 0 %)");
    expect(detector).toBe("D1");
  });
});

describe("the share of members that come back", () => {
  it("counts accounts with requests on two UTC days", () => {
    expect(returningShare(requestsOf([1, 2, 3, 4], 3, 2))).toBe(1);
    expect(returningShare(requestsOf([1, 2, 3, 4], 3, 1))).toBe(0);
    expect(returningShare(requestsOf([], 0, 1))).toBe(0);
  });
});

describe("figures in sentences", () => {
  it("show requests that are spread over all", () => {
    expect(spread(Int32Array.from(range(0, 90)), 3)).toEqual([0, 30, 60]);
    expect(spread(Int32Array.of(5), 3)).toEqual([5]);
  });
});
