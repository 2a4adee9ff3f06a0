import type { Rates } from "../detectors/harvest-intent/harvest-intent.ts";
import type { Columns, Engine } from "../engine/engine.ts";
import { accountSums } from "../engine/queries/account-measures.ts";
import { INTENT_BITS, SHAPE_BITS } from "../sketches/sketch.ts";

/**
 * How often ordinary accounts show each intent and each response shape: the mean over accounts of an account's own
 * share. Every account counts the same, since else one customer's large programme would make a harvest look ordinary.
 *
 * @param pool - accounts that no candidate claims
 */
export async function readOrdinaryRates(
  engine: Engine,
  pool: readonly number[],
): Promise<{ readonly intents: Rates; readonly shapes: Rates }> {
  const intents = zeros(INTENT_BITS);
  const shapes = zeros(SHAPE_BITS);
  const ordinary = new Set(pool);
  await engine.stream(accountSums(engine.dialect), (piece) => {
    addShares(piece, ordinary, intents, "intent");
    addShares(piece, ordinary, shapes, "shape");
  });
  const mean = (sums: Record<string, number>): Rates =>
    Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / Math.max(1, pool.length)]));
  return { intents: mean(intents), shapes: mean(shapes) };
}

function zeros(bits: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.keys(bits).map((name) => [name, 0]));
}

function addShares(
  piece: Columns,
  accounts: ReadonlySet<number>,
  sums: Record<string, number>,
  prefix: string,
): void {
  const account = piece.integers("account_no");
  const requests = piece.numbers("requests");
  for (const name of Object.keys(sums)) {
    const counts = piece.numbers(`${prefix}_${name}`);
    for (let row = 0; row < piece.rows; row++) {
      if (!accounts.has(account[row] ?? -1)) continue;
      sums[name] = (sums[name] ?? 0) + (counts[row] ?? 0) / Math.max(1, requests[row] ?? 1);
    }
  }
}
