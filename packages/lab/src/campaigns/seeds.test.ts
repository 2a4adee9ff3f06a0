import { describe, expect, it } from "vitest";
import { fill, withEngine, type Row } from "../engine/engine.fixture.ts";
import type { Engine } from "../engine/engine.ts";
import { timesOfSeeds } from "../engine/queries/accounts.ts";
import { CARRIERS, PAYERS, REQUESTS } from "../engine/tables.ts";
import { INTENT_BITS, SHAPE_BITS } from "../sketches/sketch.ts";
import { measureSeeds, type Seed, type SeedGroup } from "./seeds.ts";

const HOUR_MS = 3_600_000;
const { rubricGrading, taskGeneration } = INTENT_BITS;
/** number, account, hour, intents */
const REQUEST_ROWS: readonly (readonly [number, number, number, number])[] = [
  [0, 0, 0, rubricGrading],
  [1, 0, 0, rubricGrading],
  [2, 1, 1, rubricGrading | taskGeneration],
  [3, 2, 2, 0],
  [4, 2, 3, 0],
];
const BLOCK: SeedGroup = { kind: "block", requests: [3, 4] };
const GROUPS: readonly SeedGroup[] = [{ kind: "template", requests: [0, 1, 2, 3] }, BLOCK];

async function prepare(engine: Engine): Promise<void> {
  const requests = REQUEST_ROWS.map(([request_no, account_no, hour, intents]): Row => ({
    request_no,
    account_no,
    time_ms: BigInt(hour * HOUR_MS),
    intents,
    shape: SHAPE_BITS.scoreOnly,
    input_tokens: 10,
    output_tokens: 1,
  }));
  await fill(engine, REQUESTS, requests);
  await fill(
    engine,
    CARRIERS,
    requests.map((row) => ({ ...row, text_hash: BigInt(row["request_no"] ?? 0) % 4n })),
  );
  await fill(
    engine,
    PAYERS,
    [0, 1, 2].map((account_no) => ({ account_no, payer_no: account_no % 2 })),
  );
}

function measured(leftOut: ReadonlySet<number>): Promise<readonly Seed[]> {
  return withEngine(async (engine) => {
    await prepare(engine);
    return measureSeeds(engine, GROUPS, leftOut);
  });
}

describe("measured seeds", () => {
  it("have the counts of their requests, in the order of their groups", async () => {
    const [family, block] = await measured(new Set());
    expect(family).toMatchObject({
      no: 0,
      kind: "template",
      requests: 4,
      payers: 2,
      texts: 4,
      hours: 3,
      firstMs: 0,
      lastMs: 2 * HOUR_MS,
      inputTokens: 40,
      outputTokens: 4,
    });
    expect(family?.intents).toMatchObject({ rubricGrading: 3, taskGeneration: 1, traceCleaning: 0 });
    expect(family?.shapes).toMatchObject({ scoreOnly: 4, refusal: 0 });
    expect([...(family?.accounts ?? [])]).toEqual([
      [0, 2],
      [1, 1],
      [2, 1],
    ]);
    expect(block).toMatchObject({ no: 1, kind: "block", requests: 2, payers: 1, texts: 2 });
  });

  it("know nothing of accounts that are left out: neither their counts nor their intents nor their payers", async () => {
    const [family, block] = await measured(new Set([0, 1]));
    expect(family).toMatchObject({ requests: 1, payers: 1, texts: 1, inputTokens: 10 });
    expect(family?.intents).toMatchObject({ rubricGrading: 0, taskGeneration: 0 });
    expect([...(family?.accounts ?? [])]).toEqual([[2, 1]]);
    expect(block).toMatchObject({ no: 1, kind: "block", requests: 2 });
  });

  it("vanish with their last account, and the others keep their numbers", async () => {
    expect(await measured(new Set([0, 1, 2]))).toEqual([]);
    const rest = await withEngine(async (engine) => {
      await prepare(engine);
      return measureSeeds(engine, [{ kind: "template", requests: [0, 1] }, BLOCK], new Set([0]));
    });
    expect(rest.map((seed) => [seed.no, seed.kind])).toEqual([[1, "block"]]);
  });

  it("keep the requests of accounts that are left out from every later query", async () => {
    const accounts = await withEngine(async (engine) => {
      await prepare(engine);
      await measureSeeds(engine, GROUPS, new Set([0, 1]));
      return [...(await engine.query(timesOfSeeds([0, 1]))).integers("account_no")];
    });
    expect(accounts).toEqual([2, 2]);
  });
});
