import { describe, expect, it } from "vitest";
import { fill, withEngine } from "../engine/engine.fixture.ts";
import { REQUESTS } from "../engine/tables.ts";
import { INTENT_BITS, SHAPE_BITS } from "../sketches/sketch.ts";
import { readOrdinaryRates } from "./ordinary-rates.ts";

/** Account 0: half of its requests grade; 1: none of one; 2: a thousand that grade; 3: one that grades. */
const requests = [
  { account_no: 0, intents: INTENT_BITS.rubricGrading, shape: SHAPE_BITS.scoreOnly },
  { account_no: 0 },
  { account_no: 1 },
  ...Array.from({ length: 1000 }, () => ({ account_no: 2, intents: INTENT_BITS.rubricGrading })),
  { account_no: 3, intents: INTENT_BITS.rubricGrading },
];

const ratesOver = (pool: readonly number[]): ReturnType<typeof readOrdinaryRates> =>
  withEngine(async (engine) => {
    await fill(engine, REQUESTS, requests);
    return readOrdinaryRates(engine, pool);
  });

describe("ordinary rates", () => {
  it("are the mean of the accounts' shares, so that a large customer counts as one", async () => {
    const { intents, shapes } = await ratesOver([0, 1, 2]);
    expect(intents).toMatchObject({ rubricGrading: (0.5 + 0 + 1) / 3, taskGeneration: 0 });
    expect(shapes).toMatchObject({ scoreOnly: 0.5 / 3, refusal: 0 });
  });

  it("leave out accounts that a candidate claims", async () => {
    expect((await ratesOver([1])).intents).toMatchObject({ rubricGrading: 0 });
  });

  it("are 0 where there is no ordinary account", async () => {
    expect((await ratesOver([])).intents).toMatchObject({ rubricGrading: 0 });
  });
});
