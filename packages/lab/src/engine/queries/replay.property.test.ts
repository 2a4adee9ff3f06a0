import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fill, rowsOf, withEngine, type Row } from "../engine.fixture.ts";
import type { Engine } from "../engine.ts";
import { PAYERS, REPLAY_TOKENS, REQUESTS } from "../tables.ts";
import {
  innerReplays,
  linkingTokens,
  movedTokens,
  presentedTokens,
  requestsWithTokens,
  tokenHolders,
} from "./replay.ts";

const ACCOUNTS = 5;
const TOKENS = [-(2n ** 63n), -1n, 5n, 2n ** 63n - 1n] as const;

interface TokenRow {
  readonly token: bigint;
  readonly request_no: number;
  readonly account_no: number;
  readonly issued: number;
  readonly session: bigint;
  readonly time_ms: bigint;
}

interface Log {
  readonly tokens: readonly TokenRow[];
  /** Payer and model by account and request number. */
  readonly payers: readonly number[];
  readonly models: readonly number[];
}

const REQUEST_COUNT = 12;
const log: fc.Arbitrary<Log> = fc.record({
  payers: fc.array(fc.nat({ max: 3 }), { minLength: ACCOUNTS, maxLength: ACCOUNTS }),
  models: fc.array(fc.nat({ max: 2 }), { minLength: REQUEST_COUNT, maxLength: REQUEST_COUNT }),
  tokens: fc
    .array(
      fc.record({
        token: fc.constantFrom(...TOKENS),
        request: fc.nat({ max: REQUEST_COUNT - 1 }),
        issued: fc.nat({ max: 1 }),
        session: fc.constantFrom(0n, 7n, -9n),
      }),
      { maxLength: 30 },
    )
    // A request is one account's, at one time.
    .map((rows) =>
      rows.map(({ request, ...row }) => ({
        ...row,
        request_no: request,
        account_no: (request * 7) % ACCOUNTS,
        time_ms: BigInt(1_780_000_000_000 + ((request * 5) % REQUEST_COUNT)),
      })),
    ),
});

const MOST = { issuedPayers: 3, unknownPayers: 2 };

/** Checks a query against a plain answer over random logs; both give rows in the same order. */
function holds(
  answer: (engine: Engine) => Promise<readonly Row[]>,
  naive: (log: Log) => readonly Row[],
): Promise<void> {
  return withEngine((engine) =>
    fc.assert(
      fc.asyncProperty(log, async (random) => {
        await fill(engine, REPLAY_TOKENS, random.tokens.map(asRow));
        await fill(
          engine,
          PAYERS,
          random.payers.map((payer_no, account_no) => ({ account_no, payer_no })),
        );
        await fill(
          engine,
          REQUESTS,
          random.models.map((model_no, request_no) => ({ request_no, model_no })),
        );
        for (const table of ["linking", "moved"]) await engine.run(`DROP TABLE IF EXISTS ${table}`);
        await engine.run(movedTokens(engine.dialect, "moved"));
        expect(await answer(engine)).toEqual(naive(random));
      }),
      { numRuns: 40 },
    ),
  );
}

const asRow = (row: TokenRow): Row => ({ ...row });

