import { describe, expect, it } from "vitest";
import { seededRandom } from "../seeded-random.ts";
import { listOrder, rankCorrelation, type ListOrder } from "./list-order.ts";

const SIZE = 2000;

/** Each entry is one request: position and account; every account pays for itself. */
function orderOf(requests: readonly (readonly [at: number, account: number])[], models = 1): ListOrder {
  const column = (of: (entry: readonly [number, number], row: number) => number): Int32Array =>
    Int32Array.from(requests, of);
  return listOrder(
    {
      at: column(([at]) => at),
      account: column(([, account]) => account),
      payer: column(([, account]) => account),
      model: column((_, row) => row % models),
    },
    SIZE,
    seededRandom(3),
  );
}

const whole = Array.from({ length: SIZE }, (_, at) => at);

describe("a list that was dealt out", () => {
  it("is seen in blocks, and the blocks are named", () => {
    const found = orderOf(whole.map((_, turn) => [(turn % 40) * 50 + Math.floor(turn / 40), turn % 40]));
    expect(found.p).toBeLessThan(1e-4);
    expect(found.meetings).toBe(0);
    expect(found.meetingsExpected).toBeGreaterThan(500);
    expect(found.inBlock).toBeGreaterThan(0.9);
  });

  it("is seen by the residue of the index, in order of time", () => {
    const found = orderOf(whole.map((at) => [at, at % 40]));
    expect(found.p).toBeLessThan(1e-4);
    expect([found.inResidue, found.sweep]).toEqual([1, 1]);
  });

  it("is seen among more requests than are tested", () => {
    const found = orderOf(
      Array.from({ length: 3 * SIZE }, (_, at) => [at % SIZE, (at % SIZE) % 50] as const),
      3,
    );
    expect(found.p).toBeLessThan(1e-4);
    expect(found.inResidue).toBe(1);
  });

  it("is seen where it was drawn at random without anybody drawing twice", () => {
    const random = seededRandom(5);
    const drawn = whole.map((at) => [random(), at] as const).sort(([a], [b]) => a - b);
    const found = orderOf(drawn.slice(0, 1200).map(([, at], turn) => [at, turn % 60]));
    expect(found.p).toBeLessThan(0.001);
    expect(found.inBlock).toBeLessThan(0.1);
  });
});

describe("a list that strangers use", () => {
  it("is not dealt out where each chooses alone", () => {
    const random = seededRandom(6);
    const found = orderOf(
      Array.from({ length: 1200 }, (_, turn) => [Math.floor(random() * SIZE), turn % 60] as const),
    );
    expect(found.p).toBeGreaterThan(0.05);
    expect(found.p).toBe(found.pMeetings);
  });

  it("is not dealt out where each has a block of its own choice", () => {
    const random = seededRandom(7);
    const starts = Array.from({ length: 8 }, () => Math.floor(random() * (SIZE - 60)));
    const found = orderOf(
      Array.from(
        { length: 480 },
        (_, turn) => [(starts[turn % 8] ?? 0) + Math.floor(turn / 8), turn % 8] as const,
      ),
    );
    expect(found.inBlock).toBeGreaterThan(0.3);
    expect(found.p).toBeGreaterThan(0.05);
  });

  it("is not dealt out where all go through it together, as in a course", () => {
    const found = orderOf(
      Array.from({ length: 1500 }, (_, turn) => [Math.floor(turn / 30), turn % 30] as const),
    );
    expect(found.sweep).toBeGreaterThan(0.9);
    expect(found.p).toBeGreaterThan(0.5);
  });

  it("is not dealt out where there are too few requests to meet", () => {
    expect(
      orderOf(Array.from({ length: 40 }, (_, turn) => [turn * 37, turn % 10] as const)).p,
    ).toBeGreaterThan(0.05);
  });

  it("is not dealt out because each model is asked once", () => {
    const random = seededRandom(8);
    const found = orderOf(
      Array.from({ length: 2000 }, (_, turn) => [Math.floor(random() * SIZE), turn % 60] as const),
      4,
    );
    expect(found.p).toBeGreaterThan(0.05);
  });
});

describe("the rank correlation", () => {
  it("is Spearman's, with middle ranks for ties", () => {
    expect(rankCorrelation(Int32Array.of(1, 2, 3, 4))).toBe(1);
    expect(rankCorrelation(Int32Array.of(9, 7, 3))).toBe(-1);
    expect(rankCorrelation(Int32Array.of(5, 5, 5))).toBe(0);
    expect(rankCorrelation(Int32Array.of(1, 1, 2))).toBeCloseTo(Math.sqrt(3) / 2);
  });
});
