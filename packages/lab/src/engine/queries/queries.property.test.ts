import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ATTRIBUTE_KINDS, SEGMENT_KIND } from "../../sketches/sketched-chunk.ts";
import { INTENT_BITS, SHAPE_BITS } from "../../sketches/sketch.ts";
import { fill, rowsOf, withEngine, type Row } from "../engine.fixture.ts";
import type { Table } from "../dialect.ts";
import type { Engine } from "../engine.ts";
import { ATTRIBUTES, CARRIERS, PAYERS, REQUESTS, SEED_REQUESTS, TEXT_KEYS } from "../tables.ts";
import {
  accountHours,
  accountModels,
  accountTotals,
  dailyRequests,
  featuresOutsideSeeds,
  sharedAttributeValues,
  timesOfAccounts,
  timesOfSeeds,
} from "./accounts.ts";
import { DAY_MS, HOUR_MS, seedAccounts, seedProfiles, seedTexts } from "./seed-profiles.ts";
import {
  bandEdges,
  edgesWithSignatures,
  heavySegments,
  segmentsOfRequests,
  signaturesOf,
} from "./text-groups.ts";

/** Hashes as they occur: anywhere in 64 bits, with collisions likely, the ends included. */
const HASHES = [-(2n ** 63n), -1n, 0n, 1n, 2n ** 62n + 1n, 2n ** 63n - 1n] as const;
const ACCOUNTS = 6;
const SOME_ACCOUNTS = { name: "some_accounts", columns: { account_no: "int32" }, sortedBy: [] } as const;

interface Log {
  readonly requests: readonly Row[];
  readonly keys: readonly Row[];
  readonly carriers: readonly Row[];
  readonly payers: readonly Row[];
  readonly attributes: readonly Row[];
  readonly seeds: readonly Row[];
}

const request = fc.record({
  // The last and the first millisecond of an hour and of a day are in it.
  time_ms: fc
    .tuple(fc.integer({ min: 490_000, max: 490_060 }), fc.constantFrom(0, 1, HOUR_MS - 1))
    .map(([hour, offset]) => BigInt(hour * HOUR_MS + offset)),
  account_no: fc.nat({ max: ACCOUNTS - 1 }),
  model_no: fc.nat({ max: 2 }),
  status: fc.constantFrom(200, 429),
  input_tokens: fc.nat({ max: 2 ** 31 - 1 }),
  output_tokens: fc.nat({ max: 2 ** 31 - 1 }),
  intents: fc.nat({ max: 255 }),
  shape: fc.nat({ max: 31 }),
});

const log: fc.Arbitrary<Log> = fc.array(request, { maxLength: 24 }).chain((list) => {
  const requests = list.map((row, request_no) => ({ ...row, request_no: request_no * 3 }));
  const anyRequest = fc.constantFrom(...requests.map((row) => row.request_no), 0);
  const key = fc.record({
    kind: fc.constantFrom(0, 1, 7, SEGMENT_KIND),
    key: fc.constantFrom(...HASHES),
    request_no: anyRequest,
  });
  return fc.record({
    requests: fc.constant(requests),
    keys: fc
      .uniqueArray(key, {
        maxLength: 40,
        selector: (row) => `${String(row.kind)} ${String(row.key)} ${String(row.request_no)}`,
      })
      .map((rows) => (requests.length === 0 ? [] : rows)),
    carriers: fc
      .array(fc.constantFrom(...HASHES), { minLength: requests.length, maxLength: requests.length })
      .map((hashes) =>
        requests.map((row, at) => ({
          request_no: row.request_no,
          account_no: row.account_no,
          text_hash: hashes[at] ?? 0n,
          ...Object.fromEntries(
            Array.from({ length: 8 }, (_, word) => [
              `s${String(word)}`,
              hashes[(at * 7 + word) % hashes.length] ?? 0n,
            ]),
          ),
        })),
      ),
    payers: fc
      .array(fc.nat({ max: 2 }), { minLength: ACCOUNTS, maxLength: ACCOUNTS })
      .map((payers) => payers.map((payer_no, account_no) => ({ account_no, payer_no }))),
    attributes: fc.array(
      fc.record({
        account_no: fc.nat({ max: ACCOUNTS - 1 }),
        kind: fc.constantFrom(ATTRIBUTE_KINDS.network, ATTRIBUTE_KINDS.tls),
        value: fc.constantFrom(0n, 7n, 2n ** 48n + 5n),
      }),
      { maxLength: 20 },
    ),
    seeds: fc
      .uniqueArray(fc.record({ seed_no: fc.nat({ max: 2 }), request_no: anyRequest }), {
        maxLength: 30,
        selector: (row) => `${String(row.seed_no)} ${String(row.request_no)}`,
      })
      .map((rows) => (requests.length === 0 ? [] : rows)),
  });
});

