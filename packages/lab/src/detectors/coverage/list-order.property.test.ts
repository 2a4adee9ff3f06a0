import { describe, expect, it } from "vitest";
import { seededRandom } from "../seeded-random.ts";
import { listOrder } from "./list-order.ts";

describe("the probability that a list was dealt out", () => {
  it("is conservative where payers begin anywhere, in blocks, alone or in order", () => {
    const random = seededRandom(21);
    const rounds = 120;
    const ps = Array.from({ length: rounds }, () => {
      const payers = 5 + Math.floor(random() * 20);
      const each = 10 + Math.floor(random() * 40);
      const inBlocks = random() < 0.5;
      const starts = Array.from({ length: payers }, () => Math.floor(random() * 500));
      const account = Int32Array.from({ length: payers * each }, (_, row) => row % payers);
      const at = account.map((payer, row) =>
        inBlocks ? ((starts[payer] ?? 0) + Math.floor(row / payers)) % 500 : Math.floor(random() * 500),
      );
      return listOrder({ at, account, payer: account, model: account.map(() => 0) }, 500, random).p;
    });
    for (const level of [0.02, 0.1, 0.3]) {
      const rejected = ps.filter((p) => p <= level).length;
      expect(rejected).toBeLessThan(level * rounds + 3 * Math.sqrt(level * (1 - level) * rounds));
    }
  });
});
