import { describe, expect, it } from "vitest";
import { factsOf, type TestAccount } from "../accounts/account-facts.fixture.ts";
import { indexOfValues } from "../detectors/identity-links/identity-links.fixture.ts";
import { NO_TEXTS } from "./candidate-texts.ts";
import { contextOf } from "./context.fixture.ts";
import type { CampaignRequests } from "./context.ts";
import { judgeCandidate, type JudgedCandidate } from "./judge-candidate.ts";
import { seededRandom } from "../detectors/seeded-random.ts";
import { range, seedOf } from "./seeds.fixture.ts";

const DAY_MS = 86_400_000;
const START_MS = 20_000 * DAY_MS;
const DAYS = 7;
/** Accounts 0–39 are a group that shares eight cards; 40–119 are others; the rest is ordinary. */
const LINKED = range(0, 40);
const OTHERS = range(40, 120);
const OVERALL = 4000;
const cards = range(0, 8).map(
  (card) => ["payment", LINKED.filter((account) => account % 8 === card)] as const,
);

interface Setting {
  readonly users: readonly number[];
  readonly perUser?: (account: number) => number;
  /** Length of the stretch in which requests lie, in days. */
  readonly days?: number;
  readonly account?: (account: number) => TestAccount;
  readonly linked?: boolean;
}

function judged(setting: Setting): Promise<JudgedCandidate> {
  const { users, perUser = () => 12, days = DAYS, account: accountOf = () => ({}) } = setting;
  const random = seededRandom(9);
  const own = users
    .flatMap((account) =>
      range(0, perUser(account)).map(() => [account, START_MS + random() * days * DAY_MS] as const),
    )
    .sort(([, a], [, b]) => a - b);
  const requests: CampaignRequests = {
    account: Int32Array.from(own, ([account]) => account),
    timeMs: Float64Array.from(own, ([, time]) => time),
    requestNo: Int32Array.from(own, (_, at) => at),
    inputTokens: new Int32Array(own.length),
    outputTokens: new Int32Array(own.length),
  };
  const pool = range(120, OVERALL);
  const facts = factsOf(
    range(0, OVERALL).map((account) => ({
      requests: account < 120 ? perUser(account) : 12,
      activeDays: 5,
      ...accountOf(account),
    })),
  );
  facts.hourOfDay.fill(1);
  const poolTimes = new Map(
    pool
      .slice(0, 600)
      .map((account) => [
        account,
        Float64Array.from(range(0, 12), () => START_MS + random() * DAYS * DAY_MS).sort(),
      ]),
  );
  const seed = seedOf(0, users, 12, {
    requests: own.length,
    intents: { reasoningElicitation: own.length },
    accounts: new Map(users.map((account) => [account, perUser(account)])),
  });
  const context = contextOf({
    facts,
    pool,
    poolTimes,
    index: indexOfValues(setting.linked === false ? [["payment", [3000, 3001]]] : cards),
    logStartMs: START_MS,
    logEndMs: START_MS + DAYS * DAY_MS,
  });
  return judgeCandidate(
    { seeds: [seed], accounts: seed.accounts, core: new Set(seed.accounts.keys()) },
    requests,
    () => Promise.resolve(NO_TEXTS),
    context,
    seededRandom(1),
  );
}

const membersOf = (finding: JudgedCandidate): number[] => [...finding.members.keys()].sort((a, b) => a - b);

describe("judging a candidate", () => {
  it("finds a group that shares a harvest's text and cards", async () => {
    const finding = await judged({ users: LINKED });
    expect(membersOf(finding)).toEqual(LINKED);
    expect(finding.verdict.families).toEqual(expect.arrayContaining(["content", "identity"]));
    expect(finding.verdict.pValue).toBeLessThan(0.01);
  });

  it("peels off the users of a public text that show nothing else", async () => {
    const finding = await judged({ users: [...LINKED, ...OTHERS] });
    expect(membersOf(finding)).toEqual(LINKED);
    expect(finding.peeled).toBe(OTHERS.length);
    expect(new Set(finding.requests.account)).toEqual(new Set(LINKED));
  });

  it("keeps members without links where they show something else, such as one day of creation", async () => {
    const createdMs = (account: number): number =>
      account < 120 ? START_MS : START_MS - ((account * 7919) % 700) * DAY_MS;
    const finding = await judged({
      users: [...LINKED, ...OTHERS],
      account: (account) => ({ createdMs: createdMs(account), firstMs: START_MS }),
    });
    expect(finding.members.size).toBe(120);
  });

  it("has no second family for accounts that share the text only", async () => {
    const finding = await judged({ users: OTHERS, linked: false });
    expect(finding.spared).toEqual([]);
    expect(finding.verdict.pValue).toBe(1);
  });

  it("spares what one payer, or four, stand behind", async () => {
    for (const payers of [1, 4]) {
      const { spared, verdict } = await judged({
        users: LINKED,
        account: (account) => ({ payer: account % payers }),
      });
      expect(spared.join()).toContain("a customer's own programme");
      expect(verdict.pValue).toBe(1);
    }
  });

  it("spares a lesson: many accounts, one afternoon", async () => {
    const { spared } = await judged({ users: LINKED, days: 0.15 });
    expect(spared.join()).toContain("no lasting collection");
  });

  it("counts nobody in who used the text once beside much else, or far less than the others", async () => {
    const finding = await judged({
      users: LINKED,
      perUser: (account) => (account === 0 ? 1 : 10),
      account: (account) => (account === 1 ? { requests: 30_000 } : {}),
      linked: false,
    });
    expect(membersOf(finding)).toEqual(LINKED.slice(2));
  });

  it("counts no customer in who shares the text only and sends far more than all others", async () => {
    const heavy = (account: number): number => (account === 50 || account === 5 ? 600 : 12);
    const finding = await judged({ users: [...LINKED, 50], perUser: heavy });
    // Account 5 sends as much, but shares a card with members.
    expect(membersOf(finding)).toEqual(LINKED);
  });
});