describe("a query over replay tokens equals the same in plain TypeScript:", () => {
  it("movedTokens", () =>
    holds(
      async (engine) => rowsOf(await engine.query("SELECT token FROM moved ORDER BY token"), [], ["token"]),
      ({ tokens }) =>
        TOKENS.filter((token) => {
          const rows = tokens.filter((row) => row.token === token);
          const places = [
            new Set(rows.map((row) => row.account_no)),
            new Set(rows.map((row) => row.session)),
          ];
          return places.some((values) => values.size > 1);
        }).map((token) => ({ token })),
    ));

  it("linkingTokens", () =>
    holds(
      async (engine) => {
        await engine.run(linkingTokens(engine.dialect, "linking", "moved", MOST));
        return rowsOf(await engine.query("SELECT token FROM linking ORDER BY token"), [], ["token"]);
      },
      (random) => linking(random).map((token) => ({ token })),
    ));

  it("tokenHolders", () =>
    holds(
      async (engine) => {
        await engine.run(linkingTokens(engine.dialect, "linking", "moved", MOST));
        return rowsOf(
          await engine.query(tokenHolders("linking")),
          ["issued", "account_no", "first_request", "least_model", "most_model"],
          ["token", "first_ms"],
        );
      },
      (random) =>
        linking(random).flatMap((token) =>
          [1, 0].flatMap((issued) => {
            const rows = random.tokens.filter((row) => row.token === token && row.issued === issued);
            return distinct(rows.map((row) => row.account_no))
              .map((account_no) => {
                const own = rows.filter((row) => row.account_no === account_no);
                const models = own.map((row) => random.models[row.request_no] ?? 0);
                return {
                  token,
                  issued,
                  account_no,
                  first_ms: own.map((row) => row.time_ms).reduce((a, b) => (a < b ? a : b)),
                  first_request: Math.min(...own.map((row) => row.request_no)),
                  least_model: Math.min(...models),
                  most_model: Math.max(...models),
                };
              })
              .sort((a, b) => Number(a.first_ms - b.first_ms) || a.account_no - b.account_no);
          }),
        ),
    ));

  it("requestsWithTokens", () =>
    holds(
      async (engine) => {
        await engine.run(linkingTokens(engine.dialect, "linking", "moved", MOST));
        return rowsOf(await engine.query(requestsWithTokens("linking")), ["request_no", "account_no"]);
      },
      (random) => {
        const tokens = new Set(linking(random));
        const rows = random.tokens.filter((row) => tokens.has(row.token));
        return distinct(rows.map((row) => row.request_no)).map((request_no) => ({
          request_no,
          account_no: (request_no * 7) % ACCOUNTS,
        }));
      },
    ));

  it("presentedTokens", () =>
    holds(
      async (engine) => rowsOf(await engine.query(presentedTokens(engine.dialect)), ["account_no", "tokens"]),
      ({ tokens }) => {
        const presented = tokens.filter((row) => row.issued === 0);
        return distinct(presented.map((row) => row.account_no)).map((account_no) => ({
          account_no,
          tokens: presented.filter((row) => row.account_no === account_no).length,
        }));
      },
    ));

  it("innerReplays", () =>
    holds(
      async (engine) =>
        rowsOf(await engine.query(innerReplays(engine.dialect, "moved")), [
          "account_no",
          "other_account",
          "other_session",
        ]),
      ({ tokens, payers }) => {
        const related = tokens.flatMap((row) => {
          const issues = tokens.filter((issue) => issue.issued === 1 && issue.token === row.token);
          const [issuer, ...more] = distinct(issues.map((issue) => issue.account_no));
          if (row.issued === 1 || issuer === undefined || more.length > 0) return [];
          if (payers[issuer] !== payers[row.account_no]) return [];
          if (!hasMoved(tokens.filter((other) => other.token === row.token))) return [];
          const sessions = new Set(issues.map((issue) => issue.session));
          const foreignSession =
            sessions.size === 1 && !sessions.has(0n) && row.session !== 0n && !sessions.has(row.session);
          return [{ row, otherAccount: issuer !== row.account_no, foreignSession }];
        });
        return distinct(related.map(({ row }) => row.account_no)).map((account_no) => {
          const own = related.filter(({ row }) => row.account_no === account_no);
          const count = (which: (one: (typeof own)[number]) => boolean): number =>
            new Set(own.filter(which).map(({ row }) => row.token)).size;
          return {
            account_no,
            other_account: count((one) => one.otherAccount),
            other_session: count((one) => !one.otherAccount && one.foreignSession),
          };
        });
      },
    ));
});

function hasMoved(rows: readonly TokenRow[]): boolean {
  return (
    new Set(rows.map((row) => row.account_no)).size > 1 || new Set(rows.map((row) => row.session)).size > 1
  );
}

function linking({ tokens, payers }: Log): bigint[] {
  return TOKENS.filter((token) => {
    const rows = tokens.filter((row) => row.token === token);
    const count = new Set(rows.map((row) => payers[row.account_no])).size;
    const most = rows.some((row) => row.issued === 1) ? MOST.issuedPayers : MOST.unknownPayers;
    return count >= 2 && count <= most;
  });
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
