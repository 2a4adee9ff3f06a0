import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TokenTracer, type TokenHolder, type Traces } from "./token-tracer.ts";
import { holder } from "./tokens.fixture.ts";

const ACCOUNTS = 12;
const payerOf = Int32Array.from({ length: ACCOUNTS }, (_, account) => Math.floor(account / 2));

const holders = fc
  .uniqueArray(
    fc.record({
      token: fc.bigInt({ min: 0n, max: 5n }),
      account: fc.nat({ max: ACCOUNTS - 1 }),
      issued: fc.boolean(),
    }),
    {
      maxLength: 25,
      selector: ({ token, account, issued }) => `${String(token)} ${String(account)} ${String(issued)}`,
    },
  )
  .map((list) =>
    list
      .map((one, at) => holder({ ...one, firstMs: at }))
      .sort((a, b) => Number(a.token - b.token) || Number(b.issued) - Number(a.issued)),
  );

function trace(list: readonly TokenHolder[]): Traces {
  const tracer = new TokenTracer(payerOf);
  for (const one of list) tracer.add(one);
  return tracer.finish();
}

const payer = ({ account }: TokenHolder): number => payerOf[account] ?? -1;

describe("the token tracer", () => {
  it("counts as received what another payer was issued, or presented before where no issue is known", () => {
    fc.assert(
      fc.property(holders, (list) => {
        const { received } = trace(list);
        const expected = new Float64Array(ACCOUNTS);
        for (const one of list.filter(({ issued }) => !issued)) {
          const same = list.filter(({ token }) => token === one.token);
          const issuers = same.filter(({ issued }) => issued);
          const source = issuers[0] ?? same[0];
          const foreign =
            issuers.length > 0
              ? issuers.every((issuer) => payer(issuer) !== payer(one))
              : source !== undefined && payer(source) !== payer(one);
          if (foreign) expected[one.account] = (expected[one.account] ?? 0) + 1;
        }
        expect(received).toEqual(expected);
      }),
    );
  });

  it("joins two accounts exactly where a chain of crossings leads from one to the other", () => {
    fc.assert(
      fc.property(holders, (list) => {
        const { groupOf, crossings } = trace(list);
        for (const { issuers, receivers } of crossings) {
          const roots = new Set([...issuers, ...receivers].map(({ account }) => groupOf[account]));
          expect(roots.size).toBe(1);
        }
        // A root is a member of its group, and no group is larger than its crossings can reach.
        const reached = closure(
          crossings.map((one) => [...one.issuers, ...one.receivers].map((h) => h.account)),
        );
        expect([...groupOf]).toEqual(Array.from({ length: ACCOUNTS }, (_, at) => reached.get(at) ?? -1));
      }),
    );
  });

  it("keeps no receiver of the payer that the token was issued to", () => {
    fc.assert(
      fc.property(holders, (list) => {
        for (const { issuers, receivers } of trace(list).crossings) {
          const owners = new Set(issuers.map(payer));
          expect(receivers.filter((one) => owners.has(payer(one)))).toEqual([]);
        }
      }),
    );
  });

  it("keeps 64 crossings of an account that received more, and still counts all", () => {
    const list = Array.from({ length: 100 }, (_, at) => [
      holder({ token: BigInt(at), account: 0, issued: true }),
      holder({ token: BigInt(at), account: 5 }),
    ]).flat();
    const { crossings, received } = trace(list);
    expect(crossings.length).toBe(64);
    expect(received[5]).toBe(100);
  });
});

/** Smallest account that each account is connected to, by repeated merging. */
function closure(sets: readonly (readonly number[])[]): ReadonlyMap<number, number> {
  const least = new Map<number, number>();
  for (const set of sets) for (const account of set) least.set(account, account);
  for (let changed = true; changed;) {
    changed = false;
    for (const set of sets) {
      const smallest = Math.min(...set.map((account) => least.get(account) ?? account));
      for (const account of set) {
        if (least.get(account) === smallest) continue;
        least.set(account, smallest);
        changed = true;
      }
    }
  }
  return least;
}
