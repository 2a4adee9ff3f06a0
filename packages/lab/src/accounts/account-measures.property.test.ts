import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fill, withEngine, type Row } from "../engine/engine.fixture.ts";
import { ATTRIBUTES, CARRIERS, REQUESTS } from "../engine/tables.ts";
import { ATTRIBUTE_KINDS } from "../sketches/sketched-chunk.ts";
import { INTENT_BITS, SHAPE_BITS } from "../sketches/sketch.ts";
import { readAccountFacts } from "./account-facts.ts";
import { ACCOUNT_MEASURES, readAccountMeasures } from "./account-measures.ts";

const ACCOUNTS = 4;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A midnight. */
const START_MS = 20_000 * DAY_MS;

const request = fc.record({
  account_no: fc.nat({ max: ACCOUNTS - 2 }),
  time_ms: fc
    .tuple(fc.nat({ max: 60 }), fc.constantFrom(0, 59_999, 60_000, HOUR_MS - 1))
    .map(([hour, offset]) => BigInt(START_MS + hour * HOUR_MS + offset)),
  model_no: fc.nat({ max: 2 }),
  status: fc.constantFrom(200, 429),
  input_tokens: fc.constantFrom(0, 0, 10, 2 ** 31 - 1),
  output_tokens: fc.constantFrom(0, 7, 2 ** 31 - 1),
  intents: fc.nat({ max: 127 }),
  shape: fc.nat({ max: 31 }),
  language: fc.constantFrom(0, 1, 1, 1, 2, 3),
  system_key: fc.constantFrom(0n, -(2n ** 63n), 5n, 2n ** 63n - 1n),
  text_hash: fc.constantFrom(-1n, 0n, 1n),
});

const attribute = fc.record({
  account_no: fc.nat({ max: ACCOUNTS - 2 }),
  kind: fc.constantFrom(...Object.values(ATTRIBUTE_KINDS)),
  value: fc.constantFrom(0n, 1n, 2n ** 48n),
});

describe("account measures", () => {
  it("equal a naive count over the requests, and are unknown for an account without any", async () => {
    await withEngine((engine) =>
      fc.assert(
        fc.asyncProperty(
          fc.array(request, { minLength: 1, maxLength: 100 }),
          fc.array(attribute, { maxLength: 20 }),
          async (requests, attributes) => {
            await fill(engine, REQUESTS, requests);
            await fill(engine, CARRIERS, requests);
            await fill(engine, ATTRIBUTES, attributes);
            const names = {
              accounts: Array.from({ length: ACCOUNTS }, (_, at) => `a${String(at)}`),
              models: [],
              strings: [],
              organizationOf: [],
            };
            const facts = await readAccountFacts(
              engine,
              names,
              [{ account: "a0", createdMs: START_MS - DAY_MS }],
              [],
            );
            const measures = await readAccountMeasures(engine, names, facts);
            for (let account = 0; account < ACCOUNTS; account++) {
              const found = Object.fromEntries(
                ACCOUNT_MEASURES.map((name) => [name, measures.of(name)[account]]),
              );
              const own = requests.filter((row) => row.account_no === account);
              const seen = attributes.filter((row) => row.account_no === account);
              expect(found).toEqual(own.length === 0 ? naiveAttributes(seen) : naive(own, seen, account));
            }
          },
        ),
        { numRuns: 40 },
      ),
    );
  });
});

function naiveAttributes(attributes: readonly Row[]): Record<string, number> {
  const unknown = Object.fromEntries(ACCOUNT_MEASURES.map((name) => [name, Number.NaN]));
  const kinds = {
    networks: "network",
    user_agents: "userAgent",
    tls_prints: "tls",
  } as const;
  for (const [name, kind] of Object.entries(kinds)) {
    const of = attributes.filter((row) => row["kind"] === ATTRIBUTE_KINDS[kind]);
    unknown[name] = of.length === 0 ? Number.NaN : distinct(of, "value");
  }
  return unknown;
}

function naive(
  requests: readonly Row[],
  attributes: readonly Row[],
  account: number,
): Record<string, number> {
  const all = requests.length;
  const times = requests.map((row) => Number(row["time_ms"])).sort((a, b) => a - b);
  const peak = (width: number): number => {
    const buckets = times.map((time) => Math.floor(time / width));
    return Math.max(...buckets.map((bucket) => buckets.filter((one) => one === bucket).length));
  };
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  const days = new Set(times.map((time) => Math.floor(time / DAY_MS))).size;
  const hours = times.map((time) => Math.floor(time / HOUR_MS) % 24);
  const nights = Array.from(
    { length: 24 },
    (_, start) => hours.filter((hour) => (hour - start + 24) % 24 < 6).length,
  );
  const sum = (column: string): number => requests.reduce((total, row) => total + Number(row[column]), 0);
  const withBit = (column: string, bit: number): number =>
    requests.filter((row) => (Number(row[column]) & bit) !== 0).length;
  const answered = requests.filter((row) => {
    const shape = Number(row["shape"]);
    return (shape & SHAPE_BITS.empty) === 0 || (shape & SHAPE_BITS.refusal) !== 0;
  }).length;
  const spoken = requests.map((row) => Number(row["language"])).filter((language) => language !== 0);
  const input = sum("input_tokens");
  const shares = (
    prefix: string,
    column: string,
    bits: Readonly<Record<string, number>>,
  ): [string, number][] =>
    Object.entries(bits).map(([name, bit]) => [`${prefix}_${name}`, withBit(column, bit) / all]);
  return {
    ...naiveAttributes(attributes),
    requests: all,
    active_days: days,
    requests_per_active_day: all / days,
    span_days: (last - first) / DAY_MS,
    peak_day_share: peak(DAY_MS) / all,
    age_days: account === 0 ? (first - START_MS + DAY_MS) / DAY_MS : Number.NaN,
    busiest_hour: peak(HOUR_MS),
    busiest_minute: peak(60_000),
    hours_of_day: new Set(hours).size,
    night_share: Math.min(...nights) / all,
    input_tokens: input,
    output_tokens: sum("output_tokens"),
    output_input_ratio: input * sum("output_tokens") === 0 ? Number.NaN : sum("output_tokens") / input,
    refusal_share: answered === 0 ? Number.NaN : withBit("shape", SHAPE_BITS.refusal) / answered,
    limited_share: requests.filter((row) => row["status"] === 429).length / all,
    repeated_share: (all - distinct(requests, "text_hash")) / all,
    languages:
      spoken.length === 0
        ? Number.NaN
        : [1, 2, 3].filter((language) => {
            const of = spoken.filter((one) => one === language).length;
            return of >= 2 && of >= spoken.length * 0.03;
          }).length,
    systems: distinct(
      requests.filter((row) => row["system_key"] !== 0n),
      "system_key",
    ),
    models: distinct(requests, "model_no"),
    ...Object.fromEntries([
      ...shares("intent", "intents", INTENT_BITS),
      ...shares("shape", "shape", SHAPE_BITS),
    ]),
  };
}

function distinct(rows: readonly Row[], column: string): number {
  return new Set(rows.map((row) => row[column])).size;
}
