import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fill, withEngine } from "../engine/engine.fixture.ts";
import type { Names } from "../engine/load-chunks.ts";
import { REQUESTS } from "../engine/tables.ts";
import { matchAccountRows, numberPayers, readAccountFacts } from "./account-facts.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** A midnight. */
const START_MS = 20_000 * DAY_MS;

function namesOf(accounts: readonly string[], organizations: readonly (string | undefined)[] = []): Names {
  const strings = [...new Set(organizations.filter((name) => name !== undefined))];
  const organizationOf: number[] = [];
  organizations.forEach((name, at) => {
    if (name !== undefined) organizationOf[at] = strings.indexOf(name);
  });
  return { accounts, models: [], strings, organizationOf };
}

describe("rows of the accounts table", () => {
  it("are matched by name, and those about other accounts are counted", () => {
    const table = [{ account: "b", plan: "pro" }, { account: "x" }, { account: "y" }];
    const { rows, unmatched } = matchAccountRows(namesOf(["a", "b"]), table);
    expect([rows[0], rows[1]?.plan, unmatched]).toEqual([undefined, "pro", 2]);
  });
});

describe("a payer", () => {
  it("is the organization of the table, else that of the log, else the payment instrument, else the account", () => {
    const rows = [
      { account: "a", organization: "acme", payment: "card-1" },
      { account: "b", payment: "card-1" },
      undefined,
      { account: "d", payment: "card-2" },
      { account: "e", payment: "card-2" },
      undefined,
      undefined,
    ];
    const names = namesOf(["a", "b", "c", "d", "e", "f", "g"], ["other", undefined, "acme"]);
    const { payer, organization } = numberPayers(names, rows);
    expect(payer[0]).toBe(payer[2]);
    expect(payer[3]).toBe(payer[4]);
    expect(new Set(payer).size).toBe(5);
    expect([...organization].map((number) => number >= 0)).toEqual([
      true,
      false,
      true,
      ...new Array<boolean>(4).fill(false),
    ]);
  });

  it("is never shared by an organization and a payment instrument of the same name", () => {
    const rows = [{ account: "a", organization: "1" }, { account: "b", payment: "1" }, { account: "c" }];
    expect(new Set(numberPayers(namesOf(["a", "b", "c"]), rows).payer).size).toBe(3);
  });
});

describe("facts of an account", () => {
  it("equal a naive count over the requests", async () => {
    const request = fc.record({
      account_no: fc.nat({ max: 4 }),
      time_ms: fc.nat({ max: 6 * 48 - 1 }).map((half) => BigInt(START_MS + half * (HOUR_MS / 2))),
    });
    await withEngine((engine) =>
      fc.assert(
        fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 80 }), async (requests) => {
          await fill(engine, REQUESTS, requests);
          const names = namesOf(["a", "b", "c", "d", "e"]);
          const facts = await readAccountFacts(engine, names, [], []);
          for (let account = 0; account < 5; account++) {
            const times = requests
              .filter((row) => row.account_no === account)
              .map((row) => Number(row.time_ms))
              .sort((a, b) => a - b);
            const days = times.map((time) => Math.floor(time / DAY_MS));
            const perDay = [...new Set(days)].map((day) => days.filter((one) => one === day).length);
            const hours = Array.from(
              { length: 24 },
              (_, hour) => times.filter((time) => Math.floor(time / HOUR_MS) % 24 === hour).length,
            );
            expect({
              requests: facts.requests[account],
              firstMs: facts.firstMs[account],
              lastMs: facts.lastMs[account],
              activeDays: facts.activeDays[account],
              peakDay: facts.peakDay[account],
              firstDay: facts.firstDay[account],
              hours: [...facts.hourOfDay.subarray(account * 24, account * 24 + 24)],
            }).toEqual({
              requests: times.length,
              firstMs: times[0] ?? 0,
              lastMs: times.at(-1) ?? 0,
              activeDays: perDay.length,
              peakDay: Math.max(0, ...perDay),
              firstDay: perDay[0] ?? 0,
              hours,
            });
          }
        }),
        { numRuns: 20 },
      ),
    );
  });

  it("join the side tables: sign-up, plan, and the first ban or limit", async () => {
    await withEngine(async (engine) => {
      await fill(engine, REQUESTS, [{ account_no: 0, time_ms: BigInt(START_MS) }]);
      const rows = [{ account: "a", plan: "pro", createdMs: 5 }, { account: "b", plan: "pro" }, undefined];
      const facts = await readAccountFacts(engine, namesOf(["a", "b", "c"]), rows, [
        { timeMs: 90, account: "a", action: "ban" },
        { timeMs: 70, account: "a", action: "limit" },
        { timeMs: 10, account: "a", action: "verify" },
        { timeMs: 10, account: "b", action: "reinstate" },
        { timeMs: 10, account: "stranger", action: "ban" },
      ]);
      expect([...facts.stoppedMs]).toEqual([70, Number.NaN, Number.NaN]);
      expect([...facts.createdMs]).toEqual([5, Number.NaN, Number.NaN]);
      expect([facts.plan[0] === facts.plan[1], facts.plan[2]]).toEqual([true, -1]);
    });
  });
});
