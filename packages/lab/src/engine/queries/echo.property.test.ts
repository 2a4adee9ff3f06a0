import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fill, rowsOf, withEngine, type Row } from "../engine.fixture.ts";
import type { Engine } from "../engine.ts";
import { ECHOES, PAYERS, REQUESTS } from "../tables.ts";
import { echoPairs, echoRequests } from "./echo.ts";
import { DAY_MS } from "./seed-profiles.ts";

const ACCOUNTS = 5;
const REQUEST_COUNT = 15;

interface Log {
  readonly sources: readonly (number | undefined)[];
  readonly payers: readonly number[];
}

/** Each request may be an echo; it is one account's, on one of three days, near midnight. */
const log: fc.Arbitrary<Log> = fc.record({
  payers: fc.array(fc.nat({ max: 2 }), { minLength: ACCOUNTS, maxLength: ACCOUNTS }),
  sources: fc.array(fc.option(fc.nat({ max: ACCOUNTS - 1 }), { nil: undefined }), {
    minLength: REQUEST_COUNT,
    maxLength: REQUEST_COUNT,
  }),
});

const accountOf = (request: number): number => (request * 3) % ACCOUNTS;
const timeOf = (request: number): number => 20_000 * DAY_MS + (request % 3) * DAY_MS - (request % 2);

function holds(
  answer: (engine: Engine) => Promise<readonly Row[]>,
  naive: (echoes: readonly Echo[]) => readonly Row[],
): Promise<void> {
  return withEngine((engine) =>
    fc.assert(
      fc.asyncProperty(log, async ({ sources, payers }) => {
        const requests = sources.map((_, request_no) => ({
          request_no,
          account_no: accountOf(request_no),
          time_ms: BigInt(timeOf(request_no)),
        }));
        const echoes = sources.flatMap((source, request) =>
          source === undefined ? [] : [{ request, account: accountOf(request), source }],
        );
        await fill(engine, REQUESTS, requests);
        await fill(
          engine,
          PAYERS,
          payers.map((payer_no, account_no) => ({ account_no, payer_no })),
        );
        await fill(
          engine,
          ECHOES,
          echoes.map(({ request, account, source }) => ({
            request_no: request,
            account_no: account,
            source_account: source,
            hits: 3,
            segments: 9,
          })),
        );
        const between = echoes.filter(({ account, source }) => payers[account] !== payers[source]);
        expect(await answer(engine)).toEqual(naive(between));
      }),
      { numRuns: 40 },
    ),
  );
}

interface Echo {
  readonly request: number;
  readonly account: number;
  readonly source: number;
}

describe("a query over echoes equals the same in plain TypeScript:", () => {
  it("echoPairs", () =>
    holds(
      async (engine) =>
        rowsOf(await engine.query(echoPairs(engine.dialect)), [
          "account_no",
          "source_account",
          "day",
          "requests",
          "first_request",
        ]),
      (echoes) => {
        const pairs = new Map<string, { key: readonly [number, number, number]; requests: number[] }>();
        for (const { request, account, source } of echoes) {
          const key = [account, source, Math.floor(timeOf(request) / DAY_MS)] as const;
          const pair = pairs.get(key.join(" ")) ?? { key, requests: [] };
          pairs.set(key.join(" "), pair);
          pair.requests.push(request);
        }
        return [...pairs.values()]
          .sort((a, b) => a.key[0] - b.key[0] || a.key[1] - b.key[1] || a.key[2] - b.key[2])
          .map(({ key: [account_no, source_account, day], requests }) => ({
            account_no,
            source_account,
            day,
            requests: requests.length,
            first_request: Math.min(...requests),
          }));
      },
    ));

  it("echoRequests", () =>
    holds(
      async (engine) =>
        rowsOf(await engine.query(echoRequests()), ["request_no", "account_no", "source_account"]),
      (echoes) =>
        echoes.map(({ request, account, source }) => ({
          request_no: request,
          account_no: account,
          source_account: source,
        })),
    ));
});