describe("a query template, in DuckDB, equals the same in plain TypeScript:", () => {
  let engine: Engine;
  let close: () => void;
  let closed: Promise<void>;

  beforeAll(async () => {
    await new Promise<void>((opened) => {
      closed = withEngine(async (fresh) => {
        engine = fresh;
        opened();
        await new Promise<void>((done) => {
          close = done;
        });
      });
    });
  });
  afterAll(async () => {
    close();
    await closed;
  });

  /** Checks a template against a naive answer over random logs; both give rows in the same order. */
  function holds(
    tables: readonly Table[],
    answer: (log: Log) => Promise<readonly Row[]>,
    naive: (log: Log) => readonly Row[],
  ): Promise<void> {
    return fc.assert(
      fc.asyncProperty(log, async (random) => {
        for (const table of tables) await fill(engine, table, rowsIn(table, random));
        for (const table of ["band_edges", "heavy"]) await engine.run(`DROP TABLE IF EXISTS ${table}`);
        expect(await answer(random)).toEqual(naive(random));
      }),
      { numRuns: 25 },
    );
  }

  it("accountTotals", () =>
    holds(
      [REQUESTS],
      async () =>
        rowsOf(
          await engine.query(accountTotals(engine.dialect)),
          ["account_no", "requests"],
          ["first_ms", "last_ms"],
        ),
      ({ requests }) =>
        groups(requests, (row) => [row["account_no"]]).map(({ rows, by: [account] }) => ({
          account_no: Number(account),
          requests: rows.length,
          first_ms: least(rows, "time_ms"),
          last_ms: most(rows, "time_ms"),
        })),
    ));

  it("accountHours", () =>
    holds(
      [REQUESTS],
      async () =>
        rowsOf(await engine.query(accountHours(engine.dialect)), ["account_no", "hour", "requests"]),
      ({ requests }) =>
        groups(requests, (row) => [row["account_no"], floored(row["time_ms"], HOUR_MS)]).map(
          ({ rows, by: [account, hour] }) => ({
            account_no: Number(account),
            hour: Number(hour),
            requests: rows.length,
          }),
        ),
    ));

  it("accountModels", () =>
    holds(
      [REQUESTS],
      async () =>
        rowsOf(
          await engine.query(accountModels(engine.dialect)),
          ["account_no", "model_no", "requests"],
          ["first_ms"],
        ),
      ({ requests }) =>
        groups(requests, (row) => [row["account_no"], row["model_no"]]).map(
          ({ rows, by: [account, model] }) => ({
            account_no: Number(account),
            model_no: Number(model),
            requests: rows.length,
            first_ms: least(rows, "time_ms"),
          }),
        ),
    ));

  it("dailyRequests", () =>
    holds(
      [REQUESTS],
      async () => rowsOf(await engine.query(dailyRequests(engine.dialect)), ["day", "requests"]),
      ({ requests }) =>
        groups(requests, (row) => [floored(row["time_ms"], DAY_MS)]).map(({ rows, by: [day] }) => ({
          day: Number(day),
          requests: rows.length,
        })),
    ));

  it("sharedAttributeValues", () =>
    holds(
      [ATTRIBUTES],
      async () =>
        rowsOf(await engine.query(sharedAttributeValues(ATTRIBUTE_KINDS.network)), ["account_no"], ["value"]),
      ({ attributes }) =>
        groups(
          attributes.filter((row) => row["kind"] === ATTRIBUTE_KINDS.network),
          (row) => [row["value"]],
        ).flatMap(({ rows, by: [value] }) => {
          const accounts = [...new Set(rows.map((row) => Number(row["account_no"])))].sort((a, b) => a - b);
          return accounts.length < 2
            ? []
            : accounts.map((account_no) => ({ account_no, value: value ?? 0n }));
        }),
    ));

  it("timesOfAccounts", () =>
    holds(
      [REQUESTS],
      async () => {
        await fill(engine, SOME_ACCOUNTS, [{ account_no: 1 }, { account_no: 4 }]);
        return rowsOf(await engine.query(timesOfAccounts(SOME_ACCOUNTS.name)), ["account_no"], ["time_ms"]);
      },
      ({ requests }) =>
        sorted(
          requests.filter((row) => row["account_no"] === 1 || row["account_no"] === 4),
          (row) => [row["account_no"], row["time_ms"]],
        ).map((row) => ({ account_no: row["account_no"] ?? 0, time_ms: row["time_ms"] ?? 0n })),
    ));

  it("timesOfSeeds, each request once", () =>
    holds(
      [REQUESTS, SEED_REQUESTS],
      async () =>
        rowsOf(
          await engine.query(timesOfSeeds([0, 2])),
          ["account_no", "request_no", "input_tokens", "output_tokens"],
          ["time_ms"],
        ),
      ({ requests, seeds }) => {
        const wanted = new Set(seeds.filter((row) => row["seed_no"] !== 1).map((row) => row["request_no"]));
        return sorted(
          requests.filter((row) => wanted.has(row["request_no"])),
          (row) => [row["time_ms"], row["request_no"]],
        ).map((row) => pick(row, ["account_no", "request_no", "input_tokens", "output_tokens", "time_ms"]));
      },
    ));

  it("featuresOutsideSeeds", () =>
    holds(
      [REQUESTS, SEED_REQUESTS],
      async () => {
        await fill(engine, SOME_ACCOUNTS, [{ account_no: 1 }, { account_no: 4 }]);
        return rowsOf(
          await engine.query(featuresOutsideSeeds(SOME_ACCOUNTS.name, [0, 2])),
          ["request_no", "account_no", "input_tokens", "output_tokens", "intents", "shape", "language"],
          ["time_ms"],
        );
      },
      ({ requests, seeds }) => {
        const claimed = new Set(seeds.filter((row) => row["seed_no"] !== 1).map((row) => row["request_no"]));
        return requests
          .filter((row) => row["account_no"] === 1 || row["account_no"] === 4)
          .filter((row) => !claimed.has(row["request_no"]))
          .map((row) => ({ language: 0, ...row }))
          .map((row) =>
            pick(row, [
              ...["request_no", "account_no", "input_tokens", "output_tokens"],
              ...["intents", "shape", "language", "time_ms"],
            ]),
          );
      },
    ));

  it("featuresOutsideSeeds takes 200 requests from all over the log of an account that has more", async () => {
    const numbers = Array.from({ length: 5000 }, (_, at) => 2 ** 31 - 20_000 + at * 3);
    const requests = numbers.map((request_no) => ({ request_no, account_no: 1 }));
    await fill(engine, REQUESTS, requests);
    await fill(engine, SOME_ACCOUNTS, [{ account_no: 1 }]);
    await fill(engine, SEED_REQUESTS, []);
    const rows = await engine.query(featuresOutsideSeeds(SOME_ACCOUNTS.name, [0]));
    expect(rows.rows).toBe(200);
    const tenths = new Array<number>(10).fill(0);
    for (const no of rows.integers("request_no")) {
      const tenth = Math.floor(numbers.indexOf(no) / 500);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(Math.min(...tenths)).toBeGreaterThanOrEqual(15);
  });

  it("seedProfiles", () =>
    holds(
      [REQUESTS, SEED_REQUESTS, PAYERS],
      async () =>
        rowsOf(
          await engine.query(seedProfiles(engine.dialect)),
          [
            ...["seed_no", "requests", "accounts", "payers", "hours"],
            ...["input_tokens", "output_tokens"],
            ...Object.keys(INTENT_BITS).map((name) => `intent_${name}`),
            ...Object.keys(SHAPE_BITS).map((name) => `shape_${name}`),
          ],
          ["first_ms", "last_ms"],
        ),
      ({ requests, seeds, payers }) =>
        groups(seeds, (row) => [row["seed_no"]]).map(({ rows, by: [seed] }) => {
          const own = rows.flatMap((row) =>
            requests.filter((one) => one["request_no"] === row["request_no"]),
          );
          return {
            seed_no: Number(seed),
            requests: own.length,
            accounts: distinct(own, "account_no"),
            payers: new Set(own.map((row) => payers[Number(row["account_no"])]?.["payer_no"])).size,
            hours: new Set(own.map((row) => floored(row["time_ms"], HOUR_MS))).size,
            input_tokens: sum(own, "input_tokens"),
            output_tokens: sum(own, "output_tokens"),
            ...flagCounts(own),
            first_ms: least(own, "time_ms"),
            last_ms: most(own, "time_ms"),
          };
        }),
    ));

  it("seedTexts", () =>
    holds(
      [SEED_REQUESTS, CARRIERS],
      async () => rowsOf(await engine.query(seedTexts(engine.dialect)), ["seed_no", "texts"]),
      ({ seeds, carriers }) =>
        groups(seeds, (row) => [row["seed_no"]])
          .map(({ rows, by: [seed] }) => {
            const numbers = new Set(rows.map((row) => row["request_no"]));
            const own = carriers.filter((row) => numbers.has(row["request_no"]));
            return { seed_no: Number(seed), texts: distinct(own, "text_hash") };
          })
          .filter(({ texts }) => texts > 0),
    ));

  it("seedAccounts", () =>
    holds(
      [REQUESTS, SEED_REQUESTS],
      async () =>
        rowsOf(await engine.query(seedAccounts(engine.dialect)), ["seed_no", "account_no", "requests"]),
      ({ requests, seeds }) => {
        const accountOf = new Map(requests.map((row) => [row["request_no"], row["account_no"]]));
        return groups(seeds, (row) => [row["seed_no"], accountOf.get(row["request_no"])]).map(
          ({ rows, by: [seed, account] }) => ({
            seed_no: Number(seed),
            account_no: Number(account),
            requests: rows.length,
          }),
        );
      },
    ));

  it("bandEdges: each carrier of a band hash with its first and its last carrier", () =>
    holds(
      [TEXT_KEYS],
      async () => {
        await engine.run(bandEdges(engine.dialect, "band_edges"));
        return rowsOf(await engine.query("SELECT member, anchor FROM band_edges ORDER BY member, anchor"), [
          "member",
          "anchor",
        ]);
      },
      ({ keys }) => naiveEdges(keys),
    ));

  it("edgesWithSignatures", () =>
    holds(
      [TEXT_KEYS, CARRIERS],
      async () => {
        await engine.run(bandEdges(engine.dialect, "band_edges"));
        return rowsOf(
          await engine.query(`SELECT * FROM (${edgesWithSignatures("band_edges")}) ORDER BY member, anchor`),
          ["member", "anchor"],
          ["ms0", "ms7", "as0", "as7"],
        );
      },
      ({ keys, carriers }) => {
        const of = new Map(carriers.map((row) => [row["request_no"], row]));
        return naiveEdges(keys).map(({ member, anchor }) => ({
          member,
          anchor,
          ms0: of.get(member)?.["s0"] ?? 0n,
          ms7: of.get(member)?.["s7"] ?? 0n,
          as0: of.get(anchor)?.["s0"] ?? 0n,
          as7: of.get(anchor)?.["s7"] ?? 0n,
        }));
      },
    ));

  it("signaturesOf", () =>
    holds(
      [CARRIERS],
      async () => {
        const table = { name: "chosen", columns: { request_no: "int32" }, sortedBy: [] } as const;
        await fill(engine, table, [{ request_no: 9 }, { request_no: 0 }]);
        return rowsOf(await engine.query(signaturesOf("chosen")), ["request_no"], ["s0", "s3", "s7"]);
      },
      ({ carriers }) =>
        carriers
          .filter((row) => row["request_no"] === 0 || row["request_no"] === 9)
          .map((row) => pick(row, ["request_no", "s0", "s3", "s7"])),
    ));

  it("heavySegments", () =>
    holds(
      [TEXT_KEYS, CARRIERS, PAYERS],
      async () => {
        await engine.run(heavySegments(engine.dialect, "heavy", { payers: 2, texts: 2 }));
        return rowsOf(
          await engine.query("SELECT key, requests FROM heavy ORDER BY key"),
          ["requests"],
          ["key"],
        );
      },
      (random) => naiveHeavy(random),
    ));

  it("segmentsOfRequests: commonest segment first", () =>
    holds(
      [TEXT_KEYS, CARRIERS, PAYERS],
      async () => {
        await engine.run(heavySegments(engine.dialect, "heavy", { payers: 2, texts: 2 }));
        return rowsOf(await engine.query(segmentsOfRequests("heavy")), ["request_no", "requests"], ["key"]);
      },
      (random) => {
        const heavy = new Map(naiveHeavy(random).map((row) => [row.key, row.requests]));
        const rows = random.keys
          .filter((row) => row["kind"] === SEGMENT_KIND && heavy.has(BigInt(row["key"] ?? 0)))
          .map((row) => ({
            ...pick(row, ["request_no", "key"]),
            requests: heavy.get(BigInt(row["key"] ?? 0)) ?? 0,
          }));
        return sorted(rows, (row: Row) => [row["request_no"], -Number(row["requests"]), row["key"]]);
      },
    ));

  it("segmentsOfRequests keeps that order where counts differ, against the order of the keys", async () => {
    const keys = (request_no: number, ...list: bigint[]): Row[] =>
      list.map((key) => ({ kind: SEGMENT_KIND, key, request_no }));
    await engine.run("DROP TABLE IF EXISTS heavy");
    await fill(engine, TEXT_KEYS, [
      ...keys(0, 5n, 6n, 7n),
      ...keys(1, 5n, 6n, 7n),
      ...keys(2, 6n, 7n),
      ...keys(3, 7n),
    ]);
    await fill(
      engine,
      CARRIERS,
      [0, 1, 2, 3].map((no) => ({ request_no: no, account_no: no, text_hash: BigInt(no) })),
    );
    await fill(
      engine,
      PAYERS,
      [0, 1, 2, 3].map((no) => ({ account_no: no, payer_no: no })),
    );
    await engine.run(heavySegments(engine.dialect, "heavy", { payers: 2, texts: 2 }));
    const rows = rowsOf(await engine.query(segmentsOfRequests("heavy")), ["request_no", "requests"], ["key"]);
    expect(rows.filter((row) => row["request_no"] === 0)).toEqual([
      { request_no: 0, requests: 4, key: 7n },
      { request_no: 0, requests: 3, key: 6n },
      { request_no: 0, requests: 2, key: 5n },
    ]);
  });

  it("integerList", async () => {
    for (const list of [[], [...HASHES]]) {
      const relation = engine.dialect.integerList(list);
      const rows = await engine.query(`SELECT value FROM ${relation} AS list ORDER BY value`);
      expect([...rows.bigints("value")]).toEqual(list);
    }
  });
});

function rowsIn(table: Table, random: Log): readonly Row[] {
  if (table === REQUESTS) return random.requests;
  if (table === TEXT_KEYS) return random.keys;
  if (table === CARRIERS) return random.carriers;
  if (table === PAYERS) return random.payers;
  return table === ATTRIBUTES ? random.attributes : random.seeds;
}

type Value = number | bigint | undefined;

function naiveEdges(keys: readonly Row[]): { member: number; anchor: number }[] {
  const edges = new Map<string, { member: number; anchor: number }>();
  const bands = keys.filter((row) => Number(row["kind"]) < SEGMENT_KIND);
  for (const { rows } of groups(bands, (row) => [row["kind"], row["key"]])) {
    const numbers = rows.map((row) => Number(row["request_no"]));
    for (const anchor of [Math.min(...numbers), Math.max(...numbers)]) {
      for (const member of numbers) {
        if (member !== anchor) edges.set(`${String(member)} ${String(anchor)}`, { member, anchor });
      }
    }
  }
  return [...edges.values()].sort((a, b) => a.member - b.member || a.anchor - b.anchor);
}

function naiveHeavy({ keys, carriers, payers }: Log): { requests: number; key: bigint }[] {
  const carrierOf = new Map(carriers.map((row) => [row["request_no"], row]));
  const segments = keys.filter((row) => row["kind"] === SEGMENT_KIND);
  return groups(segments, (row) => [row["key"]]).flatMap(({ rows, by: [key] }) => {
    const own = rows.map((row) => carrierOf.get(row["request_no"]) ?? {});
    const payerCount = new Set(own.map((row) => payers[Number(row["account_no"])]?.["payer_no"])).size;
    const heavy = payerCount >= 2 && distinct(own, "text_hash") >= 2;
    return heavy ? [{ requests: rows.length, key: BigInt(key ?? 0) }] : [];
  });
}

function groups(
  rows: readonly Row[],
  keyOf: (row: Row) => readonly Value[],
): readonly { by: readonly Value[]; rows: readonly Row[] }[] {
  const found = new Map<string, { by: readonly Value[]; rows: Row[] }>();
  for (const row of rows) {
    const by = keyOf(row);
    const group = found.get(by.join(" "));
    if (group) group.rows.push(row);
    else found.set(by.join(" "), { by, rows: [row] });
  }
  return [...found.values()].sort((a, b) => compare(a.by, b.by));
}

function sorted<Item>(rows: readonly Item[], keyOf: (row: Item) => readonly Value[]): Item[] {
  return [...rows].sort((a, b) => compare(keyOf(a), keyOf(b)));
}

function compare(left: readonly Value[], right: readonly Value[]): number {
  for (const [at, a] of left.entries()) {
    const b = right[at];
    if (a === undefined || b === undefined) throw new Error("a key has no value");
    if (a < b) return -1;
    if (a > b) return 1;
  }
  return 0;
}

function pick(row: Row, names: readonly string[]): Row {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? 0]));
}

function flagCounts(rows: readonly Row[]): Row {
  const counts = (column: string, prefix: string, bits: Readonly<Record<string, number>>) =>
    Object.entries(bits).map(([name, bit]) => [
      `${prefix}_${name}`,
      rows.filter((row) => (Number(row[column]) & bit) !== 0).length,
    ]);
  return Object.fromEntries([
    ...counts("intents", "intent", INTENT_BITS),
    ...counts("shape", "shape", SHAPE_BITS),
  ]) as Row;
}

function floored(time: Value, width: number): number {
  return Number(BigInt(time ?? 0) / BigInt(width));
}

function sum(rows: readonly Row[], column: string): number {
  return rows.reduce((total, row) => total + Number(row[column]), 0);
}

function distinct(rows: readonly Row[], column: string): number {
  return new Set(rows.map((row) => row[column])).size;
}

function least(rows: readonly Row[], column: string): bigint {
  return rows.map((row) => BigInt(row[column] ?? 0)).reduce((a, b) => (a < b ? a : b));
}

function most(rows: readonly Row[], column: string): bigint {
  return rows.map((row) => BigInt(row[column] ?? 0)).reduce((a, b) => (a > b ? a : b));
}
