import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { independentReplays } from "./independent-replays.ts";
import { ordinaryPayersBeside } from "./reasoning-replay.ts";
import { crossingsAmong, replayFacts } from "./replay-facts.ts";
import type { Crossing } from "./token-tracer.ts";
import { holder } from "./tokens.fixture.ts";

const ACCOUNTS = 10;
const payerOf = Int32Array.from({ length: ACCOUNTS }, (_, account) => account % 6);
const everyone = (): boolean => true;

const crossing: fc.Arbitrary<Crossing> = fc
  .tuple(
    fc.bigInt({ min: 0n, max: 1000n }),
    fc.option(fc.nat({ max: ACCOUNTS - 1 })),
    fc.uniqueArray(fc.nat({ max: ACCOUNTS - 1 }), { minLength: 1, maxLength: 5 }),
  )
  .map(([token, issuer, accounts]) => ({
    issuers: issuer === null ? [] : [holder({ token, account: issuer, issued: true })],
    receivers: accounts
      .filter((account) => issuer === null || payerOf[account] !== payerOf[issuer])
      .map((account) => holder({ token, account })),
  }));

const crossings = fc.uniqueArray(crossing, { maxLength: 20, selector: tokenOf });

function tokenOf({ issuers, receivers }: Crossing): bigint {
  return (issuers[0] ?? receivers[0])?.token ?? -1n;
}

describe("independent replays", () => {
  it("use each token and each receiving payer once, each source payer at most twice, and go from one payer to another", () => {
    fc.assert(
      fc.property(crossings, (list) => {
        const replays = independentReplays(list, everyone, payerOf);
        const receiving = replays.map(({ to }) => payerOf[to.account]);
        const sources = replays.map(({ from }) => payerOf[from.account]);
        expect(new Set(receiving).size).toBe(replays.length);
        expect(new Set(replays.map(({ to }) => to.token)).size).toBe(replays.length);
        for (const source of sources)
          expect(sources.filter((other) => other === source).length).toBeLessThan(3);
        for (const { from, to } of replays) {
          expect(from.token).toBe(to.token);
          expect(payerOf[from.account]).not.toBe(payerOf[to.account]);
        }
      }),
    );
  });

  it("leave none out that could stand beside them", () => {
    fc.assert(
      fc.property(crossings, (list) => {
        const replays = independentReplays(list, everyone, payerOf);
        const used = new Set(replays.map(({ to }) => to.token));
        const received = new Set(replays.map(({ to }) => payerOf[to.account]));
        const gave = replays.map(({ from }) => payerOf[from.account]);
        const missed = list.filter(({ issuers, receivers }) => {
          const source = issuers[0];
          return (
            source !== undefined &&
            !used.has(source.token) &&
            gave.filter((payer) => payer === payerOf[source.account]).length < 2 &&
            receivers.some(({ account }) => !received.has(payerOf[account]))
          );
        });
        expect(missed).toEqual([]);
      }),
    );
  });

  it("are the same among the crossings of the included accounts as among all", () => {
    const accounts = fc.uniqueArray(fc.nat({ max: ACCOUNTS - 1 }));
    const presented = fc.array(fc.nat({ max: 1 }), { minLength: ACCOUNTS, maxLength: ACCOUNTS });
    fc.assert(
      fc.property(crossings, accounts, presented, (list, members, counts) => {
        const none = new Float64Array(ACCOUNTS);
        const groupOf = new Int32Array(ACCOUNTS).fill(-1);
        const facts = replayFacts({ crossings: list, received: none, groupOf }, payerOf, {
          presented: Float64Array.from(counts),
          otherAccount: none,
          otherSession: none,
        });
        const includes = (account: number): boolean => members.includes(account);
        const among = crossingsAmong(members, facts);
        expect(among.length).toBe(
          list.filter(({ issuers, receivers }) =>
            [...issuers, ...receivers].some(({ account }) => includes(account)),
          ).length,
        );
        expect(independentReplays(among, includes, payerOf)).toEqual(
          independentReplays(list, includes, payerOf),
        );
        const others = [...facts.presented.keys()].filter((one) => counts[one] === 1 && !includes(one));
        expect(ordinaryPayersBeside(members, facts)).toBe(new Set(others.map((one) => payerOf[one])).size);
      }),
    );
  });

  it("see only accounts that are included", () => {
    fc.assert(
      fc.property(crossings, fc.func(fc.boolean()), (list, includes) => {
        for (const { from, to } of independentReplays(list, includes, payerOf)) {
          expect(includes(from.account) && includes(to.account)).toBe(true);
        }
      }),
    );
  });
});

describe("a token with several receivers", () => {
  it("leaves the one to whom another token leads to that token", () => {
    const payers = Int32Array.from({ length: 4 }, (_, account) => account);
    const shared = {
      issuers: [holder({ token: 1n, account: 0, issued: true })],
      receivers: [holder({ token: 1n, account: 2 }), holder({ token: 1n, account: 3 })],
    };
    const single = {
      issuers: [holder({ token: 2n, account: 1, issued: true })],
      receivers: [holder({ token: 2n, account: 2 })],
    };
    expect(independentReplays([shared, single], everyone, payers).length).toBe(2);
    expect(independentReplays([single, shared], everyone, payers).length).toBe(2);
  });
});

describe("one publisher", () => {
  it("counts twice, whatever the number of tokens and readers", () => {
    const payers = Int32Array.from({ length: 40 }, (_, account) => account);
    const list = Array.from({ length: 39 }, (_, at) => ({
      issuers: [holder({ token: BigInt(at), account: 0, issued: true })],
      receivers: [holder({ token: BigInt(at), account: at + 1 })],
    }));
    expect(independentReplays(list, everyone, payers).length).toBe(2);
  });

  it("counts once where all it published is one token", () => {
    const payers = Int32Array.from({ length: 40 }, (_, account) => account);
    const receivers = Array.from({ length: 39 }, (_, at) => holder({ token: 1n, account: at + 1 }));
    const list = [{ issuers: [holder({ token: 1n, account: 0, issued: true })], receivers }];
    expect(independentReplays(list, everyone, payers).length).toBe(1);
  });

  it("counts once towards one reader who copies all", () => {
    const list = Array.from({ length: 30 }, (_, at) => ({
      issuers: [holder({ token: BigInt(at), account: 0, issued: true })],
      receivers: [holder({ token: BigInt(at), account: 1 })],
    }));
    expect(independentReplays(list, everyone, payerOf).length).toBe(1);
  });
});
